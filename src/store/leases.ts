import { type Kysely, sql } from 'kysely'
import { standLock } from './presence.ts'
import type { LeaseRow, ProcessRow } from './processTables.ts'
import type { Database } from './tables.ts'
import { refuseShutOut } from './workable.ts'

// Time is that of the clock of the database: the machines of two processes may differ. Beside it stands the lock by which each
// process stands on its own connection: the server lets go of it when that ends, so that a process that was killed is known to be gone
// at once, and one that hangs, or cannot be reached, when its time is over.

/** What a process says of itself. */
export type SelfDescription = Pick<ProcessRow, 'id' | 'place' | 'version' | 'form'>

/**
 * Whether a process stands by its number, as a boolean. Where the locks of others cannot be seen (an engine that does not show
 * them), nobody is known to be gone before their time.
 */
function standing(id: ReturnType<typeof sql.ref>, self: number): ReturnType<typeof sql<boolean>> {
  const stands = (number: unknown): ReturnType<typeof sql<boolean>> => sql<boolean>`exists (
    select from pg_locks
    where locktype = 'advisory' and classid = ${standLock}::integer::oid and objid = (${number})::integer::oid
      and objsubid = 2 and granted
      and database = (select oid from pg_database where datname = current_database())
  )`
  return sql<boolean>`(${stands(id)} or not ${stands(self)})`
}

/**
 * Says that a process is up, for so long from now. How many versions of the program are up with it, and how many other processes.
 *
 * @throws DatabaseError with DATABASE_NEWER where a newer program has said meanwhile that this one may not work with the tables: nothing
 * is said then
 */
export async function sayAlive(
  db: Kysely<Database>,
  { id, place, version, form }: SelfDescription,
  forMs: number,
): Promise<{ readonly versions: number; readonly others: number }> {
  // By itself: the newer program may have made of these tables what no other statement here can be read upon. If the process is held up
  // after it: it counts as up for a while, and is told at the next time.
  await refuseShutOut(db, form)
  const { rows } = await sql<{ versions: number; others: number }>`
    with self as (
      insert into process (id, place, version, form, began_at, alive_until)
      values (${id}, ${place}, ${version}, ${form}, clock_timestamp(), clock_timestamp() + ${forMs}::integer * interval '1 ms')
      on conflict (id) do update set alive_until = excluded.alive_until
    )
    select count(distinct version)::integer as versions, (count(*) filter (where id <> ${id}))::integer as others
    from (
      select id, version from process where alive_until > clock_timestamp() union all select ${id}::integer, ${version}::text
    ) as up`.execute(db)
  return rows[0] ?? { versions: 1, others: 0 }
}

/**
 * Takes those leases that nobody has, and those of processes that are gone or whose time is over, and renews what is held; all for so
 * long from now. The fencing number of each that is held then, by its name: it is higher with each process that took the lease from
 * another. Of several processes that ask at once, one has each.
 */
export async function takeLeases(
  db: Kysely<Database>,
  id: number,
  names: readonly string[],
  forMs: number,
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<Pick<LeaseRow, 'name' | 'fence'>>`
    insert into lease (name, holder, fence, until)
    select name, ${id}, 1, clock_timestamp() + ${forMs}::integer * interval '1 ms'
    from unnest(${[...new Set(names)].sort()}::text[]) as given (name)
    on conflict (name) do update set holder = excluded.holder, until = excluded.until,
      fence = lease.fence + case when lease.holder = excluded.holder then 0 else 1 end
    where lease.holder = excluded.holder or lease.until <= clock_timestamp()
      or not ${standing(sql.ref('lease.holder'), id)}
    returning name, fence`.execute(db)
  return new Map(rows.map(({ name, fence }) => [name, fence]))
}

/** Gives these leases back, as far as the process has them: the next who asks has them at once. */
export async function leaveLeases(db: Kysely<Database>, id: number, names: readonly string[]): Promise<void> {
  await sql`
    update lease set until = clock_timestamp() where holder = ${id} and name = any(${names}::text[])`.execute(
    db,
  )
}

/** Gives everything back: the process ends in order. */
export async function leaveProcess(db: Kysely<Database>, id: number): Promise<void> {
  await sql`update lease set until = clock_timestamp() where holder = ${id} and until > clock_timestamp()`.execute(
    db,
  )
  await sql`delete from process where id = ${id}`.execute(db)
}

/**
 * Forgets the processes that are gone, or whose time is over, and what they left of leases that belong to one thing; the numbers of
 * those processes. One that was only paused says again that it is up.
 */
export async function forgetGone(db: Kysely<Database>, id: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    delete from process where id <> ${id}
      and (alive_until <= clock_timestamp() or not ${standing(sql.ref('process.id'), id)})
    returning id`.execute(db)
  await sql`
    delete from lease where name like '%:%' and until <= clock_timestamp() - interval '1 hour'`.execute(db)
  return rows.map(({ id: gone }) => gone)
}

/**
 * Whether a lease still has this fencing number, and keeps it until the transaction ends: whoever takes it over waits for that, so what
 * is written under a number is committed before another process has the next, or not at all.
 */
export function isStillFenced(name: string, fence: number | null): ReturnType<typeof sql<boolean>> {
  return sql<boolean>`(${fence}::bigint is null
    or exists (select from lease where name = ${name}::text and fence = ${fence}::bigint for share))`
}

/** Whether any process has this lease at the moment. */
export async function isLeased(db: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql<{ leased: boolean }>`
    select exists (select from lease where name = ${name}::text and until > clock_timestamp()) as leased`.execute(
    db,
  )
  return rows[0]?.leased === true
}

/** A process as it is shown. */
export interface ShownProcess extends ProcessRow {
  /** Whether its time is not over, by the clock of the database. */
  readonly isUp: boolean
}

/** A lease as it is shown. */
export interface ShownLease extends LeaseRow {
  readonly isHeld: boolean
}

/** The processes, the oldest first, and the leases by their names. */
export async function listProcesses(
  db: Kysely<Database>,
): Promise<{ readonly processes: readonly ShownProcess[]; readonly leases: readonly ShownLease[] }> {
  const processes = await sql<ShownProcess>`
    select *, alive_until > clock_timestamp() as "isUp" from process order by began_at, id`.execute(db)
  const leases = await sql<ShownLease>`
    select *, until > clock_timestamp() as "isHeld" from lease order by name`.execute(db)
  return { processes: processes.rows, leases: leases.rows }
}
