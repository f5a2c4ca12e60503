import { isErased, messageIn, receiptIn } from '../exchange/stored.ts'
import type { ReadCase } from '../exchange/readCase.ts'
import type { Receipt } from '../message/generated/types.ts'
import type { MessageRow, RefusalRow } from '../store/tables.ts'
import { inWords } from './inWords.ts'

type Rejection = Extract<Receipt, { event: 'relayRejection' }>

/** One message of a timeline; plain JSON. */
export interface EntryView {
  readonly sequence: number | null
  readonly id: string
  readonly digest: string
  readonly type: string
  readonly from: string
  readonly to: string
  /** As its author dated it, with the offset of the place; in UTC where it was erased. */
  readonly sentAt: string
  /** When the receipt was given, or null. */
  readonly receivedAt: string | null
  readonly status: MessageRow['status']
  /** Why it was refused, or null. */
  readonly refusal: string | null
  /** What the peer said of it beside the code: why, where in the message, what would have been accepted. */
  readonly refusalWords: readonly string[]
  readonly says: string
}

/** A message of the peer that this node refused; plain JSON. */
export interface RefusedView {
  readonly at: string
  readonly digest: string | null
  readonly code: string
  readonly detail: string
}

/** The timeline of a case: what has a place, what has none, and what was refused here. */
export function timeline({ record, unplaced, refusals }: Pick<ReadCase, 'record' | 'unplaced' | 'refusals'>) {
  return {
    record: record.map(entryView),
    unplaced: unplaced.map(entryView),
    refused: refusals.map(refusedView),
  }
}

/** What a timeline shows of a message. */
export function entryView(row: MessageRow): EntryView {
  const { receipt } = row.receipt === null ? { receipt: null } : receiptIn(row)
  return {
    sequence: row.sequence,
    id: row.id,
    digest: row.digest,
    type: row.type,
    from: row.from_authority,
    to: row.to_authority,
    sentAt: isErased(row) ? row.sent_at.toISOString() : messageIn(row).sentAt,
    receivedAt: receipt?.time ?? null,
    status: row.status,
    refusal: receipt?.event === 'relayRejection' ? receipt.code : row.refusal,
    refusalWords: receipt?.event === 'relayRejection' ? rejectionWords(receipt) : [],
    says: isErased(row) ? `${row.type} (erased)` : inWords(messageIn(row)),
  }
}

/** What a rejection says beside its code. */
export function rejectionWords({ reasons, pointer, expected = [] }: Rejection): readonly string[] {
  return [
    ...(reasons === undefined ? [] : [reasons]),
    ...(pointer === undefined ? [] : [`at ${pointer}`]),
    ...(expected.length === 0 ? [] : [`expected: ${expected.join(', ')}`]),
  ]
}

function refusedView({ at, message_digest, code, detail }: RefusalRow): RefusedView {
  return { at: at.toISOString(), digest: message_digest, code, detail }
}

/** The lines about a message: its place, author and words; then its times. */
export function entryLines({
  sequence,
  from,
  says,
  sentAt,
  receivedAt,
  refusal,
  refusalWords,
  status,
}: EntryView): string[] {
  const place = sequence === null ? '  –' : String(sequence).padStart(3)
  const receipt =
    receivedAt === null
      ? 'no receipt yet'
      : `receipt ${receivedAt}${refusal === null ? '' : `, REFUSED: ${[refusal, ...refusalWords].join('; ')}`}`
  const waiting = status === 'pending' && receivedAt !== null ? ', waits for what comes before it' : ''
  return [`${place}  ${from}  ${says}`, `     sent ${sentAt}, ${receipt}${waiting}`]
}
