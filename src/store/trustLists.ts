import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import type { Database, TrustListRow } from './tables.ts'

type NewestList = Pick<TrustListRow, 'state' | 'digest'>

/** Which is the newest list of every State that is pinned. */
export async function newestListsOfPeers(db: Kysely<Database>): Promise<NewestList[]> {
  return (await namingNewestOfPeers().execute(db)).rows
}

/** One look in the index for each: lists are kept for ever. */
export function namingNewestOfPeers(): RawBuilder<NewestList> {
  return sql<NewestList>`
    select peer.state, newest.digest from peer
    cross join lateral (
      select digest from trust_list where trust_list.state = peer.state order by sequence desc limit 1
    ) as newest
    order by peer.state`
}

/** The newest list of a State, or the newest with a number below this one; or null. */
export async function newestTrustList(
  db: Kysely<Database>,
  state: string,
  below: number = Number.MAX_SAFE_INTEGER,
): Promise<TrustListRow | null> {
  const row = await db
    .selectFrom('trust_list')
    .selectAll()
    .where('state', '=', state)
    .where('sequence', '<', below)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The list of a State after which so many others were accepted; null: there are not so many. */
export async function trustListBefore(
  db: Kysely<Database>,
  state: string,
  others: number,
): Promise<TrustListRow | null> {
  const row = await db
    .selectFrom('trust_list')
    .selectAll()
    .where('state', '=', state)
    .orderBy('sequence', 'desc')
    .offset(others)
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The list of a State with that number, or the first one behind it where that number was left out; or null. */
export async function trustListFrom(
  db: Kysely<Database>,
  state: string,
  sequence: number,
): Promise<TrustListRow | null> {
  const row = await db
    .selectFrom('trust_list')
    .selectAll()
    .where('state', '=', state)
    .where('sequence', '>=', sequence)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Every list of a State that was accepted, the oldest first: what an old record is judged by. A list may be long, and a few are read at a time. */
export async function* trustListHistory(
  db: Kysely<Database>,
  state: string,
  atOnce = 20,
): AsyncGenerator<TrustListRow> {
  for (let after = -1; ;) {
    const rows = await db
      .selectFrom('trust_list')
      .selectAll()
      .where('state', '=', state)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(atOnce)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < atOnce) return
    after = last.sequence
  }
}

/** So many of the newest lists of a State, the oldest of them first. */
export async function newestTrustLists(
  db: Kysely<Database>,
  state: string,
  most: number,
): Promise<TrustListRow[]> {
  const rows = await db
    .selectFrom('trust_list')
    .selectAll()
    .where('state', '=', state)
    .orderBy('sequence', 'desc')
    .limit(most)
    .execute()
  return rows.reverse()
}

/** The digests of all lists of a State that were accepted, the oldest first. */
export async function trustListDigests(db: Kysely<Database>, state: string): Promise<string[]> {
  const rows = await db
    .selectFrom('trust_list')
    .select('digest')
    .where('state', '=', state)
    .orderBy('sequence')
    .execute()
  return rows.map(({ digest }) => digest)
}

/** The list with this digest, or null. */
export async function findTrustList(db: Kysely<Database>, digest: string): Promise<TrustListRow | null> {
  const row = await db.selectFrom('trust_list').selectAll().where('digest', '=', digest).executeTakeFirst()
  return row ?? null
}

/**
 * Keeps an accepted list for ever. The same list again changes nothing; another one of the same State and sequence
 * is a unique violation: that State has said two things. False where it was there already.
 */
export async function insertTrustList(db: Kysely<Database>, list: TrustListRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('trust_list')
    .values(list)
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Makes this transaction the only one that adds an own list until it ends: one that is issued, or one that was lost and is shown. */
export async function lockOwnLists(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rogatory own lists', 0))`.execute(trx)
}

/** The lists with these digests. */
export async function trustListsByDigest(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<TrustListRow[]> {
  if (digests.length === 0) return []
  return await db
    .selectFrom('trust_list')
    .selectAll()
    .where(sql<boolean>`digest = any(${digests}::text[])`)
    .execute()
}
