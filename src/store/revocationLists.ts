import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Trx } from './database.ts'
import type { Database, RevocationListRow } from './tables.ts'

type NewestList = Pick<RevocationListRow, 'digest' | 'authority'>

/** Which list is the newest of each of these authorities that has one. */
export async function newestRevocationLists(
  db: Kysely<Database>,
  authorities: readonly string[],
): Promise<NewestList[]> {
  if (authorities.length === 0) return []
  return (await namingNewest([...new Set(authorities)]).execute(db)).rows
}

/** One look in the index for each: lists are kept for ever. */
export function namingNewest(authorities: readonly string[]): RawBuilder<NewestList> {
  return sql<NewestList>`
    select named.authority, newest.digest
    from unnest(${authorities}::text[]) as named (authority)
    cross join lateral (
      select digest from revocation_list
      where revocation_list.authority = named.authority order by number desc limit 1
    ) as newest`
}

/** The newest list of an authority, or null. */
export async function newestRevocationList(
  db: Kysely<Database>,
  authority: string,
): Promise<RevocationListRow | null> {
  return await revocationListBefore(db, authority, 0)
}

/** The list of an authority after which so many others were accepted; null: there are not so many. */
export async function revocationListBefore(
  db: Kysely<Database>,
  authority: string,
  others: number,
): Promise<RevocationListRow | null> {
  const row = await db
    .selectFrom('revocation_list')
    .selectAll()
    .where('authority', '=', authority)
    .orderBy('number', 'desc')
    .offset(others)
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Lets one transaction after the other take a list of this authority: each sees which is the newest when its own is kept. */
export async function lockRevocationLists(trx: Trx, authority: string): Promise<void> {
  const name = `rogatory revocation ${authority}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}::text, 0))`.execute(trx)
}

/**
 * Keeps an accepted list for ever. The same list again changes nothing; another one with the same number is a unique
 * violation. False where it was there already.
 */
export async function insertRevocationList(db: Kysely<Database>, list: RevocationListRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('revocation_list')
    .values(list)
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The lists with these digests. */
export async function revocationListsByDigest(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<RevocationListRow[]> {
  if (digests.length === 0) return []
  return await db
    .selectFrom('revocation_list')
    .selectAll()
    .where(sql<boolean>`digest = any(${digests}::text[])`)
    .execute()
}
