import { type OpenedReceipt, excludes, openReceipt } from '../envelope/receipt.ts'
import { stateOf } from '../message/stateOf.ts'
import type { Trx } from '../store/database.ts'
import { addContraryReceipt } from '../store/contraryReceipts.ts'
import type { MessageRow } from '../store/tables.ts'
import type { Node } from './node.ts'
import { receiptIn } from './stored.ts'
import type { Trail } from './trail.ts'

/** A receipt of the peer that excludes the one which has settled the message: it has contradicted what it had signed. */
export interface Contrary extends Pick<OpenedReceipt, 'receipt' | 'digest'> {
  readonly jws: string
}

/** Whether a line that came once a message was settled is such a receipt. Null: it is the same again, or none of the peer. */
export async function contraryIn(
  node: Node,
  row: MessageRow | undefined,
  line: string,
  now: Date,
): Promise<Contrary | null> {
  if (row === undefined || line === row.receipt || line.startsWith('{')) return null
  const peer = node.trust.peer(stateOf(row.to_authority))
  if (peer === null) return null
  const { id, request } = row
  // Whichever message of that name it is for: a State that has signed a receipt for another under one id has signed both.
  const sent = { digest: null, id, request, from: node.state, to: peer.list.state }
  const opened = await openReceipt(line, sent, peer.list, now, node.trust.statusNow)
  if (!opened.ok || !excludes(opened.receipt, receiptIn(row).receipt)) return null
  return { receipt: opened.receipt, digest: opened.digest, jws: line }
}

/** Keeps it beside the one that has settled the message, with an alarm in the log; once, and of one message not without end. */
export async function keepContrary(
  trx: Trx,
  trail: Trail,
  row: MessageRow,
  { receipt, digest, jws }: Contrary,
  now: Date,
): Promise<void> {
  const kept = { message: row.digest, digest, receipt: jws, found_at: now }
  if (!(await addContraryReceipt(trx, kept))) return
  trail.about(row.request, {
    event: 'equivocation.found',
    peer: receipt.node,
    message: row.digest,
    digest: receiptIn(row).digest,
    receipt: digest,
    code: 'RECEIPT_MISMATCH',
    ...(receipt.event === 'relayAcceptance' ? { sequence: receipt.sequence } : {}),
  })
}
