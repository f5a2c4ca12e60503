import { type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPasskey, listPasskeysOf } from '../../store/people/passkeys.ts'
import { stepUpSession } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import { type Attempt, beginAttempt, ownAttempt, succeed } from '../people/attempts.ts'
import type { DeskPerson } from '../people/person.ts'
import { refused, refusedTooOften } from '../people/refusedSignIn.ts'
import { actorOf, hashOf } from '../people/sessions.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { readAssertion } from './answer.ts'
import { beginChallenge, spendChallenge } from './challenges.ts'
import { type AskedForPasskey, askedFor } from './signIn.ts'
import type { PasskeySite } from './site.ts'
import { notePasskeys, provePasskey, usePasskey } from './use.ts'

/** What came of a passkey by which somebody proves anew who they are. */
export interface PasskeyStepUpOrder {
  /** Token of the session in which it counts, for a few minutes. */
  readonly token: string
  /** JSON, as the browser gave it. */
  readonly answer: string
  readonly address: string
}

/** Asks the browser of somebody who has signed in for one of their passkeys. Refuses with PASSKEY_UNKNOWN where they have none. */
export async function askToStepUp(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  token: string,
): Promise<Result<{ readonly asked: AskedForPasskey }>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const passkeys = await listPasskeysOf(node.db, person.id)
  if (passkeys.length === 0) return refuse('PASSKEY_UNKNOWN')
  const begun = await beginChallenge(node, token, 'stepUp')
  return begun.ok ? { ok: true, asked: askedFor(site, begun.challenge, passkeys) } : begun
}

/**
 * Takes a passkey in the place of password and code before something that binds the State. Refuses as `signInByPasskey` does;
 * with PASSKEY_UNKNOWN also where it is somebody else's, or where the session has ended meanwhile. What fails counts as wrong
 * passwords of whoever has signed in do (SIGN_IN_TOO_OFTEN).
 */
export async function stepUpByPasskey(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  order: PasskeyStepUpOrder,
): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { signInName } = person
  const begun = await beginAttempt(node, ownAttempt(signInName))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, signInName, order.address)
  const settled = await proveAnew(node, site, person, { ...order, counted: begun.counted })
  return settled.ok ? settled : await refused(node, settled, signInName, order.address)
}

async function proveAnew(
  node: Node,
  site: PasskeySite,
  person: DeskPerson,
  { token, answer, address, counted }: PasskeyStepUpOrder & { readonly counted: Attempt },
): Promise<Result<object>> {
  const spent = await spendChallenge(node, token, 'stepUp')
  if (!spent.ok) return spent
  const assertion = readAssertion(answer)
  if (assertion === null) return refuse('PASSKEY_ANSWER_INVALID')
  const found = await findPasskey(node.db, assertion.id)
  const own = found?.person.id === person.id ? found : null
  const proven = await provePasskey({ site, challenge: spent.challenge }, own, assertion, false)
  if (!proven.ok) return proven
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    const used = await usePasskey(node, trx, proven)
    if (!used.ok) return used
    if (!(await stepUpSession(trx, hashOf(token), person.id, node.machineNow())))
      return refuse('PASSKEY_UNKNOWN')
    await succeed(trx, counted)
    const names = [proven.passkey.name]
    await notePasskeys(node, trx, 'steppedUp', {
      actor: actorOf(person, address),
      signInName: person.signInName,
      names,
    })
    return { ok: true }
  })
}
