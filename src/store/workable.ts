import { setTimeout as letPass } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { DatabaseError } from './ownDatabase.ts'
import { readSetting } from './settings.ts'
import type { Database } from './tables.ts'

// Which programs may work with the tables stands in the database: who opens them goes by it, and who serves asks at each beat. It is
// written before anything is changed, and where it shuts somebody out the change waits until that one has heard of it or counts as gone.

/** Setting: the oldest form whose programs may work with the tables. */
const workableSetting = 'workable from'

/** Setting: when that was moved forward last, by the clock of the database; RFC 3339. */
const movedSetting = 'workable since'

/**
 * How long a change of tables waits after it has shut older programs out, in milliseconds: as long as a process counts as up that says
 * no more that it is (`exchangeLimits.leases.leaseMs`), and a little for what it was saying at that moment.
 */
export const shuttingOutMs = 11_000

/** Whether the database has a table of that name. */
export async function hasTable(
  db: Kysely<Database>,
  name: 'setting' | 'migration' | 'process',
): Promise<boolean> {
  const { rows } = await sql<{
    made: boolean
  }>`select to_regclass(${name}::text) is not null as made`.execute(db)
  return rows[0]?.made === true
}

/** What a program is told that may not work with the tables: it knows them up to a form, and they are in the hands of a newer one. */
export function tooNew(form: string, newer: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_NEWER',
    `A newer program has changed the tables (${newer}), so that this one, which knows them up to ${form}, ` +
      'cannot work with them. Start the newer program.',
  )
}

/** Whether a program that knows the tables up to this form may work with them where they are newer, by what the newer one has said. */
export async function mayWorkWithNewer(db: Kysely<Database>, form: string): Promise<boolean> {
  const from = await readSetting(db, workableSetting)
  return from !== null && from <= form
}

/**
 * Refuses to go on where a newer program has shut out those that know the tables up to this form, be it that it has changed nothing yet.
 *
 * @throws DatabaseError with DATABASE_NEWER
 */
export async function refuseShutOut(db: Kysely<Database>, form: string): Promise<void> {
  const from = await readSetting(db, workableSetting)
  if (from !== null && from > form) throw tooNew(form, from)
}

/**
 * Writes from which form on programs may work with the tables. A database that nobody has used yet shuts nobody out. If the process dies
 * after it: older programs stand still though nothing was changed, until this one is done, or one that owns the tables is opened.
 */
export async function keepWorkable(db: Kysely<Database>, from: string): Promise<void> {
  const before = await readSetting(db, workableSetting)
  if (before === from) return
  const isForward = before === null || before < from
  await sql`
    insert into setting (name, value)
    select name, value
    from (values (1, ${workableSetting}::text, ${from}::text),
      (2, ${movedSetting}, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as kept (row, name, value)
    where row = 1 or (${isForward}::boolean and exists (select from setting))
    on conflict (name) do update set value = excluded.value`.execute(db)
}

/** Waits until every process that was shut out has asked since, and stands still, or counts as gone. At once where nobody was of late. */
export async function letShutOutEnd(db: Kysely<Database>): Promise<void> {
  // A clock that was put back makes it wait no longer than once.
  const { rows } = await sql<{ leftMs: number }>`
    select least(extract(epoch from value::timestamptz - clock_timestamp()) * 1000 + ${shuttingOutMs}::integer,
      ${shuttingOutMs}::integer)::integer as "leftMs"
    from setting where name = ${movedSetting}`.execute(db)
  const leftMs = rows[0]?.leftMs ?? 0
  if (leftMs > 0) await letPass(leftMs)
}

/**
 * Processes of a program that could not go on working with what comes of the tables must be stopped first.
 *
 * @throws DatabaseError with DATABASE_IN_USE, which names them
 */
export async function refuseWhileOlderWork(db: Kysely<Database>, from: string): Promise<void> {
  if (!(await hasTable(db, 'process'))) return
  const { rows } = await sql<{ place: string; version: string }>`
    select place, version from process where form < ${from} and alive_until > clock_timestamp()
    order by began_at limit 5`.execute(db)
  if (rows.length === 0) return
  const named = rows.map(({ place, version }) => `${place} (${version})`).join(', ')
  throw new DatabaseError(
    'DATABASE_IN_USE',
    `Processes of an older program could not work with the newest form of the tables: ${named}. Stop them first.`,
  )
}
