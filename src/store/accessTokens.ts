import { type Insertable, type Kysely, type Transaction, sql } from 'kysely'
import type { AccessTokenRow, AccessTokenTable } from './accessTokenTable.ts'
import type { Database } from './tables.ts'

/** Keeps a token of a new name. Unique violation where the name was given before. */
export async function insertAccessToken(
  trx: Transaction<Database>,
  token: Insertable<AccessTokenTable>,
): Promise<void> {
  await trx.insertInto('access_token').values(token).execute()
}

/** The token with this SHA-256, or null. */
export async function findAccessToken(db: Kysely<Database>, hash: Buffer): Promise<AccessTokenRow | null> {
  const row = await db.selectFrom('access_token').selectAll().where('hash', '=', hash).executeTakeFirst()
  return row ?? null
}

/** The token of this name, or null. */
export async function findAccessTokenNamed(
  db: Kysely<Database>,
  name: string,
): Promise<AccessTokenRow | null> {
  const row = await db.selectFrom('access_token').selectAll().where('name', '=', name).executeTakeFirst()
  return row ?? null
}

/** The token of this name, locked until the transaction ends; or null. */
export async function lockAccessToken(
  trx: Transaction<Database>,
  name: string,
): Promise<AccessTokenRow | null> {
  const query = trx.selectFrom('access_token').selectAll().where('name', '=', name).forUpdate()
  return (await query.executeTakeFirst()) ?? null
}

/** All tokens that there ever were, by name. */
export async function listAccessTokens(db: Kysely<Database>): Promise<AccessTokenRow[]> {
  return await db.selectFrom('access_token').selectAll().orderBy('name').execute()
}

/** How many tokens are neither revoked nor expired. */
export async function countAccessTokens(db: Kysely<Database>, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('access_token')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return count
}

/** Revokes a token that was not revoked. */
export async function revokeAccessTokenOf(
  trx: Transaction<Database>,
  name: string,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  await trx
    .updateTable('access_token')
    .set({ revoked_at: at, revoked_by: by })
    .where('name', '=', name)
    .execute()
}

/** Notes that another administrator has confirmed a token that waited for that. */
export async function confirmAccessTokenOf(
  trx: Transaction<Database>,
  name: string,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<void> {
  await trx
    .updateTable('access_token')
    .set({ confirmed_at: at, confirmed_by: by })
    .where('name', '=', name)
    .execute()
}

/** Revokes all that were not, and tells their names. */
export async function revokeAllAccessTokens(trx: Transaction<Database>, at: Date): Promise<string[]> {
  const rows = await trx
    .updateTable('access_token')
    .set({ revoked_at: at })
    .where('revoked_at', 'is', null)
    .returning('name')
    .execute()
  return rows.map(({ name }) => name).sort()
}

/** Notes that a token was used on the day (UTC) of an instant; written once a day. */
export async function noteUse(db: Kysely<Database>, name: string, at: Date): Promise<void> {
  const day = at.toISOString().slice(0, 10)
  await sql`update access_token set used_on = ${day}::date
    where name = ${name} and used_on is distinct from ${day}::date`.execute(db)
}
