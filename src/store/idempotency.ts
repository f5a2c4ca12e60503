import type { Db, Trx } from './database.ts'
import type { IdempotencyKeyRow } from './idempotencyTable.ts'

/** A key of a token. */
export interface KeyName {
  readonly token: string
  readonly key: string
}

/** What was asked under this key, or null. */
export async function findKey(db: Db | Trx, { token, key }: KeyName): Promise<IdempotencyKeyRow | null> {
  const query = db.selectFrom('idempotency_key').selectAll().where('token', '=', token).where('key', '=', key)
  return (await query.executeTakeFirst()) ?? null
}

/** Keeps what came of what was asked. Unique violation where the key was used before. */
export async function insertKey(trx: Trx, row: Omit<IdempotencyKeyRow, 'answer'>): Promise<void> {
  await trx.insertInto('idempotency_key').values(row).execute()
}

/** Keeps the answer where there is none yet, and returns the one that is kept; null: the key is gone. */
export async function keepAnswer(db: Db, name: KeyName, answer: string): Promise<string | null> {
  await db
    .updateTable('idempotency_key')
    .set({ answer })
    .where('token', '=', name.token)
    .where('key', '=', name.key)
    .where('answer', 'is', null)
    .execute()
  return (await findKey(db, name))?.answer ?? null
}

/** How many keys of a token were used since then. */
export async function countKeys(trx: Trx, token: string, since: Date): Promise<number> {
  const { count } = await trx
    .selectFrom('idempotency_key')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('token', '=', token)
    .where('at', '>=', since)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Forgets the keys of all tokens that were used before this instant. */
export async function forgetKeys(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('idempotency_key').where('at', '<', before).execute()
}
