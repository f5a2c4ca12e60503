import type { Request, Response } from 'express'
import type { Refusal, RefusalCode, Result } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import type { StepUp } from '../parts/StepUpFields.tsx'
import { type Desk, actingIn } from './desk.tsx'
import { scriptOn } from './passkeyScript.ts'
import { addressOf, sessionOf } from './session.ts'

/** Members of a form that takes the password and the code again, a code alone, or a passkey: absent where they were given just now. */
export const steppingUpMembers = {
  password: { charactersMax: webLimits.desk.passwordCharactersMax, isMany: true },
  code: { charactersMax: webLimits.desk.codeCharactersMax, isMany: true },
  passkey: { charactersMax: webLimits.desk.passkeyCharactersMax, isMany: true },
} as const

/** The fields of such a form to which refusals belong. */
export const steppingUpFields = {
  PASSWORD_MISSING: 'password',
  PASSWORD_WRONG: 'password',
  STEP_UP_MISSING: 'password',
  SECOND_FACTOR_WRONG: 'code',
  PASSKEYS_NOT_POSSIBLE: 'passkey',
  PASSKEY_MISSING: 'passkey',
  PASSKEY_UNKNOWN: 'passkey',
  PASSKEY_ANSWER_INVALID: 'passkey',
  PASSKEY_CHALLENGE_OVER: 'passkey',
  PASSKEY_ORIGIN_WRONG: 'passkey',
  PASSKEY_UNVERIFIED: 'passkey',
  PASSKEY_COUNTER_BACK: 'passkey',
  PASSKEY_WRONG: 'passkey',
} as const

/** Whether a refusal is of the proof, and is told where it is asked for. */
export function isOfProof(code: RefusalCode): boolean {
  return code in steppingUpFields || code === 'SECOND_FACTOR_REQUIRED' || code === 'SIGN_IN_TOO_OFTEN'
}

interface Given {
  readonly password: readonly string[]
  readonly code: readonly string[]
  readonly passkey: readonly string[]
}

/**
 * What whoever visits has still to prove before something that binds; a page that asks for a passkey may run its script.
 *
 * @param path - of the page on which they are asked
 */
export async function stepUpFor(
  desk: Desk,
  request: Request,
  response: Response,
  path: string,
): Promise<StepUp> {
  const { person } = actingIn(request, response)
  const { passkeys, people, provider } = desk.services
  const session = sessionOf(response)
  const isSteppedUp = session?.isSteppedUp === true
  const hasPasskeys = (await passkeys.of(person)).passkeys.length > 0
  const mayElsewhere = provider !== null && (await provider.mayProve(person))
  return {
    isSteppedUp,
    hasPasskeys,
    hasSecondFactor: await people.hasSecondFactor(person),
    isByProvider: session?.isByProvider === true,
    passkeyScript: hasPasskeys && !isSteppedUp ? scriptOn(desk, response) : null,
    elsewhere: mayElsewhere
      ? {
          host: provider.host,
          path: `${deskRoutes.provePage.path}?${String(new URLSearchParams({ to: path }))}`,
        }
      : null,
  }
}

/**
 * Token of the session, after the password, a code or a passkey where none was given just now. Refuses as `stepUp`, `stepUpByCode`
 * and `stepUpByPasskey`.
 */
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
  const [answer = ''] = given.passkey
  const isSaid = (password ?? code) !== undefined || answer !== ''
  if (session?.isSteppedUp === true || !isSaid) return { ok: true, token }
  const { person } = actingIn(request, response)
  const { passkeys, people } = desk.services
  const order = { token, address: addressOf(request) }
  const said = { ...order, code: code ?? '' }
  const proved = await (answer !== ''
    ? passkeys.stepUp(person, { ...order, answer })
    : password === undefined
      ? people.stepUpByCode(person, said)
      : people.stepUp(person, { ...said, password }))
  return proved.ok ? { ok: true, token } : proved
}

/** What a form orders of whoever proves anew with it who they are. */
interface Ordered<Outcome extends object> {
  /** @param token - of the session in which they have proved it */
  readonly act: (token: string) => Promise<Result<Outcome>>
  /** All that is wrong with the order itself; null: nothing. */
  readonly wrong: () => Promise<Refusal | null>
}

/** Does what a form orders once whoever sends it has proved who they are; where they have not, what else is wrong is told at once. */
export async function onceProved<Outcome extends object>(
  desk: Desk,
  request: Request,
  response: Response,
  given: Given,
  { act, wrong }: Ordered<Outcome>,
): Promise<Result<Outcome>> {
  const proved = await steppedUp(desk, request, response, given)
  if (proved.ok) return await act(proved.token)
  return together([await wrong(), proved]) ?? proved
}
