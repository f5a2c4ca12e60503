import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { type Parts, rowsOf, together } from './rows.ts'
import type { Database, NewOutboxRow, OutboxRow } from './tables.ts'

// Within a record the order of delivery is the order of queueing. Only the first row of a record carries the time of
// the next attempt and the lease, so finding what is due costs the same however much waits behind it, a record that
// waits holds up no other, and whoever leases the first row has the whole record.
//
// Queueing and settling must happen under the lock of the request (`lockRequests`): both ask which row is first.

const newTypes = { digest: 'text', request: 'uuid', peer_state: 'text', jwe: 'text' } as const

/** Queues sealed messages for delivery, within a record in the order given. Needs the locks of their requests. */
export async function enqueue(
  trx: Transaction<Database>,
  rows: readonly NewOutboxRow[],
  now: Date,
): Promise<void> {
  if (rows.length > 0) await enqueueing(rows, now).execute(trx)
}

export function enqueueing(rows: readonly NewOutboxRow[], now: Date): RawBuilder<unknown> {
  const given = rows.map((row, place) => ({ ...row, place }))
  return sql`
    insert into outbox (digest, request, peer_state, jwe, next_attempt_at)
    select digest, request, peer_state, jwe,
      case when row_number() over (partition by request order by place) = 1
        and (select min(ordinal) from outbox earlier where earlier.request = given.request) is null
      then ${now}::timestamptz end
    from ${rowsOf('given', given, { ...newTypes, place: 'integer' })}
    order by place`
}

export interface ClaimOptions {
  readonly now: Date
  /** Name of the worker, different for each that runs. */
  readonly worker: string
  /** Rows at most, over all records. */
  readonly limit: number
  /** Rows of one record at most, so that a long record leaves room for others. */
  readonly perRecordMax: number
  /** After so many seconds without being settled the rows are up for anyone again. */
  readonly leaseSeconds: number
  /** States whose nodes are not to be tried at the moment. */
  readonly exceptPeers?: readonly string[]
  /** Records of which the worker has rows: what follows in them is due as soon as the first is settled. */
  readonly exceptRequests?: readonly string[]
}

export type Delivery = Pick<
  OutboxRow,
  'digest' | 'request' | 'peer_state' | 'ordinal' | 'jwe' | 'attempts' | 'first_failed_at'
> & {
  /** How often its peer failed since it last answered. */
  readonly peer_failures: number
  /** Since when the circuit to its peer is open; null: it is closed. */
  readonly circuit_opened_at: Date | null
  /** The asking of its peer when it was taken (`store/askings.ts`); null: it is no peer any more. */
  readonly asking: string | null
}

/**
 * Takes rows that are due, of each record the first ones without a gap, ordered by peer, record and place. No two
 * workers have rows of the same record at the same time, unless a lease ran out. A peer whose circuit is open is left out
 * until it may be tried. When the worker dies here, the lease runs out and the same bytes are sent again.
 */
export async function claim(db: Kysely<Database>, options: ClaimOptions): Promise<Delivery[]> {
  const { now, worker, limit, perRecordMax, leaseSeconds, exceptPeers = [], exceptRequests = [] } = options
  const leaseEnd = new Date(now.getTime() + leaseSeconds * 1000)
  const { rows } = await sql<Delivery>`
    with due as materialized (
      select request, ordinal from outbox
      where next_attempt_at <= ${now} and peer_state <> all(${exceptPeers}::text[])
        and request <> all(${exceptRequests}::uuid[])
        and peer_state not in (select peer_state from circuit where probe_at > ${now})
      order by next_attempt_at, ordinal
      limit ${sql.lit(limit)}
      for update skip locked
    ), leased as (
      update outbox set next_attempt_at = ${leaseEnd}, leased_by = ${worker}
      from due where outbox.request = due.request and outbox.ordinal = due.ordinal
    ), taken as (
      select next.*
      from due cross join lateral (
        select digest, request, peer_state, ordinal, jwe, attempts, first_failed_at,
          row_number() over (order by ordinal) as nth
        from (
          select * from outbox
          where outbox.request = due.request and outbox.ordinal >= due.ordinal
          order by ordinal limit ${sql.lit(perRecordMax)}
        ) as row
        where not exists (
          select from outbox dead
          where dead.request = due.request and dead.ordinal <= row.ordinal and dead.status = 'dead'
        )
      ) as next
      order by nth, ordinal
      limit ${sql.lit(limit)}
    )
    select digest, request, peer_state, ordinal, jwe, attempts, first_failed_at,
      coalesce(circuit.failures, 0) as peer_failures, circuit.opened_at as circuit_opened_at, peer.asking
    from taken left join circuit using (peer_state) left join peer on peer.state = taken.peer_state
    order by peer_state, request, ordinal`.execute(db)
  return rows
}

/**
 * Removes delivered rows and makes the next of each record due. Needs the locks of their requests. A row that is not
 * there any more is no error: another worker was quicker.
 */
export async function complete(
  trx: Transaction<Database>,
  digests: readonly string[],
  now: Date,
): Promise<void> {
  if (digests.length > 0) await together(completing(digests, now)).execute(trx)
}

export function completing(digests: readonly string[], now: Date): Parts {
  return {
    delivered: sql`delete from outbox where digest = any(${digests}::text[]) returning request`,
    promoted: sql`
      update outbox set next_attempt_at = ${now}, leased_by = null
      from (select distinct request from delivered) as record
      where outbox.status = 'waiting' and outbox.next_attempt_at is null
        and outbox.request = record.request
        and outbox.ordinal = (
          select min(ordinal) from outbox rest
          where rest.request = record.request and rest.digest <> all(${digests}::text[])
        )`,
  }
}

export interface FailedDelivery {
  readonly digest: string
  readonly next_attempt_at: Date
  readonly code: string
  readonly detail: string
}

/** Whoever leases the first row of a record has all of it: what another worker has taken over is left to that one. */
function isLeft(worker: string | null): RawBuilder<unknown> {
  if (worker === null) return sql`outbox.status = 'waiting'`
  return sql`outbox.status = 'waiting' and coalesce((
    select leased_by from outbox earlier where earlier.request = outbox.request
    order by earlier.ordinal limit 1), ${worker}) = ${worker}`
}

/**
 * Gives rows back after an attempt that failed, to be tried again at their time. A row behind another keeps waiting
 * for that one. A row that is delivered by now, or whose record another worker has taken over, is left as it is.
 *
 * @returns the digests of those that were given back
 */
export async function fail(
  db: Kysely<Database>,
  worker: string,
  failed: readonly FailedDelivery[],
  now: Date,
): Promise<string[]> {
  if (failed.length === 0) return []
  const types = { digest: 'text', next_attempt_at: 'timestamptz', code: 'text', detail: 'text' } as const
  const { rows } = await sql<{ digest: string }>`
    update outbox set
      next_attempt_at = case when outbox.next_attempt_at is null then null else given.next_attempt_at end,
      leased_by = null, attempts = attempts + 1, first_failed_at = coalesce(first_failed_at, ${now}),
      last_code = given.code, last_detail = given.detail
    from ${rowsOf('given', failed, types)}
    where outbox.digest = given.digest and ${isLeft(worker)}
    returning outbox.digest`.execute(db)
  return rows.map(({ digest }) => digest)
}

/** Gives rows back untouched, to be tried again at `when`: the worker stops, or their peer is not asked for now. */
export async function release(
  db: Kysely<Database>,
  worker: string,
  digests: readonly string[],
  when: Date,
): Promise<void> {
  if (digests.length === 0) return
  await sql`
    update outbox set next_attempt_at = ${when}, leased_by = null
    where digest = any(${digests}::text[]) and leased_by = ${worker}`.execute(db)
}

/**
 * Makes due at once what a worker of this name had taken: a node that was killed, or that lost its database for a
 * while, does not wait for its own leases.
 *
 * @param exceptRequests - records of which something is being posted at the moment
 */
export async function releaseAll(
  db: Kysely<Database>,
  worker: string,
  now: Date,
  exceptRequests: readonly string[] = [],
): Promise<void> {
  await sql`
    update outbox set next_attempt_at = ${now}, leased_by = null
    where leased_by = ${worker} and next_attempt_at is not null
      and request <> all(${exceptRequests}::uuid[])`.execute(db)
}

/**
 * Gives up on rows until a person decides; what stands behind them in their records waits too. A row that is delivered by now, or given
 * up, or whose record another worker has taken over, is left as it is.
 *
 * @param worker - who has taken them; null: whoever may have
 * @returns the digests of those that were given up
 */
export async function bury(
  db: Kysely<Database>,
  failed: readonly Omit<FailedDelivery, 'next_attempt_at'>[],
  now: Date,
  worker: string | null = null,
): Promise<string[]> {
  if (failed.length === 0) return []
  const { rows } = await sql<{ digest: string }>`
    update outbox set status = 'dead', next_attempt_at = null, leased_by = null, attempts = attempts + 1,
      first_failed_at = coalesce(first_failed_at, ${now}), last_code = given.code, last_detail = given.detail
    from ${rowsOf('given', failed, { digest: 'text', code: 'text', detail: 'text' })}
    where outbox.digest = given.digest and ${isLeft(worker)}
    returning outbox.digest`.execute(db)
  return rows.map(({ digest }) => digest)
}

/** How many rows wait for each peer, how many of them were given up, and since when the oldest failure lasts. */
export async function countWaiting(
  db: Kysely<Database>,
): Promise<{ peer_state: string; rows: number; dead: number; first_failed_at: Date | null }[]> {
  return await db
    .selectFrom('outbox')
    .select([
      'peer_state',
      sql<number>`count(*)`.as('rows'),
      sql<number>`count(*) filter (where status = 'dead')`.as('dead'),
      sql<Date | null>`min(first_failed_at)`.as('first_failed_at'),
    ])
    .groupBy('peer_state')
    .orderBy('peer_state')
    .execute()
}

/** How many messages are queued for a peer, and since when the first of them. */
export async function waitingFor(
  db: Kysely<Database>,
  peer: string,
): Promise<{ readonly rows: number; readonly oldest: Date | null }> {
  return await db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .select([sql<number>`count(*)`.as('rows'), sql<Date | null>`min(message.stored_at)`.as('oldest')])
    .where('peer_state', '=', peer)
    .executeTakeFirstOrThrow()
}

/** A queued message with its sealed bytes, or null when it is delivered or was never queued. */
export async function findQueued(db: Kysely<Database>, digest: string): Promise<OutboxRow | null> {
  const row = await db.selectFrom('outbox').selectAll().where('digest', '=', digest).executeTakeFirst()
  return row ?? null
}

/** Keeps messages as they were sealed anew. */
export async function putSealed(
  db: Kysely<Database>,
  rows: readonly { readonly digest: string; readonly jwe: string }[],
): Promise<void> {
  const given = rowsOf('given', rows, { digest: 'text', jwe: 'text' })
  await sql`update outbox set jwe = given.jwe from ${given} where outbox.digest = given.digest`.execute(db)
}
