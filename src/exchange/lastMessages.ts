import type { Message } from '../message/generated/types.ts'
import type { Db } from '../store/database.ts'
import { listRecord, listUnplaced } from '../store/messages.ts'
import { messageIn } from './stored.ts'

/** What the next message of this node follows on. */
export interface LastMessages {
  /** The opening message; pending ones count. */
  readonly opening: Message | null
  /** The last message of this node, and of the other one, that has a place. */
  readonly own: Message | null
  readonly other: Message | null
}

/** The messages of a record that a new one of this node looks back to. */
export async function lastMessages(db: Db, request: string): Promise<LastMessages> {
  const last = async (direction: 'sent' | 'received'): Promise<Message | null> => {
    const row = await db
      .selectFrom('message')
      .select('jws')
      .where('request', '=', request)
      .where('direction', '=', direction)
      .where('sequence', 'is not', null)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row === undefined ? null : messageIn(row)
  }
  const [first] = await listRecord(db, request, 0, 1)
  const opening = first ?? (await listUnplaced(db, request))[0]
  return {
    opening: opening === undefined ? null : messageIn(opening),
    own: await last('sent'),
    other: await last('received'),
  }
}
