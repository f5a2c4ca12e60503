import type { Actor } from '../../audit/events.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import { type Waiting, readOutbox, resendAllDead, resendDead } from '../readOutbox.ts'
import { refusalNoted } from '../refusedActs.ts'

/** Messages that a page shows, of those given up and of those that wait. */
export const queuedMax = 100

/** A message that waits for its peer: nothing of it but its digest; plain JSON. */
export interface QueuedMessage {
  /** SHA-256 of what was signed. */
  readonly digest: string
  readonly peer: string
  /** When it was queued, RFC 3339. */
  readonly since: string
  readonly attempts: number
  /** Code of what the last attempt ended with; null: there was none. */
  readonly code: string | null
  /** When it is tried next; null: it stands behind another of its record, or was given up. */
  readonly next: string | null
  /** When a receipt on paper came by which the peer has accepted it; null: none did. */
  readonly receiptOnPaper: string | null
}

/** What waits for one peer. */
export interface QueueOfPeer {
  readonly peer: string
  readonly messages: number
  /** Of these, those that were given up. */
  readonly givenUp: number
  /** Since when something fails; null: nothing does. */
  readonly failingSince: string | null
}

/** What is queued, the oldest first. */
export interface Queue {
  readonly peers: readonly QueueOfPeer[]
  readonly givenUp: readonly QueuedMessage[]
  readonly waiting: readonly QueuedMessage[]
  /** There are more than are shown. */
  readonly hasMore: boolean
}

/** What is queued. That somebody has seen it is in the log before it is returned, once for what was given up and once for all. */
export async function readQueue(node: Node, reader: Actor): Promise<Queue> {
  const dead = await readOutbox(node, { deadOnly: true, limit: queuedMax + 1 }, reader)
  const all = await readOutbox(node, { deadOnly: false, limit: queuedMax + 1 }, reader)
  return {
    peers: all.peers.map(({ peer_state, rows, dead: givenUp, first_failed_at }) => ({
      peer: peer_state,
      messages: rows,
      givenUp,
      failingSince: first_failed_at?.toISOString() ?? null,
    })),
    givenUp: dead.waiting.slice(0, queuedMax).map(queued),
    waiting: all.waiting
      .slice(0, queuedMax)
      .filter(({ status }) => status !== 'dead')
      .map(queued),
    hasMore: dead.waiting.length > queuedMax || all.waiting.length > queuedMax,
  }
}

/**
 * Has a message that was given up tried again, as a person has decided: who it was is in the log before it is answered. Refuses with
 * MESSAGE_NOT_GIVEN_UP what is not there or was not given up, which is in the log as well.
 */
export async function resendQueued(node: Node, digest: string, by: Actor): Promise<Result<object>> {
  const act = { actor: by, wanted: `outbox resend ${digest}` }
  return await refusalNoted(node, act, resendOne(node, digest, by))
}

async function resendOne(node: Node, digest: string, by: Actor): Promise<Result<object>> {
  return (await resendDead(node, digest, by)) ? { ok: true } : refuse('MESSAGE_NOT_GIVEN_UP')
}

/** The same of all that was given up and is for a State. */
export async function resendQueuedTo(node: Node, state: string, by: Actor): Promise<Result<object>> {
  const act = { actor: by, wanted: `outbox resend --to ${state}` }
  return await refusalNoted(node, act, resendTo(node, state, by))
}

async function resendTo(node: Node, state: string, by: Actor): Promise<Result<object>> {
  return (await resendAllDead(node, state, by)) > 0 ? { ok: true } : refuse('MESSAGE_NOT_GIVEN_UP')
}

function queued({ digest, peer_state, queued_at, attempts, last_code, ...row }: Waiting): QueuedMessage {
  return {
    digest,
    peer: peer_state,
    since: queued_at.toISOString(),
    attempts,
    code: last_code,
    next: row.next_attempt_at?.toISOString() ?? null,
    receiptOnPaper: row.receiptOnPaper?.toISOString() ?? null,
  }
}
