import { forgetArrivals } from '../../store/attention/arrivals.ts'
import { markRead, readOpening } from '../../store/attention/readingMarks.ts'
import { firstUnreadBeside } from '../../store/attention/unopened.ts'
import { inTransaction } from '../../store/failures.ts'
import type { MessageRow } from '../../store/tables.ts'
import type { Node } from '../node.ts'
import type { DeskReader } from './deskReader.ts'

/**
 * A person was shown the words of these messages of a request, and of no others. Those of the other side are read for them as far as
 * nothing before them was left unread, and were opened for their authority; an auditor opens nothing for it. If the process dies
 * before this, it stays as it was: unread.
 */
export async function noteOpened(
  { db }: Node,
  reader: DeskReader,
  request: string,
  messages: readonly Pick<MessageRow, 'direction' | 'sequence'>[],
): Promise<void> {
  const places = messages.flatMap(({ direction, sequence }) =>
    direction === 'received' && sequence !== null ? [sequence] : [],
  )
  const { mark, hasArrivals } = await readOpening(db, reader.person, request)
  const opens = hasArrivals && reader.role !== 'auditor'
  if (places.every((place) => place <= mark) && (places.length === 0 || !opens)) return
  await inTransaction(db, async (trx) => {
    const unread = await firstUnreadBeside(trx, request, mark, places)
    const upTo = Math.max(mark, ...places.filter((place) => unread === null || place < unread))
    if (upTo > mark) await markRead(trx, reader.person, request, upTo)
    if (opens) await forgetArrivals(trx, request, places)
  })
}
