import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

// What would be done by now if the jobs of the node kept up. Each is one look into an index, however much there is.

/** Since when the first delivery is due that nobody has tried, to peers that can be reached; null where none is. */
export async function deliveryDueSince(db: Kysely<Database>, before: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('outbox')
    .leftJoin('circuit', 'circuit.peer_state', 'outbox.peer_state')
    .select('next_attempt_at')
    .where('next_attempt_at', '<', before)
    .where('circuit.opened_at', 'is', null)
    .orderBy('next_attempt_at')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.next_attempt_at ?? null
}

/** Since when the first clock is over that was not noted; null where all are. */
export async function clockDueSince(db: Kysely<Database>, before: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('request')
    .select('next_clock_at')
    .where('next_clock_at', '<', before)
    .orderBy('next_clock_at')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.next_clock_at ?? null
}

/** How many promised entries lack in the logs of peers for so long that it was an alarm. */
export async function countLateProofs(db: Kysely<Database>): Promise<number> {
  const { count } = await db
    .selectFrom('promise')
    .select(sql<number>`count(*)`.as('count'))
    .where('alarmed', '=', true)
    .executeTakeFirstOrThrow()
  return count
}

/** How many messages were given up and wait for a person. */
export async function countDead(db: Kysely<Database>): Promise<number> {
  const { count } = await db
    .selectFrom('outbox')
    .select(sql<number>`count(*)`.as('count'))
    .where('status', '=', 'dead')
    .executeTakeFirstOrThrow()
  return count
}

/** How many files that this State took in do not lie there as they were: damaged, or not there at all. */
export async function countDamagedFiles(db: Kysely<Database>, own: string): Promise<number> {
  const { count } = await db
    .selectFrom('exhibit_deposit')
    .select(sql<number>`count(*)`.as('count'))
    .where('state', '=', own)
    .where('status', '=', 'damaged')
    .executeTakeFirstOrThrow()
  return count
}

/** What time it is by the clock of the database. */
export async function databaseTime(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('the database tells no time')
  return row.now
}
