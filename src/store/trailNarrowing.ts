import { type Kysely, type RawBuilder, sql } from 'kysely'
import { entryMember } from './entryMember.ts'
import type { Database } from './tables.ts'

// What of the log a question can be about, by the indexes: the log itself is millions of entries long.

/** A detail of an event by which it names whoever acted. */
export interface ActingDetail {
  readonly event: string
  readonly detail: string
}

/** Which entries of the log are wanted; everything that is given must hold. */
export interface TrailQuery {
  /** A request: what is about it, and what names it among those that were shown or taken away (`coveringAll`: all of them). */
  readonly request?: { readonly id: string; readonly subject: string }
  /** Who did it, as they are named in the log's openings by one of these names: as the actor, or in these details of these events. */
  readonly person?: { readonly names: readonly string[]; readonly details: readonly ActingDetail[] }
  /** Code of the other State. */
  readonly peer?: string
  /** Names of events; absent: all. */
  readonly events?: readonly string[]
  readonly from?: Date
  readonly until?: Date
  /** Places from here on. */
  readonly first: number
  /** The newest first, from this place down; null: from the newest. Absent: in the order of the log. */
  readonly newestFrom?: number | null
  readonly limit: number
}

/** In the place of ids, where an entry covers every request of the node. */
export const coveringAll = 'all'

/** Entries by one of the indexes, and how many of them are put into the order of the log at most. */
interface Narrow {
  readonly entries: RawBuilder<unknown>
  readonly most: number
}

/**
 * Where an index gives more than so many, going along the log finds a page soon. Of a time it does not: what is before it is
 * passed; but its entries are counted and placed without being read.
 */
const narrowMax = { entries: 20_000, ofTime: 200_000 } as const

/**
 * A query for the entries (`entry`) among which those are that answer a question, the one that gives the fewest; null: there is
 * none, or only such as give very many.
 */
export async function narrowest(
  db: Kysely<Database>,
  query: TrailQuery,
): Promise<RawBuilder<unknown> | null> {
  if (query.request !== undefined) return aboutRequest(query.request)
  const counted: { readonly entries: RawBuilder<unknown>; readonly count: number }[] = []
  for (const { entries, most } of narrowsOf(query)) {
    const count = await countUpTo(db, entries, most)
    if (count < most) counted.push({ entries, count })
  }
  const [fewest] = counted.sort((one, other) => one.count - other.count)
  return fewest?.entries ?? null
}

function narrowsOf({ person, peer, events, from, until }: TrailQuery): readonly Narrow[] {
  const { entries: most, ofTime } = narrowMax
  return [
    ...(person === undefined ? [] : [{ entries: byPerson(person), most }]),
    ...(peer === undefined ? [] : [{ entries: withPeer(peer), most }]),
    ...(events === undefined ? [] : [{ entries: ofEvents(events), most }]),
    ...(from === undefined && until === undefined ? [] : [{ entries: within(from, until), most: ofTime }]),
  ]
}

/** The entries by a person, or of a time, however many they are. */
export function byPersonOrTime({
  person,
  from,
  until,
}: Pick<TrailQuery, 'person' | 'from' | 'until'>): RawBuilder<unknown> {
  return person === undefined ? within(from, until) : byPerson(person)
}

async function countUpTo(db: Kysely<Database>, entries: RawBuilder<unknown>, most: number): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    select count(*) as entries from (select from (${entries}) as narrow limit ${sql.lit(most)}) as counted`.execute(
    db,
  )
  return rows[0]?.entries ?? 0
}

/**
 * Its own entries, by what they say themselves: they are a chain as well, but its end stands in a table that the role of the node
 * may change. And those whose details name it, by the index that holds no others.
 */
function aboutRequest({ id, subject }: NonNullable<TrailQuery['request']>): RawBuilder<unknown> {
  return sql`
    ${entriesAbout(subject)}
    union
    select entry from audit_secret where field = 'details' and value like '%"scope":[%'
      and value::jsonb -> 'scope' ?| ${[id, coveringAll]}::text[]`
}

/** The entries about a record, by the log's name of it. */
export function entriesAbout(subject: string): RawBuilder<unknown> {
  return sql`select id as entry from audit_entry
    where entry like '%"record":"%' and ${entryMember('record')} = ${subject}`
}

/** Who approves an erasure is named beside its actor; an entry in which both are the same person is here once. */
function byPerson({ names, details }: NonNullable<TrailQuery['person']>): RawBuilder<unknown> {
  const asSecond = namedBy(details).map(
    ({ naming, person, isOfEvents }) => sql`
    union all
    select s.entry from audit_secret s join audit_entry e on e.id = s.entry and ${isOfEvents}
    where ${naming} and ${person} = any(${[...names]}::text[])
      and not coalesce((select value::jsonb ->> 'person' from audit_secret where entry = s.entry and field = 'actor')
        = any(${[...names]}::text[]), false)`,
  )
  return sql`
    select entry from audit_secret where field = 'actor' and value::jsonb ->> 'person' = any(${[...names]}::text[])
    ${sql.join(asSecond, sql` `)}`
}

function withPeer(peer: string): RawBuilder<unknown> {
  return sql`select id as entry from audit_entry where entry like '%"peer":"%' and ${entryMember('peer')} = ${peer}`
}

function ofEvents(events: readonly string[]): RawBuilder<unknown> {
  return sql`select id as entry from audit_entry where ${entryMember('evt')} = any(${events}::text[])`
}

function within(from: Date | undefined, until: Date | undefined): RawBuilder<unknown> {
  return sql`select id as entry from audit_entry
    where at >= ${from ?? '-infinity'}::timestamptz and at < ${until ?? 'infinity'}::timestamptz`
}

/** A detail by which openings (`s`) of entries (`e`) name whoever acted, in the words of its index (migration 0052). */
interface NamedBy {
  readonly naming: RawBuilder<unknown>
  readonly person: RawBuilder<string | null>
  /** In other events the same detail names something else. */
  readonly isOfEvents: RawBuilder<unknown>
}

function namedBy(details: readonly ActingDetail[]): readonly NamedBy[] {
  return [...new Set(details.map(({ detail }) => detail))].map((detail) => {
    const events = details.filter((one) => one.detail === detail).map(({ event }) => event)
    return {
      naming: sql`s.field = 'details' and s.value like ${sql.lit(`%"${detail}":%`)}`,
      person: sql`(s.value::jsonb ->> ${sql.lit(detail)})`,
      isOfEvents: sql`${entryMember('evt', sql`e.entry`)} = any(${events}::text[])`,
    }
  })
}

/** Which detail of the entry names whoever acted; null: none does. */
export function detailOf(details: readonly ActingDetail[]): RawBuilder<string | null> {
  const whens = details.map(({ event, detail }) => sql`when ${event}::text then ${detail}::text`)
  return sql`(case ${entryMember('evt', sql`e.entry`)} ${sql.join(whens, sql` `)} end)`
}

/** Everybody by whom anything in the log is, as they are spelt there: from name to name along the indexes. */
export async function listPersons(db: Kysely<Database>, details: readonly ActingDetail[]): Promise<string[]> {
  const actors = namesAlong(sql`s.field = 'actor'`, sql`(s.value::jsonb ->> 'person')`)
  const seconds = namedBy(details).map(
    ({ naming, person, isOfEvents }) => sql`
    union
    select person from (${namesAlong(naming, person)}) as named where exists (
      select from audit_secret s join audit_entry e on e.id = s.entry and ${isOfEvents}
      where ${naming} and ${person} = named.person)`,
  )
  const { rows } = await sql<{ person: string }>`${actors} ${sql.join(seconds, sql` `)}`.execute(db)
  return rows.map(({ person }) => person)
}

/** The different names (`person`) of openings (`s`) of some kind, each looked up behind the one before it. */
function namesAlong(kind: RawBuilder<unknown>, person: RawBuilder<string | null>): RawBuilder<unknown> {
  const next = (after: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    (select ${person} from audit_secret s where ${kind} and ${person} > ${after} order by ${person} limit 1)`
  return sql`(
    with recursive step as (
      select ${next(sql`''`)} as person
      union all
      select ${next(sql`step.person`)} from step where step.person is not null
    )
    select person from step where person is not null)`
}
