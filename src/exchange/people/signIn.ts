import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { changePerson, findPerson, lockPerson } from '../../store/people/people.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { attemptAt, beginAttempt, notLookedAt, succeed } from './attempts.ts'
import { comparePassword, keepPassword } from './password.ts'
import { type DeskPerson, isSignInName, personOfRow } from './person.ts'
import { type Whereabouts, askerAt, keepWhereabouts, placeOf } from './places.ts'
import { refused, refusedTooOften } from './refusedSignIn.ts'
import { beginSecondStep, needsSecondStep } from './secondStep.ts'
import { actorOf, beginSession } from './sessions.ts'

/** What somebody says who wants to sign in, and from where. */
export interface SignInOrder extends Whereabouts {
  readonly signInName: string
  readonly password: string
}

/** The password was right, and a code or a passkey is awaited of whoever holds this. */
export interface SecondStep {
  readonly step: string
}

/** Who signed in, and the token of the session. */
export interface SignedIn {
  readonly token: string
  /** What the browser holds from now on, by which the person is known there. */
  readonly browser: string
  readonly person: DeskPerson
}

/**
 * Lets a person in, or where they have a second factor or a passkey, on to its code (`signInByCode`) or to that. Who is not there, has another password or is disabled gets the same answer, PERSON_NOT_ADMITTED, in the
 * same time. SIGN_IN_TOO_OFTEN says from when on it may be tried again (`expected`), before the password is looked at;
 * NODE_BUSY where too many passwords wait; NODE_ROLLED_BACK where nothing could be noted.
 */
export async function signIn(node: Node, order: SignInOrder): Promise<Result<SignedIn | SecondStep>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const signInName = order.signInName.trim().toLowerCase()
  const place = await placeOf(node, signInName, order)
  const asker = askerAt(place, signInName, order)
  const begun = await beginAttempt(node, attemptAt('password', signInName, place, order))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, null, order.address)
  const { counted } = begun
  const row = isSignInName(signInName) ? await findPerson(node.db, signInName) : null
  const comparison = await comparePassword(node, order.password, row?.password ?? null, asker)
  if (comparison === null) return await notLookedAt(node, counted)
  if (!comparison.isRight || row?.disabled_at !== null)
    return await refused(node, refuse('PERSON_NOT_ADMITTED'), row?.sign_in_name ?? null, order.address)
  const renewed = comparison.isStale ? await keepPassword(node, order.password, asker) : null
  return await inTransaction(node.db, async (trx) => {
    const now = await lockPerson(trx, signInName)
    // Meanwhile disabled, or given another password.
    if (now?.disabled_at !== null || now.password !== row.password) return refuse('PERSON_NOT_ADMITTED')
    if (renewed !== null) await changePerson(trx, now.id, { password: renewed })
    await succeed(trx, counted)
    if (await needsSecondStep(trx, now.id))
      return { ok: true, step: await beginSecondStep(node, trx, now.id) }
    const person = personOfRow(now)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: order, place })
    const token = await beginSession(node, trx, person.id)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'person.signedIn', actor: actorOf(person, order.address) })
    await append(trx, trail.audit())
    return { ok: true, token, browser, person }
  })
}
