import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import { entryMember } from '../entryMember.ts'
import type { WebhookDeliveryRow } from './webhookTables.ts'

/** An entry of the log that is told of, as ids; null: it names none of the kind. */
export interface ToldEntry {
  readonly index: number
  readonly event: string
  readonly at: Date
  readonly request: string | null
  readonly message: string | null
  readonly draft: string | null
  readonly deposit: string | null
  readonly measure: string | null
}

/**
 * Entries with these events in a stretch of the log, with the ids that they name, as far as they are of an authority. Of drafts only
 * those that systems have begun. What is about a file that several requests have is told to each of their authorities, as of the
 * oldest request that it has.
 */
export async function readTold(
  trx: Trx,
  wanted: {
    readonly events: readonly string[]
    readonly authority: string
    readonly from: number
    readonly until: number
  },
): Promise<ToldEntry[]> {
  const { events, authority, from, until } = wanted
  const { rows } = await sql<ToldEntry>`
    with told as materialized (
      select l.index, e.at, e.entry::jsonb ->> 'evt' as event, e.entry::jsonb ->> 'msg' as digest,
        s.value::jsonb as details
      from audit_leaf l
      join audit_entry e on e.id = l.entry
      left join audit_secret s on s.entry = e.id and s.field = 'details'
      where l.index >= ${from}::bigint and l.index < ${until}::bigint
        and ${entryMember('evt', sql`e.entry`)} = any(${events}::text[])
    )
    select t.index, t.event, t.at, r.id as request, m.id as message, d.id as draft,
      t.details ->> 'deposit' as deposit, t.details ->> 'measure' as measure
    from told t
    left join message m on m.digest = t.digest
    left join draft d on d.id = (t.details ->> 'draft')::uuid
    left join lateral (
      select l.request from exhibit_link l join request q on q.id = l.request
      where l.deposit = (t.details ->> 'deposit')::uuid and q.own_authority = ${authority}
      order by q.opened_at, q.id limit 1
    ) x on true
    left join request r on r.id = coalesce(m.request, d.request, x.request, (t.details ->> 'request')::uuid)
    where coalesce(d.authority, r.own_authority) = ${authority} and (d.id is null or d.system is not null)
    order by t.index`.execute(trx)
  return rows
}

/** How many wait for an endpoint. */
export async function countWaiting(trx: Trx, endpoint: string): Promise<number> {
  const { count } = await trx
    .selectFrom('webhook_delivery')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('endpoint', '=', endpoint)
    .where('status', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Keeps what is to be told. */
export async function insertDeliveries(
  trx: Trx,
  rows: readonly Omit<WebhookDeliveryRow, 'attempts' | 'status' | 'outcome'>[],
): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('webhook_delivery')
    .values([...rows])
    .execute()
}

/** What is taken: at most so many, and of one endpoint; nothing for those that are `busy`. */
export interface Claim {
  readonly now: Date
  readonly again: Date
  readonly max: number
  readonly ofEndpointMax: number
  readonly busy: readonly string[]
}

/** Takes what is due, and lets nobody else try it before `again`: whoever dies with it loses nothing. */
export async function claimDue(
  db: Db,
  { now, again, max, ofEndpointMax, busy }: Claim,
): Promise<WebhookDeliveryRow[]> {
  const { rows } = await sql<WebhookDeliveryRow>`
    with due as (
      select endpoint, index from (
        select endpoint, index, due_at, row_number() over (partition by endpoint order by due_at, index) as place
        from webhook_delivery
        where status = 'waiting' and due_at <= ${now} and endpoint <> all(${[...busy]}::text[])
      ) ranked
      where place <= ${ofEndpointMax} order by due_at, index limit ${max}
    )
    update webhook_delivery set due_at = ${again}, attempts = attempts + 1
    where (endpoint, index) in (
      select d.endpoint, d.index from webhook_delivery d join due using (endpoint, index)
      where d.status = 'waiting' and d.due_at <= ${now}
      for update of d skip locked
    ) returning *`.execute(db)
  return rows
}

/** Puts off what waits for an endpoint that has just failed. */
export async function putOff(db: Db, endpoint: string, until: Date): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ due_at: until })
    .where('endpoint', '=', endpoint)
    .where('status', '=', 'waiting')
    .where('due_at', '<', until)
    .execute()
}

/** Writes what an attempt came to. */
export async function settleDelivery(
  db: Db | Trx,
  { endpoint, index }: Pick<WebhookDeliveryRow, 'endpoint' | 'index'>,
  settled: Pick<WebhookDeliveryRow, 'status' | 'due_at' | 'outcome'>,
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set(settled)
    .where('endpoint', '=', endpoint)
    .where('index', '=', index)
    .where('status', '=', 'waiting')
    .execute()
}

/** What waits for an endpoint, what was given up, and what the last attempt of those came to. */
export interface Counted {
  readonly endpoint: string
  readonly waiting: number
  readonly dead: number
  readonly outcome: string | null
  /** When the newest of what was taken was kept; null: nothing was within the time for which that is known. */
  readonly taken_at: Date | null
  /** When the oldest of what was tried and not taken was kept; null: nothing fails. */
  readonly failing_since: Date | null
}

/** That of every endpoint for which there is something. */
export async function countDeliveries(db: Db): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select endpoint, (count(*) filter (where status = 'waiting'))::int as waiting,
      (count(*) filter (where status = 'dead'))::int as dead,
      (array_agg(outcome order by index desc) filter (where outcome is not null and status <> 'taken'))[1] as outcome,
      max(made_at) filter (where status = 'taken') as taken_at,
      min(made_at) filter (where status = 'dead' or (status = 'waiting' and outcome is not null)) as failing_since
    from webhook_delivery group by endpoint`.execute(db)
  return rows
}

/** What was given up, without what it would have told. */
export interface GivenUp {
  readonly endpoint: string
  readonly index: number
  /** Name of the event. */
  readonly event: string
  readonly made_at: Date
  readonly attempts: number
  readonly outcome: string | null
}

/** Deliveries that were given up at endpoints in use, the oldest first. */
export async function listGivenUp(db: Db, max: number): Promise<GivenUp[]> {
  const { rows } = await listingGivenUp(max).execute(db)
  return rows
}

/** The statement of `listGivenUp`. */
export function listingGivenUp(max: number): RawBuilder<GivenUp> {
  return sql<GivenUp>`
    select d.endpoint, d.index, d.payload::jsonb ->> 'type' as event, d.made_at, d.attempts, d.outcome
    from webhook_delivery d join webhook_endpoint e on e.name = d.endpoint
    where d.status = 'dead' and e.disabled_at is null
    order by d.made_at, d.endpoint, d.index limit ${max}`
}

/** What is told anew: of one entry, or of the oldest so many. */
export interface Revival {
  readonly endpoint: string
  readonly entry: number | null
  readonly at: Date
  readonly max: number
}

/** Lets what was given up wait again as it did at first, due at an instant; tells the places of the entries, in their order. */
export async function reviveDeliveries(trx: Trx, { endpoint, entry, at, max }: Revival): Promise<number[]> {
  const { rows } = await sql<{ index: number }>`
    update webhook_delivery set status = 'waiting', attempts = 0, due_at = ${at}
    where endpoint = ${endpoint} and status = 'dead' and index in (
      select index from webhook_delivery
      where endpoint = ${endpoint} and status = 'dead' and (${entry}::bigint is null or index = ${entry}::bigint)
      order by index limit ${max}
    ) returning index`.execute(trx)
  return rows.map(({ index }) => index).sort((one, other) => one - other)
}

/** Forgets what was taken or given up, and was made before this instant. */
export async function forgetDeliveries(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('webhook_delivery')
    .where('status', '<>', 'waiting')
    .where('made_at', '<', before)
    .execute()
}
