import type { Db, Trx } from '../database.ts'
import type { ProviderAttemptRow } from './providerTables.ts'

/** Keeps that somebody is sent to the provider. */
export async function insertAttempt(trx: Trx, attempt: ProviderAttemptRow): Promise<void> {
  await trx.insertInto('provider_attempt').values(attempt).execute()
}

/**
 * How many have not come back.
 *
 * @param countedAs - SHA-256 of the address; null: of all
 */
export async function countAttempts(trx: Trx, countedAs: Buffer | null): Promise<number> {
  const all = trx.selectFrom('provider_attempt').select((eb) => eb.fn.countAll<string>().as('count'))
  const query = countedAs === null ? all : all.where('counted_as', '=', countedAs)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** The attempt with this SHA-256 of its token; null: there is none, or it was begun too long ago. */
export async function findAttempt(
  db: Db,
  token: Buffer,
  begunAfter: Date,
): Promise<ProviderAttemptRow | null> {
  const query = db
    .selectFrom('provider_attempt')
    .selectAll()
    .where('token', '=', token)
    .where('begun_at', '>', begunAfter)
  return (await query.executeTakeFirst()) ?? null
}

/** Ends it. False: it was over. */
export async function endAttempt(trx: Trx, token: Buffer): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('provider_attempt')
    .where('token', '=', token)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Forgets those that were begun before an instant. */
export async function sweepAttempts(trx: Trx, begunAfter: Date): Promise<void> {
  await trx.deleteFrom('provider_attempt').where('begun_at', '<=', begunAfter).execute()
}
