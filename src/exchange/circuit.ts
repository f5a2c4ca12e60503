import type { Found } from '../message/recall.ts'
import { append } from '../store/audit.ts'
import { type PeerFailure, closeCircuit, countFailure, findCircuit, openCircuit } from '../store/circuits.ts'
import type { Db, Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { waitingFor } from '../store/outbox.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { randomShare } from './randomShare.ts'
import { retryDelayMs } from './retry.ts'
import { openTrail } from './trail.ts'

/** Whether a peer can be reached, and what waits for it, in the words in which the peer itself is told. */
export type CircuitSeen = Omit<Extract<Found, { what: 'circuit' }>, 'what'>

/** How this node sees the circuit to a peer. */
export async function circuitTo(db: Db, peer: string): Promise<CircuitSeen> {
  const [circuit, { rows, oldest }] = await Promise.all([findCircuit(db, peer), waitingFor(db, peer)])
  return {
    state: (circuit?.opened_at ?? null) === null ? 'closed' : 'open',
    failures: circuit?.failures ?? 0,
    ...(circuit === null ? {} : { failingSince: circuit.failing_since.toISOString() }),
    ...momentIn('openSince', circuit?.opened_at),
    ...momentIn('nextAttempt', circuit?.probe_at),
    waiting: rows,
    ...momentIn('oldest', oldest),
  }
}

function momentIn<Name extends string>(
  name: Name,
  at: Date | null | undefined,
): Readonly<Partial<Record<Name, string>>> {
  const given: Partial<Record<string, string>> = at instanceof Date ? { [name]: at.toISOString() } : {}
  return given as Partial<Record<Name, string>>
}

/**
 * Counts that a round of posts to a peer failed: none of them was answered by it. After so many in a row its circuit
 * opens, which all processes of the node see: one message at a time is tried, ever more seldom, until one is answered.
 */
export async function notePeerFailure(node: Node, trx: Trx, failure: PeerFailure, now: Date): Promise<void> {
  const { peer, code } = failure
  const { failures, opened_at } = await countFailure(trx, failure, now)
  if (failures < exchangeLimits.circuitFailuresMax) return
  const delayMs = retryDelayMs(failures, 0, randomShare(node)) ?? 0
  await openCircuit(trx, peer, opened_at ?? now, new Date(now.getTime() + delayMs))
  if (opened_at !== null) return
  const trail = await openTrail(node, trx, [], now)
  trail.add({ event: 'circuit.opened', peer, code, count: failures })
  await append(trx, trail.audit())
  node.log.warn({ peer, code, failures }, 'a peer cannot be reached; one message at a time is tried')
}

/** Notes that a peer has answered: its failures are forgotten, and what waits for it is due at once. */
export async function notePeerAnswer(node: Node, peer: string): Promise<void> {
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    const closed = await closeCircuit(trx, peer, now)
    if (closed?.opened_at === null || closed === null) return
    const trail = await openTrail(node, trx, [], now)
    trail.add({ event: 'circuit.closed', peer, count: closed.failures })
    await append(trx, trail.audit())
    node.log.info({ peer, failures: closed.failures }, 'a peer has answered again')
  })
}
