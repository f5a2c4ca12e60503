import type { Request, Response } from 'express'
import type { Result } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { type Desk, actingIn } from './desk.tsx'
import { addressOf, sessionOf } from './session.ts'

/** Members of a form that takes the password and the code again: absent where they were given just now. */
export const steppingUpMembers = {
  password: { charactersMax: webLimits.desk.passwordCharactersMax, isMany: true },
  code: { charactersMax: webLimits.desk.codeCharactersMax, isMany: true },
} as const

/** The fields of such a form to which refusals belong. */
export const steppingUpFields = {
  PASSWORD_WRONG: 'password',
  STEP_UP_MISSING: 'password',
  SECOND_FACTOR_WRONG: 'code',
} as const

interface Given {
  readonly password: readonly string[]
  readonly code: readonly string[]
}

/** Token of the session, after the password where it was not given just now. Refuses as `stepUp`. */
export async function steppedUp(
  desk: Desk,
  request: Request,
  response: Response,
  given: Given,
): Promise<Result<{ readonly token: string }>> {
  const session = sessionOf(response)
  const token = session?.token ?? ''
  const [password] = given.password
  if (session?.isSteppedUp === true || password === undefined) return { ok: true, token }
  const order = { token, password, code: given.code[0] ?? '', address: addressOf(request) }
  const proved = await desk.services.people.stepUp(actingIn(request, response).person, order)
  return proved.ok ? { ok: true, token } : proved
}
