import { type EntryView, entryView, refusedView } from '../exchange/desk/entryView.ts'
import { isErased, messageIn } from '../exchange/stored.ts'
import type { ReadCase } from '../exchange/readCase.ts'
import type { MessageRow } from '../store/tables.ts'
import { inWords } from './inWords.ts'

/** One message of a timeline; plain JSON. */
export interface SaidEntry extends EntryView {
  readonly says: string
}

/** The timeline of a case: what has a place, what has none, and what was refused here. */
export function timeline({ record, unplaced, refusals }: Pick<ReadCase, 'record' | 'unplaced' | 'refusals'>) {
  return {
    record: record.map(saidEntry),
    unplaced: unplaced.map(saidEntry),
    refused: refusals.map(refusedView),
  }
}

/** What a timeline says of a message. */
export function saidEntry(row: MessageRow): SaidEntry {
  return { ...entryView(row), says: isErased(row) ? `${row.type} (erased)` : inWords(messageIn(row)) }
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
}: SaidEntry): string[] {
  const place = sequence === null ? '  –' : String(sequence).padStart(3)
  const receipt =
    receivedAt === null
      ? 'no receipt yet'
      : `receipt ${receivedAt}${refusal === null ? '' : `, REFUSED: ${[refusal, ...refusalWords].join('; ')}`}`
  const waiting = status === 'pending' && receivedAt !== null ? ', waits for what comes before it' : ''
  return [`${place}  ${from}  ${says}`, `     sent ${sentAt}, ${receipt}${waiting}`]
}
