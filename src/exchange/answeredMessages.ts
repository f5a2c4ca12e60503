import type { Kysely } from 'kysely'
import type { Message } from '../message/generated/types.ts'
import type { Database } from '../store/tables.ts'
import { listCalled } from '../store/messages.ts'
import { isErased, messageIn } from './stored.ts'

/** The messages that answers to questions name, by their ids, as far as they are in their record and were not erased. */
export async function answeredMessages(
  db: Kysely<Database>,
  answers: readonly { readonly type: string; readonly request: string; readonly inReplyTo?: string }[],
): Promise<ReadonlyMap<string, Message>> {
  const found = new Map<string, Message>()
  for (const { type, request, inReplyTo } of answers) {
    if (type !== 'information-response' || inReplyTo === undefined) continue
    for (const row of await listCalled(db, request, [inReplyTo]))
      if (!isErased(row)) found.set(row.id, messageIn(row))
  }
  return found
}
