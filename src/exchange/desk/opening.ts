import { forgetArrivals } from '../../store/attention/arrivals.ts'
import { hasReadBefore, markRead, readOpening } from '../../store/attention/readingMarks.ts'
import { inTransaction } from '../../store/failures.ts'
import type { MessageRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import type { DeskReader } from './deskReader.ts'

/**
 * A person has opened the page of a request, which tells everything up to its last message there. It is read for them, and was opened
 * for their authority; an auditor opens nothing for it. If the process dies before this, it stays as it was: unread.
 */
export async function noteOpened(
  { db }: Node,
  reader: DeskReader,
  request: string,
  messages: readonly Pick<MessageRow, 'sequence'>[],
): Promise<void> {
  const upTo = messages.at(-1)?.sequence ?? 0
  const { mark, hasArrivals } = await readOpening(db, reader.person, request)
  const opens = hasArrivals && reader.role !== 'auditor'
  if (upTo === 0 || (upTo <= mark && !opens)) return
  await inTransaction(db, async (trx) => {
    await markRead(trx, reader.person, request, upTo)
    if (opens) await forgetArrivals(trx, request, 1, upTo)
  })
}

/** The same of one message alone: what was said before it and not opened stays so, and the request unread. */
export async function noteMessageOpened(
  { db }: Node,
  reader: DeskReader,
  { request, direction, sequence }: Pick<MessageRow, 'request' | 'direction' | 'sequence'>,
): Promise<void> {
  if (direction === 'sent' || sequence === null) return
  const { mark, hasArrivals } = await readOpening(db, reader.person, request)
  const opens = hasArrivals && reader.role !== 'auditor'
  if (sequence <= mark && !opens) return
  await inTransaction(db, async (trx) => {
    if (await hasReadBefore(trx, request, mark, sequence))
      await markRead(trx, reader.person, request, sequence)
    if (opens) await forgetArrivals(trx, request, sequence, sequence)
  })
}
