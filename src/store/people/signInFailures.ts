import { sql } from 'kysely'
import type { Trx } from '../database.ts'

/** How many attempts count before no more are looked at, and since when they count. */
export interface AttemptBound {
  readonly max: number
  /** SHA-256 of the sign-in name with which it is forgotten; null: with none. */
  readonly ofName: Buffer | null
  /** What failed last before this is forgotten. */
  readonly countedAfter: Date
}

/**
 * Counts an attempt before it is looked at, so that many at once are not more than may be.
 *
 * @param what - SHA-256 of the sign-in name, of the address, or of both
 * @returns false where there were as many as may be already; that is not counted
 */
export async function countAttempt(
  trx: Trx,
  what: Buffer,
  { max, ofName, countedAfter }: AttemptBound,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql`
    insert into sign_in_failure as before (what, failures, last_at, of_name)
    values (${what}, 1, ${at}, ${ofName})
    on conflict (what) do update
    set failures = case when before.last_at <= ${countedAfter} then 1 else before.failures + 1 end, last_at = ${at}
    where before.last_at <= ${countedAfter} or before.failures < ${max}
    returning failures`.execute(trx)
  return rows.length > 0
}

/** When the last attempt was made that counted. */
export async function lastAttempt(trx: Trx, what: Buffer): Promise<Date | null> {
  const row = await trx
    .selectFrom('sign_in_failure')
    .select('last_at')
    .where('what', '=', what)
    .executeTakeFirst()
  return row?.last_at ?? null
}

/** Marks that an attempt was not looked at, for so many had failed. True: it is the first. */
export async function markRefused(trx: Trx, what: Buffer, max: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('sign_in_failure')
    .set({ failures: max + 1 })
    .where('what', '=', what)
    .where('failures', '=', max)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** So many attempts less: they succeeded, or were not looked at. */
export async function giveBackAttempts(trx: Trx, what: Buffer, count: number): Promise<void> {
  // Both statements see what another one has given back meanwhile.
  await sql`select 1 from sign_in_failure where what = ${what} for update`.execute(trx)
  await sql`delete from sign_in_failure where what = ${what} and failures <= ${count}`.execute(trx)
  await sql`update sign_in_failure set failures = failures - ${count} where what = ${what}`.execute(trx)
}

/** Forgets the attempts of one kind, and tells how many there were. */
export async function takeAttempts(trx: Trx, what: Buffer): Promise<number> {
  const row = await trx
    .deleteFrom('sign_in_failure')
    .where('what', '=', what)
    .returning('failures')
    .executeTakeFirst()
  return row?.failures ?? 0
}

/** Forgets all attempts by a name, from wherever they came. */
export async function forgetAttempts(trx: Trx, name: Buffer): Promise<void> {
  await trx
    .deleteFrom('sign_in_failure')
    .where((eb) => eb.or([eb('what', '=', name), eb('of_name', '=', name)]))
    .execute()
}

/** Forgets all that failed last before an instant; what others hold at this moment is left to them. */
export async function sweepAttempts(trx: Trx, countedAfter: Date): Promise<void> {
  await sql`delete from sign_in_failure where what in (
    select what from sign_in_failure where last_at <= ${countedAfter} for update skip locked)`.execute(trx)
}
