import { type Kysely, sql } from 'kysely'
import type { Database, RevocationListRow } from './tables.ts'

/** Which list of every authority is the newest. */
export async function newestRevocationLists(
  db: Kysely<Database>,
): Promise<Pick<RevocationListRow, 'digest' | 'authority'>[]> {
  return await db
    .selectFrom('revocation_list')
    .select(['digest', 'authority'])
    .distinctOn('authority')
    .orderBy('authority')
    .orderBy('number', 'desc')
    .execute()
}

/** The newest list of an authority, or null. */
export async function newestRevocationList(
  db: Kysely<Database>,
  authority: string,
): Promise<RevocationListRow | null> {
  const row = await db
    .selectFrom('revocation_list')
    .selectAll()
    .where('authority', '=', authority)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
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
