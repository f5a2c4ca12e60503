import { receiptPath } from './layout.ts'
import type { RecordMessage } from './messages.ts'
import type { Find } from './report.ts'
import { clockToleranceMs } from './trail.ts'

/**
 * Holds the times that messages and receipts bear to those of the entries that tell of them, which cosigned heads
 * bracket: whoever dates a message back to keep a deadline, or a receipt to have had it earlier, shows in the log of
 * his own node. What came from the other side can only not be of later than it came, and a receipt not of before its message:
 * the other side's log has the rest. What was fetched back stands in the log when that was done, and its time is not judged here.
 */
export function checkDates(messages: readonly RecordMessage[], find: Find): void {
  for (const { path, planned, message, receipt } of messages) {
    if (planned.restored === true) continue
    // What was refused may have been refused for its date.
    const isTaken = planned.own || planned.fate !== 'refused'
    if (message !== null && isTaken) checkAgainst(path, message.sentAt, planned.mark.time, planned.own, find)
    if (receipt === null || planned.receipt === null) continue
    const beside = receiptPath(path)
    checkAgainst(beside, receipt.time, planned.receipt.mark.time, !planned.own, find)
    const sentAt = planned.own ? planned.mark.time : null
    if (sentAt !== null && Date.parse(receipt.time) < sentAt.getTime() - clockToleranceMs)
      find(
        'time',
        beside,
        `it says ${receipt.time}, earlier than its message, which is of ${sentAt.toISOString()}`,
      )
  }
}

/** @param isOwn - whether this node has signed it: then its entry is of the same moment, else it may be of any later one */
function checkAgainst(object: string, said: string, logged: Date, isOwn: boolean, find: Find): void {
  const aheadMs = Date.parse(said) - logged.getTime()
  const isEarlier = isOwn && aheadMs < -clockToleranceMs
  if (!isEarlier && aheadMs <= clockToleranceMs) return
  const how = isEarlier ? 'earlier' : 'later'
  find('time', object, `it says ${said}, ${how} than the log, which has it at ${logged.toISOString()}`)
}
