import { finalStates } from '../../workflow/table.ts'
import type { LoggedEntries, LoggedEntry } from './entries.ts'
import type { RecordMessage } from './messages.ts'
import type { Find } from './report.ts'

/** A report comes before the contents go, as the last that the record takes: so long after its time it must be true. */
const doneWithinMs = 24 * 3_600_000

/**
 * Holds what a State has reported as erased against its own log: whoever says that the whole of a record goes, may not have
 * a legal hold on it, and must have erased it a day after the time that he gave, or after it has ended: what the other side has let go
 * on after the report cannot be erased.
 */
export function checkErasureReports(
  messages: readonly RecordMessage[],
  entries: LoggedEntries,
  size: number,
  find: Find,
): void {
  const holds = holdsByRecord(entries)
  const lasts = lastPlaced(messages)
  for (const { request, path, planned, message } of messages) {
    const isReport = message?.type === 'erasure-report' && message.body.extent === 'whole'
    if (!isReport || !planned.own || planned.fate === 'refused') continue
    const { at = message.sentAt } = message.body
    const { index } = planned.mark
    const ofRecord = holds.get(entries.at(index)?.entry.record ?? '') ?? []
    if (ofRecord.findLast((hold) => hold.index < index)?.entry.evt === 'hold.placed')
      find('mismatch', path, 'it reports as erased what is under a legal hold')
    const last = entries.at(size - 1)?.entry.t ?? at
    const mayBegin = Math.max(Date.parse(at), endOf(lasts.get(request)))
    if (Date.parse(last) > mayBegin + doneWithinMs)
      find('mismatch', path, `it says that all of the record is erased at ${at}, and on ${last} it was not`)
  }
}

/** The last message of each record that has a place in it, by the request. */
function lastPlaced(messages: readonly RecordMessage[]): ReadonlyMap<string, RecordMessage> {
  const lasts = new Map<string, RecordMessage>()
  for (const message of messages) {
    const before = lasts.get(message.request)?.planned.sequence ?? 0
    if (message.planned.fate === 'placed' && message.planned.sequence > before)
      lasts.set(message.request, message)
  }
  return lasts
}

/** When a record has ended, in ms; infinite: it goes on. Where nothing tells it, that is no excuse. */
function endOf(last: RecordMessage | undefined): number {
  if (last?.receipt?.event !== 'relayAcceptance') return -Infinity
  return finalStates().has(last.receipt.state) ? last.planned.mark.time.getTime() : Infinity
}

/** The placing and releasing of legal holds by the log's name of the record, in their order. */
function holdsByRecord(entries: LoggedEntries): ReadonlyMap<string, readonly LoggedEntry[]> {
  const found = new Map<string, LoggedEntry[]>()
  for (const hold of entries.of('hold.placed', 'hold.released')) {
    const { record = '' } = hold.entry
    const known = found.get(record)
    if (known === undefined) found.set(record, [hold])
    else known.push(hold)
  }
  return found
}
