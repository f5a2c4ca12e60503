import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

/** Under what something in the outbox was signed. */
export interface QueuedHeader {
  readonly peer_state: string
  readonly ordinal: number
  /** First part of its compact JWS, base64url; empty where the message was erased. */
  readonly header: string
}

/** The signed headers of what waits behind that place of the queue, in the order of queueing. */
export async function queuedHeaders(
  db: Kysely<Database>,
  { behind, limit }: { readonly behind: number; readonly limit: number },
): Promise<QueuedHeader[]> {
  return await db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .select([
      'outbox.peer_state',
      'outbox.ordinal',
      sql<string>`split_part(message.jws, '.', 1)`.as('header'),
    ])
    .where('outbox.ordinal', '>', behind)
    .orderBy('outbox.ordinal')
    .limit(limit)
    .execute()
}
