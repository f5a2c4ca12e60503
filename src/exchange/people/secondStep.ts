import { hash } from 'node:crypto'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Db, Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockPerson } from '../../store/people/people.ts'
import { hasPasskey } from '../../store/people/passkeys.ts'
import { beginStep, endStep, findFactor, findStep, lockFactor } from '../../store/people/secondFactors.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { attemptAt, beginAttempt, succeed } from './attempts.ts'
import { personOfRow } from './person.ts'
import { type Whereabouts, keepWhereabouts, placeOf } from './places.ts'
import { isSet, useCode } from './secondFactor.ts'
import { actorOf, beginSession, signedInBy } from './sessions.ts'
import { refused, refusedTooOften } from './refusedSignIn.ts'
import type { SignedIn } from './signIn.ts'

/** What somebody says after the password, where they have a second factor. */
export interface CodeOrder extends Whereabouts {
  /** What was told when the password was right. */
  readonly step: string
  readonly code: string
}

const tokenBytes = 32

/**
 * Keeps for a few minutes that somebody has said their password, and tells by what they say so with the code or the passkey.
 *
 * @param issuer - by which they have signed in in the place of a password; null: by none
 */
export async function beginSecondStep(
  node: Pick<Node, 'random' | 'machineNow'>,
  trx: Trx,
  person: string,
  issuer: string | null = null,
): Promise<string> {
  const step = Buffer.from(node.random(tokenBytes)).toString('base64url')
  await beginStep(trx, { token: hashOf(step), person, begun_at: node.machineNow(), issuer }, begunAfter(node))
  return step
}

/**
 * Whether what a person has proved by a password, or at an identity provider by nothing that counts for a second factor, is too
 * little for what they have beside it: a second factor, or a passkey.
 */
export async function needsSecondStep(db: Db | Trx, person: string): Promise<boolean> {
  return isSet(await findFactor(db, person)) || (await hasPasskey(db, person))
}

/** Ends what a person has begun, and tells by which issuer they have come (null: by a password). Null: it was over, or another's. */
export async function endSecondStep(
  node: Pick<Node, 'machineNow'>,
  trx: Trx,
  person: string,
  step: string,
): Promise<{ readonly issuer: string | null } | null> {
  return await endStep(trx, hashOf(step), person, begunAfter(node))
}

/** What is awaited of somebody after the password, or the identity provider: one of these. */
export interface AwaitedStep {
  /** They come from the identity provider. */
  readonly isByProvider: boolean
  /** They have codes of an app. */
  readonly hasCodes: boolean
  readonly hasPasskeys: boolean
}

/** What is awaited of whoever holds this; null: nothing. */
export async function awaitedStep(node: Node, step: string): Promise<AwaitedStep | null> {
  const found = await findStep(node.db, hashOf(step), begunAfter(node))
  if (found === null) return null
  const { id } = found.person
  return {
    isByProvider: found.issuer !== null,
    hasCodes: isSet(await findFactor(node.db, id)),
    hasPasskeys: await hasPasskey(node.db, id),
  }
}

/**
 * Lets a person in who has said their password, by a code. Refuses with SECOND_STEP_OVER where they waited too long, were
 * disabled or have another password meanwhile; SECOND_FACTOR_WRONG; SECOND_FACTOR_SEALED; SIGN_IN_TOO_OFTEN; NODE_ROLLED_BACK.
 */
export async function signInByCode(node: Node, order: CodeOrder): Promise<Result<SignedIn>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const found = await findStep(node.db, hashOf(order.step), begunAfter(node))
  if (found === null) return refuse('SECOND_STEP_OVER')
  const { sign_in_name: signInName } = found.person
  const place = await placeOf(node, signInName, order)
  const begun = await beginAttempt(node, attemptAt('code', signInName, place, order))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, signInName, order.address)
  const settled = await inTransaction(node.db, async (trx): Promise<Result<SignedIn>> => {
    const now = await lockPerson(trx, signInName)
    const factor = now === null ? null : await lockFactor(trx, now.id)
    if (now?.disabled_at !== null || !isSet(factor)) return refuse('SECOND_STEP_OVER')
    const used = await useCode(node, trx, factor, order.code)
    if (!used.ok) return used
    // Ended by another code that was sent at the same time, or with the sessions of the person.
    const step = await endSecondStep(node, trx, now.id, order.step)
    if (step === null) return refuse('SECOND_STEP_OVER')
    await succeed(trx, begun.counted)
    const person = personOfRow(now)
    const actor = actorOf(person, order.address)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: order, place })
    const token = await beginSession(node, trx, person.id, step)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add(signedInBy(step.issuer, actor))
    if (used.isRecovery)
      trail.add({ event: 'person.secondFactor', actor, code: 'recoveryCodeUsed', details: { signInName } })
    await append(trx, trail.audit())
    return { ok: true, token, browser, person }
  })
  return settled.ok || settled.code !== 'SECOND_FACTOR_WRONG'
    ? settled
    : await refused(node, settled, signInName, order.address)
}

function begunAfter({ machineNow }: Pick<Node, 'machineNow'>): Date {
  return new Date(machineNow().getTime() - exchangeLimits.desk.stepMs)
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
