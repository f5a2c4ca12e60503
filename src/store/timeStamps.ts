import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'
import type { TimeStampRow } from './trailTables.ts'

/** The token over the largest head of a log; null where there is none. */
export async function newestTimeStamp(db: Kysely<Database>, log: number): Promise<TimeStampRow | null> {
  const row = await db
    .selectFrom('time_stamp')
    .selectAll()
    .where('log', '=', log)
    .orderBy('size', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row ?? null
}

/** Keeps a token. False where that head has one. */
export async function insertTimeStamp(trx: Transaction<Database>, row: TimeStampRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('time_stamp')
    .values(row)
    .onConflict((conflict) => conflict.columns(['log', 'size']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** All tokens, by number of the log and by size. */
export async function listTimeStamps(db: Kysely<Database>): Promise<TimeStampRow[]> {
  return await db.selectFrom('time_stamp').selectAll().orderBy('log').orderBy('size').execute()
}

/**
 * Since when an entry waits for its place in the tree; null where none does. It is looked for among the first thousand, of which the first need
 * not be the oldest, for a clock may have been set back. They are taken before they are joined: planned
 * while few waited, a join of all of them reads the whole log.
 */
export async function pendingSince(db: Kysely<Database>): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    select min(e.at) as at from (select entry from audit_pending order by entry limit 1000) as p
    join audit_entry e on e.id = p.entry`.execute(db)
  return rows[0]?.at ?? null
}
