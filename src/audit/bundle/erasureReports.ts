import type { LoggedEntries } from './entries.ts'
import type { RecordMessage } from './messages.ts'
import type { Find } from './report.ts'

/** A report comes before the contents go, as the last that the record takes: so long after its time it must be true. */
const doneWithinMs = 24 * 3_600_000

/**
 * Holds what a State has reported as erased against its own log: whoever says that the whole of a record goes, may not have
 * a legal hold on it, and must have erased it a day after the time that he gave.
 */
export function checkErasureReports(
  messages: readonly RecordMessage[],
  entries: LoggedEntries,
  size: number,
  find: Find,
): void {
  for (const { path, planned, message } of messages) {
    const isReport = message?.type === 'erasure-report' && message.body.extent === 'whole'
    if (!isReport || !planned.own || planned.fate === 'refused') continue
    const { at = message.sentAt } = message.body
    const logged = entries.at(planned.mark.index)?.entry.record
    const holds = entries
      .part(0, planned.mark.index)
      .of('hold.placed', 'hold.released')
      .filter(({ entry }) => entry.record === logged)
    if (holds.at(-1)?.entry.evt === 'hold.placed')
      find('mismatch', path, 'it reports as erased what is under a legal hold')
    const last = entries.at(size - 1)?.entry.t ?? at
    if (Date.parse(last) > Date.parse(at) + doneWithinMs)
      find('mismatch', path, `it says that all of the record is erased at ${at}, and on ${last} it was not`)
  }
}
