import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from './database.ts'
import { requestTypes } from './requests.ts'
import { columnsOf, rowsOf } from './rows.ts'
import type { RequestRow } from './tables.ts'

/** What is kept with a request of how long it is kept. */
export interface KeptRow {
  readonly id: string
  /** Number of the rules by which it was worked out; 0: by none yet. */
  readonly kept_rules: number
  /** When it is looked at next; null: not before it moves, or the rules or its hold do. */
  readonly keeping_look_at: Date | null
  /** Since when its time is over, as the log tells; null: it is not, or a hold stands against it. */
  readonly keeping_over_at: Date | null
}

const keptTypes = {
  id: 'uuid',
  kept_rules: 'integer',
  keeping_look_at: 'timestamptz',
  keeping_over_at: 'timestamptz',
} as const satisfies Record<keyof KeptRow, string>

/** Which requests are looked at. */
export interface KeepingLook {
  readonly now: Date
  /** Number of the rules of now: those that were looked at by others are looked at anew. */
  readonly rules: number
  readonly finalStates: Iterable<string>
  /** What nobody has opened since then is looked at as well. */
  readonly unopenedSince: Date
  readonly limit: number
}

/** A request with what is kept of its keeping. */
export type KeepingRow = RequestRow & Omit<KeptRow, 'id'>

/**
 * Locks requests that have ended and were not looked at by these rules, those that nobody has opened, and those that are to be looked
 * at again by now; what another transaction has in hands is left for the next time.
 */
export async function lockForKeeping(trx: Trx, look: KeepingLook): Promise<KeepingRow[]> {
  const { rows } = await sql<KeepingRow>`
    select ${columnsOf(requestTypes)}, kept_rules, keeping_look_at, keeping_over_at from request
    where id in (select id from (${lookingForKeeping(look)}) as found limit ${sql.lit(look.limit)}) and erased_at is null
    order by id for no key update skip locked`.execute(trx)
  return rows
}

/** The states stand in the words of the statement, for the plan to know that its index holds all of them. */
export function lookingForKeeping(look: KeepingLook): RawBuilder<{ readonly id: string }> {
  const { now, rules, finalStates, unopenedSince } = look
  const limit = sql.lit(look.limit)
  const ends = sql.join([...finalStates].map((state) => sql.lit(state)))
  return sql`
    (select id from request where erased_at is null and keeping_look_at is not null and keeping_look_at <= ${now}
      order by keeping_look_at limit ${limit})
    union all
    (select id from request where erased_at is null and state in (${ends}) and kept_rules < ${rules}
      order by kept_rules limit ${limit})
    union all
    (select id from request
      where erased_at is null and sequence = 0 and kept_rules < ${rules} and opened_at < ${unopenedSince}
      order by kept_rules, opened_at limit ${limit})`
}

/** Which of these requests are under a legal hold. Needs their locks. */
export async function heldAmong(trx: Trx, requests: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ request: string }>`
    select request from legal_hold where request = any(${requests}::uuid[])`.execute(trx)
  return new Set(rows.map(({ request }) => request))
}

/** Whether a message is not one that was given up; `message` names its table in the statement. A person may have it sent again all the same. */
export function isNotGivenUp(message: string): RawBuilder<boolean> {
  return sql`not exists (
    select from outbox given where given.digest = ${sql.ref(`${message}.digest`)} and given.status = 'dead'
  )`
}

/** Of which of these requests a message has no place yet and was not given up. Needs their locks. */
export async function pendingAmong(trx: Trx, requests: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ request: string }>`
    select distinct m.request from message m where m.request = any(${requests}::uuid[]) and m.status = 'pending'
      and ${isNotGivenUp('m')}`.execute(trx)
  return new Set(rows.map(({ request }) => request))
}

/** Keeps what was found of requests, under their locks. */
export async function writeKeeping(trx: Trx, kept: readonly KeptRow[]): Promise<void> {
  await sql`
    update request set kept_rules = given.kept_rules, keeping_look_at = given.keeping_look_at,
      keeping_over_at = given.keeping_over_at
    from ${rowsOf<KeptRow>('given', kept, keptTypes)} where request.id = given.id`.execute(trx)
}

/** What a hold does to it: the time of a request that is held is not over, and that of one that is not held any more is looked at anew. */
export async function keepAgain(trx: Trx, request: string): Promise<void> {
  await sql`
    update request set kept_rules = 0, keeping_look_at = null, keeping_over_at = null where id = ${request}::uuid`.execute(
    trx,
  )
}

/** Requests whose time is over and that nobody has erased. */
export interface CountedOver {
  readonly requests: number
  /** Since when the time of that of them is over that was kept longest; null: there is none. */
  readonly oldest: Date | null
}

/** How many requests there are whose time is over and that nobody has erased, counted so far; `authority` null: of all. */
export async function countOver(db: Db, authority: string | null, most: number): Promise<number> {
  return (await countedOver(db, authority, most)).requests
}

/** The same, with since when: of those that were counted, which are the longest of each authority first. */
export async function countedOver(db: Db, authority: string | null, most: number): Promise<CountedOver> {
  const { rows } = await countingOver(authority, most).execute(db)
  return rows[0] ?? { requests: 0, oldest: null }
}

export function countingOver(authority: string | null, most: number): RawBuilder<CountedOver> {
  const of = authority === null ? sql`` : sql`and own_authority = ${authority}`
  return sql`
    select count(*)::integer as requests, min(keeping_over_at) as oldest from (
      select keeping_over_at from request where keeping_over_at is not null and erased_at is null ${of}
      order by own_authority, keeping_over_at, id limit ${sql.lit(most)}
    ) as listed`
}

/** Where a request stands among those whose time is over. */
export interface OverPlace {
  readonly at: Date
  readonly id: string
}

/** Requests of an authority whose time is over, the longest first, from behind a place. */
export async function listOver(
  db: Db,
  authority: string,
  after: OverPlace | null,
  limit: number,
): Promise<KeepingRow[]> {
  const { rows } = await listingOver(authority, after, limit).execute(db)
  return rows
}

export function listingOver(
  authority: string,
  after: OverPlace | null,
  limit: number,
): RawBuilder<KeepingRow> {
  const behind =
    after === null ? sql`` : sql`and (keeping_over_at, id) > (${after.at}::timestamptz, ${after.id}::uuid)`
  return sql`
    select ${columnsOf(requestTypes)}, kept_rules, keeping_look_at, keeping_over_at from request
    where own_authority = ${authority} and keeping_over_at is not null and erased_at is null ${behind}
    order by keeping_over_at, id limit ${sql.lit(limit)}`
}
