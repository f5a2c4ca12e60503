import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

/** The last instants at which what waits may be tried again, as no pause is longer than that. */
export interface LastTimes {
  /** Of messages and of circuits. */
  readonly delivery: Date
  readonly webhook: Date
  /** Of reports on files. */
  readonly report: Date
}

/**
 * Makes due what waits for a time that none of its pauses can have set: a clock was ahead when it was written, and is right again.
 * Without it nothing of that would be tried until the time has come by itself, however far ahead that clock was.
 *
 * @param now - by the clock of the node
 * @param machineNow - by that of the machine, for what goes by it
 * @returns how many rows it was
 */
export async function hastenBeyond(
  db: Kysely<Database>,
  last: LastTimes,
  { now, machineNow }: { readonly now: Date; readonly machineNow: Date },
): Promise<number> {
  const statements = [
    // Leases are such times too: nobody holds one for so long.
    sql`update outbox set next_attempt_at = ${now}, leased_by = null where next_attempt_at > ${last.delivery}`,
    sql`update circuit set probe_at = ${now} where probe_at > ${last.delivery}`,
    sql`update webhook_delivery set due_at = ${machineNow} where status = 'waiting' and due_at > ${last.webhook}`,
    sql`update exhibit_report set due_at = ${machineNow} where due_at > ${last.report}`,
  ]
  let rows = 0
  for (const statement of statements) rows += Number((await statement.execute(db)).numAffectedRows ?? 0n)
  return rows
}
