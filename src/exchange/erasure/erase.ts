import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { listDraftsWithFilesOf, lockDraftsWithFilesOf } from '../../store/drafts/draftFiles.ts'
import { countOpenings, eraseContents, findHold, hasWaiting } from '../../store/erasure.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import type { RequestRow } from '../../store/tables.ts'
import type { RetentionRule } from '../../workflow/retention.ts'
import { secondPersonRefusal } from '../approval.ts'
import { takeOutErased } from '../drafts/erasedFiles.ts'
import type { Node } from '../node.ts'
import { erasedRefusal } from '../records.ts'
import { refusalNoted } from '../refusedActs.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { isAgreed } from './agreement.ts'
import { keepingOf } from './keeping.ts'

/** Why contents may go: their time is over, both sides agreed, or a court has said so. The code in the log. */
export type ErasureGround = 'retention' | 'agreement' | 'courtOrder'

/** What two persons want erased. */
export interface ErasureOrder {
  /** UUID of the request. */
  readonly request: string
  /** In words: the provision, the order of the court. */
  readonly ground: string
  /** The ground is an order of a court, which goes before the time for which records are kept. */
  readonly courtOrder: boolean
  readonly officer: string
  readonly approver: string
}

/** What was erased. */
export interface Erased {
  readonly ground: ErasureGround
  readonly at: Date
  /** Entries of the log whose openings went. */
  readonly openings: number
}

/** Longest ground or reason in words, in characters. */
export const groundLengthMax = 2_000

/**
 * Erases the contents of a record, all in one transaction: what stays is that the request existed, with whom, when it
 * ended and was erased, and the digests, receipts and times by which two nodes and an auditor go on comparing. Drafts about other
 * requests lose the files that were its own, with their keys. Needs two persons. Refuses with SECOND_PERSON_MISSING, REQUEST_UNKNOWN, RECORD_ERASED, RECORD_NOT_ENDED, RECORD_WAITING,
 * RECORD_HELD, RETENTION_NOT_OVER, PEER_NOT_HEARD or NODE_ROLLED_BACK; then nothing is changed, and
 * the log tells that it was refused.
 *
 * A process that dies before the commit has erased nothing; after it everything is gone, and the log says so.
 */
export async function eraseRecord(
  node: Node,
  order: ErasureOrder,
  rules: readonly RetentionRule[],
): Promise<Result<{ erased: Erased }>> {
  const { request, officer } = order
  const act = { actor: { person: officer, role: 'officer' }, wanted: `erase ${request}`, request }
  return await refusalNoted(node, act, erase(node, order, rules))
}

async function erase(
  node: Node,
  order: ErasureOrder,
  rules: readonly RetentionRule[],
): Promise<Result<{ erased: Erased }>> {
  const alone = secondPersonRefusal(order, 'erasing')
  if (alone !== null) return alone
  return await inTransaction(node.db, async (trx) => {
    const now = node.now()
    const drafts = (await listDraftsWithFilesOf(trx, order.request)).map(({ request }) => request)
    const row = (await lockRequests(trx, [order.request, ...drafts])).get(order.request)
    if (row === undefined) return refuse('REQUEST_UNKNOWN')
    const unfit = (await unfitNode(node, trx, row)) ?? (await unfitRecord(trx, row))
    if (unfit !== null) return unfit
    const ground = await groundOf(trx, row, { courtOrder: order.courtOrder, rules, now })
    if (!ground.ok) return ground
    const openings = await countOpenings(trx, row.id)
    await noteErasure(node, trx, { row, order, ground: ground.code, openings, now })
    // Before its files are locked: whoever changes a draft has it in hands before them.
    await lockDraftsWithFilesOf(trx, row.id)
    await eraseContents(trx, row.id)
    await takeOutErased(node, trx, row.id, actorIn(row, order))
    return { ok: true, erased: { ground: ground.code, at: now, openings } }
  })
}

/** What was lost with a database must be back first: half a record would be erased, and the log would not know it. */
async function unfitNode(node: Node, trx: Trx, { counterpart_state }: RequestRow): Promise<Refusal | null> {
  const { isBehind, unheard } = await standingOf(node, trx)
  if (isBehind) return rolledBack
  if (!unheard.has(counterpart_state)) return null
  return refuse('PEER_NOT_HEARD', {
    detail: `${counterpart_state} has not told since the start what it has of this record`,
  })
}

async function unfitRecord(trx: Trx, row: RequestRow): Promise<Refusal | null> {
  if (row.erased_at !== null) return erasedRefusal(row)
  const hold = await findHold(trx, row.id)
  if (hold !== null)
    return refuse('RECORD_HELD', {
      detail: `since ${hold.placed_at.toISOString()} by ${hold.person}: ${hold.reason}`,
    })
  if (await hasWaiting(trx, row.id))
    return refuse('RECORD_WAITING', { detail: 'see rogatory outbox: what waits must arrive, or be given up' })
  return null
}

/** On which ground it may go: the order of a court, the end of its time, or what the two sides have agreed. */
async function groundOf(
  trx: Trx,
  row: RequestRow,
  { courtOrder, rules, now }: Pick<ErasureOrder, 'courtOrder'> & Limits,
): Promise<Result<{ code: ErasureGround }>> {
  const keeping = keepingOf(row, rules)
  if (keeping === null)
    return refuse('RECORD_NOT_ENDED', { detail: `it is ${row.state}: only what has ended is erased` })
  if (courtOrder) return { ok: true, code: 'courtOrder' }
  const { until } = keeping
  if (until !== null && until.getTime() <= now.getTime()) return { ok: true, code: 'retention' }
  if (await isAgreed(trx, row.id)) return { ok: true, code: 'agreement' }
  return refuse('RETENTION_NOT_OVER', {
    detail:
      until === null
        ? 'no rule in state.json (retention) says how long records like this are kept'
        : `it is kept until ${until.toISOString()}`,
  })
}

interface Limits {
  readonly rules: readonly RetentionRule[]
  readonly now: Date
}

interface Noted {
  readonly row: RequestRow
  readonly order: ErasureOrder
  readonly ground: ErasureGround
  readonly openings: number
  readonly now: Date
}

function actorIn({ own_authority }: RequestRow, { officer }: ErasureOrder): Actor {
  return { person: officer, role: 'officer', authority: own_authority }
}

async function noteErasure(node: Node, trx: Trx, { row, order, ...noted }: Noted): Promise<void> {
  const trail = await openTrail(node, trx, [row.id], noted.now)
  trail.about(row.id, {
    event: 'record.erased',
    actor: actorIn(row, order),
    code: noted.ground,
    count: noted.openings,
    details: { approver: order.approver, ground: order.ground },
  })
  await append(trx, trail.audit())
}
