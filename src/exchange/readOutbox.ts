import type { Actor } from '../audit/events.ts'
import { append } from '../store/audit.ts'
import { receiptsOnPaper } from '../store/carriers/carriers.ts'
import { listCircuits } from '../store/circuits.ts'
import type { Db } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { findMessage } from '../store/messages.ts'
import { listDeadTo, resend, resendAll } from '../store/deadLetters.ts'
import { countWaiting } from '../store/outbox.ts'
import { lockRequests } from '../store/requests.ts'
import type { CircuitRow, OutboxRow } from '../store/tables.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'
import { scopeOf } from './scopeOf.ts'
import { openTrail } from './trail.ts'

/** A message that waits for its peer. Without words of the case: who runs a node need not read it. */
export type Waiting = Omit<OutboxRow, 'jwe'> & {
  readonly type: string
  readonly queued_at: Date
  /** When a receipt on paper came by which the peer has accepted it: it went on a disk. Null: none did. */
  readonly receiptOnPaper: Date | null
}

/** What waits for one peer. */
export interface WaitingForPeer {
  readonly peer_state: string
  readonly rows: number
  /** Of these, those that were given up. */
  readonly dead: number
  /** Since when something fails; null where nothing does. */
  readonly first_failed_at: Date | null
}

/**
 * What is queued: how much for each peer, and the oldest in the order of queueing, at most `limit`. It names requests, so
 * that somebody has seen it is in the log before it is returned.
 */
export async function readOutbox(
  node: Node,
  { deadOnly, limit }: { readonly deadOnly: boolean; readonly limit: number },
  reader: Actor,
): Promise<{
  readonly peers: readonly WaitingForPeer[]
  readonly circuits: readonly CircuitRow[]
  readonly waiting: readonly Waiting[]
}> {
  const { db } = node
  let query = db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .select(['outbox.digest', 'outbox.request', 'peer_state', 'ordinal', 'outbox.status', 'next_attempt_at'])
    .select(['leased_by', 'attempts', 'first_failed_at', 'last_code', 'last_detail', 'message.type'])
    .select('message.stored_at as queued_at')
  if (deadOnly) query = query.where('outbox.status', '=', 'dead')
  const rows = await query.orderBy('ordinal').limit(limit).execute()
  const onPaper = await receiptsOnPaper(
    db,
    rows.map(({ digest }) => digest),
  )
  const waiting = rows.map((row) => ({ ...row, receiptOnPaper: onPaper.get(row.digest) ?? null }))
  const requests = new Set(waiting.map(({ request }) => request))
  await noteInLog(node, {
    event: 'case.listed',
    actor: reader,
    count: requests.size,
    details: { query: deadOnly ? 'outbox: given up' : 'outbox', scope: scopeOf(requests) },
  })
  return { peers: await countWaiting(db), circuits: await listCircuits(db), waiting }
}

/** The digests of given-up messages that begin with this, at most two. */
export async function findDead(db: Db, beginning: string): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('digest')
    .where('digest', '>=', beginning)
    .where('digest', '<=', `${beginning}${'f'.repeat(64 - beginning.length)}`)
    .where('status', '=', 'dead')
    .orderBy('digest')
    .limit(2)
    .execute()
  return rows.map(({ digest }) => digest)
}

/**
 * Has a message that was given up tried again, as a person has decided; false when it is not given up.
 *
 * @param by - without an authority: that which has sent the message
 */
export async function resendDead(
  node: Node,
  digest: string,
  by: Omit<Actor, 'authority'> & Partial<Pick<Actor, 'authority'>>,
): Promise<boolean> {
  const message = await findMessage(node.db, digest)
  if (message === null) return false
  const { request, from_authority: authority } = message
  return await inTransaction(node.db, async (trx) => {
    await lockRequests(trx, [request])
    const row = await trx
      .selectFrom('outbox')
      .select('peer_state')
      .where('digest', '=', digest)
      .executeTakeFirst()
    const now = node.now()
    if (row === undefined || !(await resend(trx, digest, now))) return false
    const trail = await openTrail(node, trx, [request], now)
    trail.about(request, {
      event: 'delivery.resent',
      actor: { authority, ...by },
      peer: row.peer_state,
      message: digest,
    })
    await append(trx, trail.audit())
    return true
  })
}

/** Messages that are queued again in one transaction: each locks its request. */
const resentAtOnce = 1_000

/**
 * Has everything tried again that was given up and is for a State, as a person has decided; how many messages that was. If the process dies
 * in the middle of many: those before are queued again, as the log tells of each, and the same order takes up the others.
 *
 * @param by - without an authority: that which has sent the message
 */
export async function resendAllDead(
  node: Node,
  state: string,
  by: Omit<Actor, 'authority'> & Partial<Pick<Actor, 'authority'>>,
): Promise<number> {
  let count = 0
  for (let behind = -1; ;) {
    const dead = await listDeadTo(node.db, state, { behind, limit: resentAtOnce })
    const last = dead.at(-1)
    if (last === undefined) return count
    behind = last.ordinal
    count += await inTransaction(node.db, async (trx) => {
      const requests = [...new Set(dead.map(({ request }) => request))]
      await lockRequests(trx, requests)
      const now = node.now()
      const resent = await resendAll(
        trx,
        dead.map(({ digest }) => digest),
        now,
      )
      const trail = await openTrail(node, trx, requests, now)
      for (const { digest, request, authority } of dead.filter(({ digest }) => resent.has(digest)))
        trail.about(request, {
          event: 'delivery.resent',
          actor: { authority, ...by },
          peer: state,
          message: digest,
        })
      await append(trx, trail.audit())
      return resent.size
    })
  }
}
