import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import { rowsOf } from '../rows.ts'
import type { RequestRow } from '../tables.ts'
import type { SearchWordRow } from './searchTables.ts'

/** A message whose words are wanted. */
export interface AwaitedMessage {
  readonly place: number
  /** Its digest. */
  readonly message: string
  readonly request: string
  /** Of its signed form. */
  readonly bytes: number
}

/** Messages whose words are not in the index yet, the oldest first. Nothing is locked. */
export async function listAwaited(db: Db, limit: number): Promise<AwaitedMessage[]> {
  const { rows } = await sql<AwaitedMessage>`
    select place, message, request, coalesce(
      (select octet_length(jws) from message where digest = search_pending.message), 0
    ) as bytes from search_pending order by place limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/**
 * Takes these messages off the list: the digests of those that were still on it. The ones that another process has are passed
 * over.
 */
export async function takeAwaited(trx: Trx, places: readonly number[]): Promise<Set<string>> {
  const { rows } = await sql<Pick<AwaitedMessage, 'message'>>`
    delete from search_pending where place in (
      select place from search_pending where place = any(${places}::bigint[])
      order by place for update skip locked
    ) returning message`.execute(trx)
  return new Set(rows.map(({ message }) => message))
}

/** What of a request its words are written with. */
export type IndexedRequest = Pick<
  RequestRow,
  'id' | 'reference' | 'own_authority' | 'counterpart_state' | 'side' | 'opened_at' | 'erased_at'
>

/**
 * Those of the requests, by id, that nobody holds at this moment: they change no more until the end of the transaction. What is
 * erased meanwhile waits, and takes away what was written. Whoever takes in a message for one is not waited for.
 */
export async function holdRequests(trx: Trx, ids: readonly string[]): Promise<Map<string, IndexedRequest>> {
  const { rows } = await sql<IndexedRequest>`
    select id, reference, own_authority, counterpart_state, side, opened_at, erased_at from request
    where id = any(${[...new Set(ids)]}::uuid[]) order by id for share skip locked`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many words each of these requests has, counted up to this many. */
export async function countWordsOf(
  db: Db,
  requests: readonly string[],
  most: number,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ request: string; words: number }>`
    select held.request, (
      select count(*) from (
        select from search_word w where w.request = held.request limit ${sql.lit(most)}
      ) as counted
    ) as words from unnest(${requests}::uuid[]) as held (request)`.execute(db)
  return new Map(rows.map(({ request, words }) => [request, words]))
}

/**
 * Writes words; those that are there stay as they are. In the order of their key: two processes that write words of one request
 * would else wait for each other.
 */
export async function insertWords(trx: Trx, words: readonly SearchWordRow[]): Promise<void> {
  if (words.length === 0) return
  await sql`
    insert into search_word (authority, word, opened_at, request, part)
    select authority, word, opened_at, request, part from ${rowsOf('given', [...words].sort(byKey), {
      authority: 'text',
      word: 'text',
      opened_at: 'timestamptz',
      request: 'uuid',
      part: 'text',
    })} on conflict do nothing`.execute(trx)
}

function byKey(one: SearchWordRow, other: SearchWordRow): number {
  return (
    compare(one.authority, other.authority) ||
    compare(one.word, other.word) ||
    one.opened_at.getTime() - other.opened_at.getTime() ||
    compare(one.request, other.request)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** How many messages of this authority are among the first so many that are not in the index yet. */
export async function countAwaited(db: Db, authority: string, most: number): Promise<number> {
  const { rows } = await sql<{ messages: number }>`
    select count(*) as messages from (
      select request from search_pending order by place limit ${sql.lit(most)}
    ) as awaited join request on request.id = awaited.request
    where request.own_authority = ${authority}`.execute(db)
  return rows[0]?.messages ?? 0
}
