import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import { rowsOf } from '../rows.ts'
import type { RequestRow } from '../tables.ts'
import type { SearchWordRow } from './searchTables.ts'

/** A message whose words are wanted. */
export interface AwaitedMessage {
  /** Its digest. */
  readonly message: string
  readonly request: string
}

/** Takes messages whose words are not in the index yet, the oldest first; those that another process has are passed over. */
export async function takeAwaited(trx: Trx, limit: number): Promise<AwaitedMessage[]> {
  const { rows } = await sql<AwaitedMessage>`
    delete from search_pending where place in (
      select place from search_pending order by place limit ${sql.lit(limit)} for update skip locked
    ) returning message, request`.execute(trx)
  return rows
}

/** What of a request its words are written with. */
export type IndexedRequest = Pick<
  RequestRow,
  'id' | 'reference' | 'own_authority' | 'counterpart_state' | 'side' | 'opened_at' | 'erased_at'
>

/**
 * The requests, by id, which change no more until the end of the transaction: what is erased meanwhile waits, and takes away what
 * was written. Locked in the order of their ids, as everywhere.
 */
export async function holdRequests(trx: Trx, ids: readonly string[]): Promise<Map<string, IndexedRequest>> {
  const { rows } = await sql<IndexedRequest>`
    select id, reference, own_authority, counterpart_state, side, opened_at, erased_at from request
    where id = any(${[...new Set(ids)]}::uuid[]) order by id for share`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Writes words; those that are there stay as they are. */
export async function insertWords(trx: Trx, words: readonly SearchWordRow[]): Promise<void> {
  if (words.length === 0) return
  await sql`
    insert into search_word (authority, word, opened_at, request, part)
    select authority, word, opened_at, request, part from ${rowsOf('given', words, {
      authority: 'text',
      word: 'text',
      opened_at: 'timestamptz',
      request: 'uuid',
      part: 'text',
    })} on conflict do nothing`.execute(trx)
}

/** How many messages are not in the index yet, counted up to this many. */
export async function countAwaited(db: Db, most: number): Promise<number> {
  const { rows } = await sql<{ messages: number }>`
    select count(*) as messages from (
      select from search_pending order by place limit ${sql.lit(most)}
    ) as awaited`.execute(db)
  return rows[0]?.messages ?? 0
}
