import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { columnsOf, overwrite, rowsOf } from './rows.ts'
import type { Database, MeasureRow, RequestRow } from './tables.ts'

/** Requests that one page of a list may hold. */
export const pageMax = 100

export const requestTypes = {
  id: 'uuid',
  reference: 'text',
  keeper: 'boolean',
  side: 'text',
  own_state: 'text',
  own_authority: 'text',
  counterpart_state: 'text',
  counterpart_authority: 'text',
  state: 'text',
  sequence: 'integer',
  head: 'text',
  last_other: 'text',
  snapshot: 'text',
  opened_at: 'timestamptz',
  updated_at: 'timestamptz',
  next_clock_at: 'timestamptz',
  due_at: 'timestamptz',
  matter: 'uuid',
  closed: 'text',
  erased_at: 'timestamptz',
  turn: 'text',
  unanswered: 'boolean',
  ...{ ours_since: 'timestamptz', theirs_since: 'timestamptz', came_sequence: 'integer' },
  ...{ assigned_to: 'uuid', assigned_at: 'timestamptz' },
} as const satisfies Record<keyof RequestRow, string>

const requestColumns = Object.keys(requestTypes) as readonly (keyof RequestRow)[]

const measureTypes = {
  request: 'uuid',
  id: 'text',
  kind: 'text',
  state: 'text',
  until: 'timestamptz',
} as const satisfies Record<keyof MeasureRow, string>

/**
 * Locks the requests until the end of the transaction and returns them as they are then, by id. A request that is
 * not there is not in the map: two transactions that open the same one meet at its primary key, where the second
 * fails with a unique violation and `inTransaction` does its work again, now finding it.
 *
 * Locks are taken in the order of the ids, so that two batches with the same requests wait and never deadlock.
 */
export async function lockRequests(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<Map<string, RequestRow>> {
  const { rows } = await sql<RequestRow>`
    select ${columnsOf(requestTypes)} from request where id = any(${[...new Set(ids)]}::uuid[]) order by id for no key update`.execute(
    trx,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Opens requests that must not be there yet: a unique violation otherwise. */
export async function insertRequests(
  trx: Transaction<Database>,
  requests: readonly RequestRow[],
): Promise<void> {
  if (requests.length > 0) await insertingRequests(requests).execute(trx)
}

export function insertingRequests(requests: readonly RequestRow[]): RawBuilder<unknown> {
  const inOrder = [...requests].sort((a, b) => (a.id < b.id ? -1 : 1))
  return sql`
    insert into request (${columnsOf(requestTypes)}) select * from ${rowsOf('given', inOrder, requestTypes)}`
}

/** Replaces locked requests as a whole. */
export async function updateRequests(
  trx: Transaction<Database>,
  requests: readonly RequestRow[],
): Promise<void> {
  if (requests.length > 0) await updatingRequests(requests).execute(trx)
}

/** What of a request may change after its opening. */
const changing = {
  id: requestTypes.id,
  state: requestTypes.state,
  counterpart_authority: requestTypes.counterpart_authority,
  sequence: requestTypes.sequence,
  head: requestTypes.head,
  last_other: requestTypes.last_other,
  snapshot: requestTypes.snapshot,
  own_authority: requestTypes.own_authority,
  updated_at: requestTypes.updated_at,
  next_clock_at: requestTypes.next_clock_at,
  due_at: requestTypes.due_at,
  matter: requestTypes.matter,
  turn: requestTypes.turn,
  unanswered: requestTypes.unanswered,
  came_sequence: requestTypes.came_sequence,
} as const

type ChangedRequest = Pick<RequestRow, keyof typeof changing>

export function updatingRequests(requests: readonly ChangedRequest[]): RawBuilder<unknown> {
  const names = Object.keys(changing).filter((name) => name !== 'id')
  const assignments = sql.raw(names.map((name) => `${name} = given.${name}`).join(', '))
  return sql`
    update request set ${assignments} from ${rowsOf<ChangedRequest>('given', requests, changing)} where request.id = given.id`
}

/** Inserts the measures or replaces them as a whole, under the locks of their requests. */
export async function saveMeasures(
  trx: Transaction<Database>,
  measures: readonly MeasureRow[],
): Promise<void> {
  if (measures.length > 0) await savingMeasures(measures).execute(trx)
}

export function savingMeasures(measures: readonly MeasureRow[]): RawBuilder<unknown> {
  return sql`
    insert into measure (${columnsOf(measureTypes)}) select * from ${rowsOf('given', measures, measureTypes)}
    on conflict (request, id) do update set ${overwrite(measureTypes, ['request', 'id'])}`
}

/** The request, or null. */
export async function findRequest(db: Kysely<Database>, id: string): Promise<RequestRow | null> {
  const row = await db.selectFrom('request').select(requestColumns).where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** The newest requests of an authority that bear this reference, at most a page; references are not unique among States. */
export async function findRequestsByReference(
  db: Kysely<Database>,
  authority: string,
  reference: string,
): Promise<RequestRow[]> {
  return await db
    .selectFrom('request')
    .select(requestColumns)
    .where('own_authority', '=', authority)
    .where('reference', '=', reference)
    .orderBy('updated_at', 'desc')
    .limit(pageMax)
    .execute()
}

const summaryColumns = [
  'id',
  'reference',
  'side',
  'own_state',
  'own_authority',
  'counterpart_state',
  'counterpart_authority',
  'state',
  'sequence',
  'opened_at',
  'updated_at',
  'next_clock_at',
] as const satisfies readonly (keyof RequestRow)[]

/** What a list shows of a request; the snapshot, which is large, is not among it. */
export type RequestSummary = Pick<RequestRow, (typeof summaryColumns)[number]>

export interface RequestListing {
  readonly authority: string
  readonly state?: string
  readonly side?: RequestRow['side']
  readonly counterpartState?: string
  /** The reference begins with this. */
  readonly referencePrefix?: string
  /** The last request of the page before. */
  readonly after?: Pick<RequestRow, 'updated_at' | 'id'>
  /** 1 to `pageMax`. */
  readonly limit: number
}

/** Sorts behind every character that a reference may hold. */
const lastCharacter = '\u{10FFFF}'

/** One page of the requests of one authority, the last changed first. */
export async function listRequests(db: Kysely<Database>, listing: RequestListing): Promise<RequestSummary[]> {
  let query = db.selectFrom('request').select(summaryColumns).where('own_authority', '=', listing.authority)
  const { state, side, counterpartState, referencePrefix, after } = listing
  if (state !== undefined) query = query.where('state', '=', state)
  if (side !== undefined) query = query.where('side', '=', side)
  if (counterpartState !== undefined) query = query.where('counterpart_state', '=', counterpartState)
  if (referencePrefix !== undefined) {
    // A range and not LIKE, whose plan would have to know the prefix to use the index.
    query = query.where(
      sql<boolean>`reference ~>=~ ${referencePrefix} and reference ~<~ ${referencePrefix + lastCharacter}`,
    )
  }
  if (after !== undefined)
    query = query.where(sql<boolean>`(updated_at, id) < (${after.updated_at}, ${after.id}::uuid)`)
  return await query
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sql.lit(Math.min(listing.limit, pageMax)))
    .execute()
}

/**
 * That the state of a request is none of these. They stand in the text of the statement, for the plan to know that the index
 * `request_open` holds all that are wanted.
 */
export function isInNone(states: Iterable<string>): RawBuilder<boolean> {
  return sql<boolean>`state not in (${sql.join([...states].map((state) => sql.lit(state)))})`
}

/** The requests with these ids and those of these matters. */
export async function findRequestsOf(
  db: Kysely<Database>,
  ids: readonly string[],
  matters: readonly string[],
): Promise<RequestRow[]> {
  if (ids.length === 0 && matters.length === 0) return []
  const { rows } = await sql<RequestRow>`
    select ${columnsOf(requestTypes)} from request where id = any(${ids}::uuid[]) or matter = any(${matters}::uuid[])`.execute(
    db,
  )
  return rows
}

/** The measures of a request in the order of their ids. */
export async function listMeasures(db: Kysely<Database>, request: string): Promise<MeasureRow[]> {
  return await db.selectFrom('measure').selectAll().where('request', '=', request).orderBy('id').execute()
}

/** Locks requests whose next clock has run out, the earliest first; those that another worker holds are passed over. */
export async function lockDueRequests(
  trx: Transaction<Database>,
  now: Date,
  limit: number,
): Promise<RequestRow[]> {
  return await trx
    .selectFrom('request')
    .select(requestColumns)
    .where('next_clock_at', '<=', now)
    .orderBy('next_clock_at')
    .limit(sql.lit(limit))
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
}

/** Whether a request has a clock that has run out and is not noted yet, also where another worker is about to. */
export async function hasDueRequests(db: Kysely<Database>, now: Date): Promise<boolean> {
  const due = db.selectFrom('request').select('id').where('next_clock_at', '<=', now).limit(sql.lit(1))
  return (await due.executeTakeFirst()) !== undefined
}

/**
 * Requests that a person calls by this name: the id or the beginning of one (8 characters or more), or the
 * reference. At most a page, the last changed first.
 *
 * @param authorities - those of this node: a reference is looked up for each
 */
export async function findRequestsByName(
  db: Kysely<Database>,
  authorities: readonly string[],
  name: string,
): Promise<RequestRow[]> {
  const beginning = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/i.test(name) ? name.toLowerCase().replaceAll('-', '') : null
  const first = beginning === null ? null : asUuid(beginning.padEnd(32, '0'))
  const last = beginning === null ? null : asUuid(beginning.padEnd(32, 'f'))
  const { rows } = await sql<RequestRow>`
    select * from (
      select ${columnsOf(requestTypes)} from request where own_authority = any(${authorities}::text[]) and reference = ${name}
      union
      select ${columnsOf(requestTypes)} from request where id between ${first}::uuid and ${last}::uuid
    ) as called
    order by updated_at desc
    limit ${sql.lit(pageMax)}`.execute(db)
  return rows
}

function asUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The ids of all requests of this node, for an export of everything. */
export async function listRequestIds(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('request').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/** The requests with this other State (null: with any) of this own authority (null: of each), by their ids. */
export async function listRequestsWith(
  db: Kysely<Database>,
  peer: string | null,
  authority: string | null,
): Promise<string[]> {
  let query = db.selectFrom('request').select('id')
  if (authority !== null) query = query.where('own_authority', '=', authority)
  if (peer !== null) query = query.where('counterpart_state', '=', peer)
  return (await query.orderBy('id').execute()).map(({ id }) => id)
}
