import type { Exhibit, Receipt } from '../../message/generated/types.ts'
import type { MessageRow, RefusalRow } from '../../store/tables.ts'
import { isErased, messageIn, receiptIn } from '../stored.ts'

type Rejection = Extract<Receipt, { event: 'relayRejection' }>

/** One message of a timeline, without words of ours; plain JSON. */
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
}

/** The same with what belongs to it. */
export interface TimelineEntry extends EntryView {
  readonly isOwn: boolean
  /** Whether its text was erased. */
  readonly isErased: boolean
  /** Measures that it names beside its body. */
  readonly measures: readonly string[]
  readonly exhibits: readonly Pick<Exhibit, 'id' | 'name' | 'bytes'>[]
}

/** A message of the peer that this node refused; plain JSON. */
export interface RefusedView {
  readonly at: string
  readonly digest: string | null
  readonly code: string
  readonly detail: string
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
  }
}

/** The same with its files and measures. */
export function timelineEntry(row: MessageRow): TimelineEntry {
  const { measures = [], exhibits = [] } = isErased(row) ? {} : messageIn(row)
  return {
    ...entryView(row),
    isOwn: row.direction === 'sent',
    isErased: isErased(row),
    measures,
    exhibits: exhibits.map(({ id, name, bytes }) => ({ id, name, bytes })),
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

/** What a peer has said of a message that it refused, beside the code. */
export interface RejectionSaid {
  /** In English, as the rule of its node words it; null: it says none. */
  readonly reasons: string | null
  /** Where in the message (RFC 6901), or null. */
  readonly pointer: string | null
  /** What would have been accepted. */
  readonly expected: readonly string[]
}

/** The same out of the words that `rejectionWords` has made of it. */
export function rejectionIn(words: readonly string[]): RejectionSaid {
  const behind = (beginning: string): string | null =>
    words.find((one) => one.startsWith(beginning))?.slice(beginning.length) ?? null
  const [first = ''] = words
  const hasReasons = first !== '' && !first.startsWith('at /') && !first.startsWith('expected: ')
  return {
    reasons: hasReasons ? first : null,
    pointer: behind('at '),
    expected: behind('expected: ')?.split(', ') ?? [],
  }
}

/** What is told of a message that this node refused. */
export function refusedView({ at, message_digest, code, detail }: RefusalRow): RefusedView {
  return { at: at.toISOString(), digest: message_digest, code, detail }
}
