import type { Message } from '../../message/generated/types.ts'
import type { Trx } from '../../store/database.ts'
import { listOfTypes } from '../../store/messages.ts'
import { messageIn } from '../stored.ts'

/**
 * Whether the two sides have agreed in the record that it may go before its time: one has asked for the erasure of the
 * whole, and after that the other has reported it.
 */
export async function isAgreed(trx: Trx, request: string): Promise<boolean> {
  const rows = await listOfTypes(trx, [request], ['erasure-request', 'erasure-report'])
  const inOrder = [...rows].sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
  return inOrder.some(
    (report, at) =>
      isWhole(messageIn(report)) &&
      inOrder
        .slice(0, at)
        .some(({ type, direction }) => type === 'erasure-request' && direction !== report.direction),
  )
}

function isWhole(message: Message): boolean {
  return message.type === 'erasure-report' && message.body.extent === 'whole'
}
