import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'
import { rowsOf } from '../rows.ts'
import type { RequestRow } from '../tables.ts'
import type { SearchPart } from './searchTables.ts'

/** Where a request stands in the order in which they are found. */
export type FoundPlace = Pick<RequestRow, 'opened_at' | 'id'>

/** By which index requests are looked through: those that have a word, or those in a state. */
export type Along = { readonly word: string } | { readonly state: string }

/** Which requests are looked through: those of one authority along one index, the last opened first. */
export interface Walk {
  readonly authority: string
  readonly along: Along
  readonly from: Date | null
  readonly until: Date | null
  /** Behind this one; null: from the first. */
  readonly after: FoundPlace | null
}

type Range = Pick<Walk, 'authority' | 'from' | 'until'>

/** What a request must be beside that. */
export interface Wanted {
  /** All of these words. */
  readonly words: readonly string[]
  /** Whether its state is one of `finalStates`; null: either. */
  readonly isClosed: boolean | null
  readonly finalStates: readonly string[]
  /** The very state; null: whichever it is. */
  readonly state: string | null
  readonly kind: string | null
}

/** How often something occurs in the requests of an authority. */
export interface Occurrence {
  /** Counted up to a number. */
  readonly requests: number
  /** When the first of those that were counted was opened, which are the last opened; null: there is none. */
  readonly since: Date | null
}

/** How often each word occurs in the requests of an authority, counted up to this many. */
export async function countWords(
  db: Db,
  { authority, from, until }: Range,
  words: readonly string[],
  most: number,
): Promise<Map<string, Occurrence>> {
  const { rows } = await sql<Occurrence & { readonly word: string }>`
    select asked.word, counted.requests, counted.since
    from unnest(${words}::text[]) as asked (word) cross join lateral (
      select count(*) as requests, min(opened_at) as since from (
        select w.opened_at from search_word w where w.authority = ${authority} and w.word = asked.word
          and w.opened_at >= ${from ?? '-infinity'}::timestamptz and w.opened_at < ${until ?? 'infinity'}::timestamptz
        order by w.opened_at desc, w.request desc limit ${sql.lit(most)}
      ) as last
    ) as counted`.execute(db)
  return new Map(rows.map(({ word, requests, since }) => [word, { requests, since }]))
}

/** How many requests of an authority are in a state, counted up to this many. */
export async function countInState(db: Db, range: Range, state: string, most: number): Promise<Occurrence> {
  const { rows } = await countingInState(range, state, most).execute(db)
  return rows[0] ?? { requests: 0, since: null }
}

/** The query for that. */
export function countingInState(
  { authority, from, until }: Range,
  state: string,
  most: number,
): RawBuilder<Occurrence> {
  return sql`
    select count(*) as requests, min(opened_at) as since from (
      select r.opened_at from request r where r.own_authority = ${authority} and r.state = ${state}
        and r.opened_at >= ${from ?? '-infinity'}::timestamptz and r.opened_at < ${until ?? 'infinity'}::timestamptz
      order by r.opened_at desc, r.id desc limit ${sql.lit(most)}
    ) as counted`
}

/** The states in which requests of an authority are. */
export async function listStatesOf(db: Db, authority: string): Promise<string[]> {
  const { rows } = await listingStatesOf(authority).execute(db)
  return rows.map(({ state }) => state)
}

/** The query for them: from each state to the next one of the index, so that it reads as many rows as there are states. */
export function listingStatesOf(authority: string): RawBuilder<{ readonly state: string }> {
  return sql`
    with recursive found as (
      (select r.state from request r where r.own_authority = ${authority} order by r.own_authority, r.state limit 1)
      union all
      select (
        select r.state from request r where r.own_authority = ${authority} and r.state > found.state
        order by r.own_authority, r.state limit 1
      ) from found where found.state is not null
    )
    select found.state from found where found.state is not null`
}

const firstId = '00000000-0000-0000-0000-000000000000'
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * Where a walk begins. A scan that has a bound of `opened_at` beside that of the place begins at the former and passes all that lies
 * between, so both are of one place, whichever of the two comes first.
 */
function beginOf({ until, after }: Pick<Walk, 'until' | 'after'>): readonly [Date | 'infinity', string] {
  if (after !== null && (until === null || after.opened_at < until)) return [after.opened_at, after.id]
  return until === null ? ['infinity', lastId] : [until, firstId]
}

/** One step of a walk: so many requests are looked at, by the one index that has them in their order. */
function stepOf({ authority, along, from, until, after }: Walk, most: number) {
  const first = from ?? '-infinity'
  const [opened, id] = beginOf({ until, after })
  if ('state' in along)
    return sql`
    select w.id as request, w.opened_at from request w
    where w.own_authority = ${authority} and w.state = ${along.state}
      and w.opened_at >= ${first}::timestamptz and w.opened_at <= ${opened}::timestamptz
      and (w.opened_at, w.id) < (${opened}::timestamptz, ${id}::uuid)
    order by w.opened_at desc, w.id desc limit ${sql.lit(most)}`
  return sql`
    select w.request, w.opened_at from search_word w
    where w.authority = ${authority} and w.word = ${along.word}
      and w.opened_at >= ${first}::timestamptz and w.opened_at <= ${opened}::timestamptz
      and (w.opened_at, w.request) < (${opened}::timestamptz, ${id}::uuid)
    order by w.opened_at desc, w.request desc limit ${sql.lit(most)}`
}

/** How far a search goes: how many requests it passes at most, and how many it gives. */
export interface FindingBounds {
  readonly most: number
  readonly limit: number
}

/** The first requests of a walk that are what is wanted. What is erased is not among them. */
export async function findAlong(
  db: Db,
  walk: Walk,
  wanted: Wanted,
  bounds: FindingBounds,
): Promise<RequestRow[]> {
  const { rows } = await findingAlong(walk, wanted, bounds).execute(db)
  return rows
}

/**
 * The query for them. Only those that have all words are read themselves (offset 0: else the plan reads each that is passed first),
 * for they lie all over the table. Each step says the order anew: a plan forgets one that the next step does not ask for.
 */
export function findingAlong(
  walk: Walk,
  { words, isClosed, finalStates, state, kind }: Wanted,
  { most, limit }: FindingBounds,
): RawBuilder<RequestRow> {
  return sql<RequestRow>`
    select r.* from (
      select passed.request, passed.opened_at from (${stepOf(walk, most)}) as passed
      where not exists (
        select from unnest(${words}::text[]) as other (word) where not exists (
          select from search_word o where o.authority = ${walk.authority} and o.word = other.word
            and o.opened_at = passed.opened_at and o.request = passed.request
        )
      )
      order by passed.opened_at desc, passed.request desc offset 0
    ) as fitting join request r on r.id = fitting.request
    where r.own_authority = ${walk.authority} and r.erased_at is null
      and (${isClosed}::boolean is null or (r.state = any(${finalStates}::text[])) = ${isClosed}::boolean)
      and (${state}::text is null or r.state = ${state}::text)
      and (${kind}::text is null or exists (
        select from measure m where m.request = r.id and m.kind = ${kind}::text
      ))
    order by fitting.opened_at desc, fitting.request desc limit ${sql.lit(limit)}`
}

/** The last of the requests that a walk of so many passes; null: it ends before. */
export async function lastAlong(db: Db, walk: Walk, most: number): Promise<FoundPlace | null> {
  const { rows } = await sql<FoundPlace>`
    select passed.request as id, passed.opened_at from (${stepOf(walk, most)}) as passed
    order by passed.opened_at desc, passed.request desc offset ${sql.lit(most - 1)} limit 1`.execute(db)
  return rows[0] ?? null
}

/** In which parts of these requests these words were found first, by request. */
export async function partsOf(
  db: Db,
  authority: string,
  words: readonly string[],
  requests: readonly FoundPlace[],
): Promise<Map<string, readonly SearchPart[]>> {
  if (requests.length === 0 || words.length === 0) return new Map()
  const { rows } = await sql<{ request: string; parts: readonly SearchPart[] }>`
    select w.request, array_agg(distinct w.part) as parts
    from ${rowsOf('found', requests, { id: 'uuid', opened_at: 'timestamptz' })}
    cross join unnest(${words}::text[]) as asked (word)
    join search_word w on w.authority = ${authority} and w.word = asked.word
      and w.opened_at = found.opened_at and w.request = found.id
    group by w.request`.execute(db)
  return new Map(rows.map(({ request, parts }) => [request, parts]))
}
