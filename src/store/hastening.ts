import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from './tables.ts'

/** The last instants at which what waits may be tried again, as no pause is longer than that. */
export interface LastTimes {
  /** Of messages and of circuits. */
  readonly delivery: Date
  /** Of proofs that peers have promised. */
  readonly promise: Date
  /** Of what waits at an endpoint for the attempts of another, and of what has failed so often itself. */
  readonly webhook: { readonly others: Date; readonly byAttempts: readonly Date[] }
  /** Of reports on files. */
  readonly report: Date
  /** Of what counts from the moment when it was: all that lies after it was said by a clock that was ahead. */
  readonly past: Date
}

/** The time by the clock of the node, and by that of the machine for what goes by it. */
export interface Clocks {
  readonly now: Date
  readonly machineNow: Date
}

/**
 * Makes due what waits for a time that none of its pauses can have set: a clock was ahead when it was written, and is right again.
 * Without it nothing of that would be tried until the time has come by itself, however far ahead that clock was.
 *
 * @returns how many rows it was
 */
export async function hastenBeyond(db: Kysely<Database>, last: LastTimes, clocks: Clocks): Promise<number> {
  const { now, machineNow } = clocks
  const { others, byAttempts } = last.webhook
  return await rowsChanged(db, [
    // Leases are such times too: nobody holds one for so long.
    sql`update outbox set next_attempt_at = ${now}, leased_by = null where next_attempt_at > ${last.delivery}`,
    sql`update circuit set probe_at = ${now} where probe_at > ${last.delivery}`,
    sql`update promise set due_at = ${now} where due_at > ${last.promise}`,
    sql`update webhook_delivery set due_at = ${machineNow} where status = 'waiting' and due_at > ${others}
      and due_at > coalesce((${[...byAttempts]}::timestamptz[])[attempts], ${others})`,
    sql`update exhibit_report set due_at = ${machineNow} where due_at > ${last.report}`,
    // A draft that was let go is sent once it has stood so for a while.
    sql`update draft set changed_at = ${machineNow} where stage = 'sending' and changed_at > ${last.past}`,
    // Else nobody whose codes that clock has refused could sign in for as long.
    sql`update sign_in_failure set last_at = ${machineNow} where last_at > ${last.past}`,
  ])
}

/**
 * Lets nothing of people who sign in count for longer than it was to, because a clock that was ahead has said when it was.
 *
 * @returns how many rows it was
 */
export async function shortenBeyond(
  db: Kysely<Database>,
  { past }: Pick<LastTimes, 'past'>,
  { machineNow }: Pick<Clocks, 'machineNow'>,
): Promise<number> {
  return await rowsChanged(db, [
    sql`update desk_session set seen_at = least(seen_at, ${machineNow}::timestamptz),
        stepped_up_at = case when stepped_up_at <= ${past} then stepped_up_at end
      where seen_at > ${past} or stepped_up_at > ${past}`,
    sql`delete from second_step where begun_at > ${past}`,
    sql`delete from passkey_challenge where begun_at > ${past}`,
    sql`delete from provider_attempt where begun_at > ${past}`,
  ])
}

async function rowsChanged(
  db: Kysely<Database>,
  statements: readonly RawBuilder<unknown>[],
): Promise<number> {
  let rows = 0
  for (const statement of statements) rows += Number((await statement.execute(db)).numAffectedRows ?? 0n)
  return rows
}
