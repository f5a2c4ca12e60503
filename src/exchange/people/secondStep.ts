import { hash } from 'node:crypto'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockPerson } from '../../store/people/people.ts'
import { beginStep, endStep, findStep, lockFactor } from '../../store/people/secondFactors.ts'
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
 * Keeps for a few minutes that somebody has said their password, and tells by what they say so with the code.
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

/** Whether a code is awaited of whoever holds this. */
export async function isStepAwaited(node: Node, step: string): Promise<boolean> {
  return (await findStep(node.db, hashOf(step), begunAfter(node))) !== null
}

/**
 * Lets a person in who has said their password, by a code. Refuses with SECOND_STEP_OVER where they waited too long, were
 * disabled or have another password meanwhile; SECOND_FACTOR_WRONG; SECOND_FACTOR_SEALED; SIGN_IN_TOO_OFTEN; NODE_ROLLED_BACK.
 */
export async function signInByCode(node: Node, order: CodeOrder): Promise<Result<SignedIn>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const row = await findStep(node.db, hashOf(order.step), begunAfter(node))
  if (row === null) return refuse('SECOND_STEP_OVER')
  const { sign_in_name: signInName } = row
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
    const step = await endStep(trx, hashOf(order.step))
    if (step === null) return refuse('SECOND_STEP_OVER')
    await succeed(trx, begun.counted)
    const person = personOfRow(now)
    const actor = actorOf(person, order.address)
    const browser = await keepWhereabouts(node, trx, { person: person.id, from: order, place })
    const token = await beginSession(node, trx, person.id, step.issuer)
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
