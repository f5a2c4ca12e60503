import type { Receipt } from '../../message/generated/types.ts'
import { receiptPath } from './layout.ts'
import { namesOf } from './formerLogs.ts'
import type { BundleLog } from './log.ts'
import type { RecordMessage } from './messages.ts'
import type { Find } from './report.ts'

/** The entry that a receipt promised, as far as it promised one. */
export function promiseOf(receipt: Receipt): { readonly origin: string; readonly leaf: string } | null {
  return receipt.log ?? null
}

/**
 * Checks the receipts that this node gave: the entry that each promised must be in its log and be about the message.
 * The entry of a message that was lost and fetched back was lost with it, and the log says that.
 */
export function checkPromises(messages: readonly RecordMessage[], log: BundleLog, find: Find): void {
  const names = namesOf(log)
  for (const { path, planned, receipt } of messages) {
    if (receipt === null || planned.receipt === null) continue
    const object = receiptPath(path)
    const promised = promiseOf(receipt)
    if (planned.own || planned.restored === true || promised === null) continue
    const index = names.has(promised.origin) ? log.entries.indexOf(promised.leaf) : undefined
    if (index === undefined || log.entries.at(index)?.entry.msg !== planned.digest) {
      find('mismatch', object, 'the entry that it promises is not in the log')
    }
  }
}
