import { type Kysely, sql } from 'kysely'
import type { NewEntry, NewSecret } from './audit.ts'
import type { Database } from './tables.ts'

export interface PlacedEntry extends NewEntry {
  readonly index: number
}

/** The entries at the places `first` up to and without `end`, in order. */
export async function readEntries(db: Kysely<Database>, first: number, end: number): Promise<PlacedEntry[]> {
  const { rows } = await sql<PlacedEntry>`
    select l.index, e.at, e.leaf, e.entry from audit_leaf l join audit_entry e on e.id = l.entry
    where l.index >= ${first}::bigint and l.index < ${end}::bigint order by l.index`.execute(db)
  return rows
}

/** Entries that have no place and wait for none: how many, and the first of them. */
export interface Unplaced {
  readonly count: number
  readonly at: Date
  readonly leaf: Buffer
  readonly event: string
}

/** Entries that one statement looks at: of a log of millions, all in one would take longer than a statement may. */
const lookedAtMax = 200_000

/**
 * Null where there is none.
 *
 * @param reached - called after each statement; what it throws ends the look
 */
export async function findUnplaced(
  db: Kysely<Database>,
  reached: () => Promise<void> = () => Promise.resolve(),
): Promise<Unplaced | null> {
  let found = null as Unplaced | null
  let last = 0
  for (;;) {
    await reached()
    const end: number | null = await lastAfter(db, last)
    if (end === null) return found
    const some = await unplacedBetween(db, last, end)
    if (some !== null) found = { ...(found ?? some), count: (found?.count ?? 0) + some.count }
    last = end
  }
}

/** The last of the entries that one statement looks at behind this one; null: there are none. */
async function lastAfter(db: Kysely<Database>, after: number): Promise<number | null> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (
      select id from audit_entry where id > ${after}::bigint order by id limit ${sql.lit(lookedAtMax)}
    ) as part`.execute(db)
  return rows[0]?.last ?? null
}

async function unplacedBetween(db: Kysely<Database>, after: number, end: number): Promise<Unplaced | null> {
  const { rows } = await sql<Unplaced>`
    select count(*) over ()::integer as count, e.at, e.leaf, e.entry::jsonb ->> 'evt' as event from audit_entry e
    where e.id > ${after}::bigint and e.id <= ${end}::bigint
      and not exists (select from audit_pending p where p.entry = e.id)
      and not exists (select from audit_leaf l where l.entry = e.id)
    order by e.id limit 1`.execute(db)
  return rows[0] ?? null
}

/** How many entries up to this one have no place in the tree yet. */
export async function countPendingUpTo(db: Kysely<Database>, entry: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from audit_pending where entry <= ${entry}::bigint`.execute(db)
  return rows[0]?.waiting ?? 0
}

/** The places of the leaves that have one, in no order. */
export async function findLeaves(
  db: Kysely<Database>,
  leaves: readonly Buffer[],
): Promise<{ readonly leaf: Buffer; readonly index: number }[]> {
  const { rows } = await sql<{ leaf: Buffer; index: number }>`
    select e.leaf, l.index from audit_entry e join audit_leaf l on l.entry = e.id
    where e.leaf = any(${leaves}::bytea[])`.execute(db)
  return rows
}

/** What opens a commitment of the entry with this index. */
export type PlacedSecret = Omit<NewSecret, 'leaf'> & { readonly index: number }

/** How many secrets the entries before a place have, and how many bytes their values. */
export async function measureSecrets(
  db: Kysely<Database>,
  end: number,
): Promise<{ readonly secrets: number; readonly bytes: number }> {
  const { rows } = await sql<{ secrets: string; bytes: string }>`
    select count(*) as secrets, coalesce(sum(octet_length(s.value)), 0) as bytes
    from audit_leaf l join audit_secret s on s.entry = l.entry where l.index < ${end}::bigint`.execute(db)
  const [found] = rows
  return { secrets: Number(found?.secrets ?? 0), bytes: Number(found?.bytes ?? 0) }
}

/** The secrets of the entries at the places `first` up to and without `end`, by place and field. */
export async function readSecrets(db: Kysely<Database>, first: number, end: number): Promise<PlacedSecret[]> {
  const { rows } = await sql<PlacedSecret>`
    select l.index, s.field, s.salt, s.value from audit_leaf l join audit_secret s on s.entry = l.entry
    where l.index >= ${first}::bigint and l.index < ${end}::bigint order by l.index, s.field`.execute(db)
  return rows
}
