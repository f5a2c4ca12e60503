import type { Request, Response } from 'express'
import type { Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { webLimits } from '../limits.ts'
import type { StepUp } from '../parts/StepUpFields.tsx'
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

/**
 * What whoever visits has still to say or do before something that binds.
 *
 * @param path - of the page on which they are asked
 */
export async function stepUpOf(
  { services }: Desk,
  response: Response,
  person: DeskPerson,
  path: string,
): Promise<StepUp> {
  const { people, provider } = services
  const session = sessionOf(response)
  const mayElsewhere = provider !== null && (await provider.knows(person))
  return {
    isSteppedUp: session?.isSteppedUp === true,
    hasSecondFactor: await people.hasSecondFactor(person),
    isByProvider: session?.isByProvider === true,
    elsewhere: mayElsewhere
      ? {
          host: provider.host,
          path: `${deskRoutes.provePage.path}?${String(new URLSearchParams({ to: path }))}`,
        }
      : null,
  }
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
  const [code] = given.code
  if (session?.isSteppedUp === true || (password ?? code) === undefined) return { ok: true, token }
  const order = { token, code: code ?? '', address: addressOf(request) }
  const { person } = actingIn(request, response)
  const { people } = desk.services
  const proved = await (password === undefined
    ? people.stepUpByCode(person, order)
    : people.stepUp(person, { ...order, password }))
  return proved.ok ? { ok: true, token } : proved
}
