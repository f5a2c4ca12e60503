import type { Receipt } from '../message/generated/types.ts'
import type { Trx } from '../store/database.ts'
import { type Judged, listReceipted } from '../store/messages.ts'
import type { MessageRow } from '../store/tables.ts'
import { type OpenRecord, judgePlaced } from './judge.ts'
import type { Node } from './node.ts'
import { messageIn, receiptIn } from './stored.ts'
import type { Trail } from './trail.ts'

/** What placing has changed; to be written in the same transaction. */
export interface Placing {
  readonly records: ReadonlyMap<string, OpenRecord>
  readonly judged: readonly Judged[]
}

/**
 * Puts own messages into their record, now that the receipt with their place is here and everything before them is
 * too. On the keeper's side nothing ever waits. A receipt that came before an earlier message stays with its
 * message until that one is here.
 *
 * @param fresh - own messages whose receipts came in this transaction
 */
export async function placeWaiting(
  node: Node,
  trx: Trx,
  trail: Trail,
  records: ReadonlyMap<string, OpenRecord>,
  fresh: readonly MessageRow[] = [],
): Promise<Placing> {
  const others = [...records.values()].filter(({ keeper }) => !keeper).map(({ request }) => request)
  const stored = await listReceipted(trx, others)
  const waiting = new Map<string, MessageRow>()
  const keyOf = (row: MessageRow): string => placeKey(row.request, acceptanceOf(row).sequence)
  // Of two for one place the first counts: what was signed later cannot take it away.
  for (const row of [...stored, ...fresh]) if (!waiting.has(keyOf(row))) waiting.set(keyOf(row), row)
  const after = new Map<string, OpenRecord>()
  const judged: Judged[] = []
  for (const request of others) {
    let record = after.get(request) ?? records.get(request)
    for (;;) {
      const row = record === undefined ? undefined : waiting.get(placeKey(request, record.place.sequence + 1))
      if (record === undefined || row === undefined) break
      const placed = place(node, record, row)
      if (placed === null) {
        if (fresh.includes(row)) auditFork(trail, row)
        break
      }
      record = placed.record
      after.set(request, record)
      judged.push(placed.judged)
      trail.about(request, {
        event: 'message.placed',
        peer: placed.receipt.node,
        message: row.digest,
        receipt: placed.receiptDigest,
        sequence: placed.receipt.sequence,
      })
    }
  }
  // Receipts that came now and cannot be used yet are kept with their messages.
  const used = new Set(judged.map(({ digest }) => digest))
  for (const row of fresh.filter(({ digest }) => !used.has(digest))) {
    judged.push(row)
    const place = (after.get(row.request) ?? records.get(row.request))?.place.sequence ?? 0
    if (acceptanceOf(row).sequence <= place || waiting.get(keyOf(row)) !== row) auditFork(trail, row)
  }
  return { records: after, judged }
}

/** The keeper has signed a place that does not follow from the record it shares with us, or that it had given to another message; its receipt proves it. */
function auditFork(trail: Trail, row: MessageRow): void {
  const { node: peer, sequence } = acceptanceOf(row)
  trail.about(row.request, {
    event: 'equivocation.found',
    peer,
    digest: row.digest,
    receipt: receiptIn(row).digest,
    sequence,
    code: 'RECORD_FORK',
  })
}

type Acceptance = Extract<Receipt, { event: 'relayAcceptance' }>

function acceptanceOf(row: MessageRow): Acceptance {
  const { receipt } = receiptIn(row)
  if (receipt.event !== 'relayAcceptance') throw new Error('a pending message has the receipt of a refusal')
  return receipt
}

function placeKey(request: string, sequence: number): string {
  return `${request} ${sequence}`
}

/** Null when both nodes compute different records from the same messages: a fault that a person must look at. */
function place(node: Node, record: OpenRecord, row: MessageRow) {
  const receipt = acceptanceOf(row)
  const judgement = judgePlaced(record, { message: messageIn(row), digest: row.digest })
  if (!judgement.ok || judgement.record.place.head !== receipt.head) {
    const code = judgement.ok ? 'RECORD_FORK' : judgement.code
    node.log.error(
      { request: row.request, message: row.digest, code },
      'the keeper of the order accepted what we would not',
    )
    return null
  }
  const { sequence, head } = judgement.record.place
  const judged: Judged = {
    digest: row.digest,
    status: 'placed',
    sequence,
    head,
    receipt: row.receipt,
    refusal: null,
  }
  return { record: judgement.record, judged, receipt, receiptDigest: receiptIn(row).digest }
}
