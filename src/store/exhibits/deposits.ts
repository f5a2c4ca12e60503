import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import { rowsOf } from '../rows.ts'
import type { Database } from '../tables.ts'
import type { DepositStatus, ExhibitDepositRow } from './exhibitTables.ts'

/** A deposit without the key that opens it, and the room that is kept for it: what lists show. */
export type DepositWithoutKey = Omit<ExhibitDepositRow, 'file_key' | 'held_bytes' | 'waiting_since'>

/** The deposit with this UUID, or null. */
export async function findDeposit(db: Kysely<Database>, id: string): Promise<ExhibitDepositRow | null> {
  const query = db.selectFrom('exhibit_deposit').selectAll().where('id', '=', id)
  return (await query.executeTakeFirst()) ?? null
}

/** The SHA-256 of the sealed forms of these deposits, by their ids. */
export async function sealedFormsOf(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select(['id', 'sealed_sha256'])
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, sealed_sha256 }) => [id, sealed_sha256]))
}

/** A file as it may be called for an authority. */
export interface NamedFile {
  readonly id: string
  /** Null: it is not one of the authority, or it was erased. */
  readonly name: string | null
  /** SHA-256 of its sealed form, by which the log knows it; hex. */
  readonly sealed: string
}

/** Those of these deposits that are here, in no order. */
export async function listNamedFiles(
  db: Kysely<Database>,
  authority: string,
  ids: readonly string[],
): Promise<readonly NamedFile[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<NamedFile>`
    select id, encode(sealed_sha256, 'hex') as sealed,
      case when status <> 'erased' and ${isOf(authority)} then name end as name
    from exhibit_deposit where id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return rows
}

/** The place of a deposit in the list of them. */
export type DepositPlace = Pick<ExhibitDepositRow, 'id' | 'taken_at'>

/** Which deposits; null: it says nothing. */
export interface AmongDeposits {
  /** Those after it, which are older. */
  readonly after: DepositPlace | null
  /** Those that came for a request, or are handed over in it. */
  readonly request: string | null
  readonly status: DepositStatus | null
  /** Those of this authority (`isOfAuthority`). */
  readonly authority: string | null
}

const amongAll: AmongDeposits = { after: null, request: null, status: null, authority: null }

/** So many deposits, the newest first. */
export async function newestDeposits(
  db: Kysely<Database>,
  limit: number,
  { after, request, status, authority }: AmongDeposits = amongAll,
): Promise<DepositWithoutKey[]> {
  let query = db
    .selectFrom('exhibit_deposit')
    .select([
      'id',
      'given_id',
      'state',
      'request',
      'sha256',
      'sha512',
      'bytes',
      'sealed_sha256',
      'sealed_bytes',
    ])
    .select([
      'name',
      'media_type',
      'status',
      'refusal',
      'taken_at',
      'person',
      'checked_at',
      'derived_from',
      'scan',
      'accepted',
      'authority',
    ])
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (after !== null)
    query = query.where(sql<boolean>`(taken_at, id) < (${after.taken_at}::timestamptz, ${after.id}::uuid)`)
  if (status !== null) query = query.where('status', '=', status)
  if (authority !== null) query = query.where(isOf(authority))
  if (request !== null)
    query = query.where((where) =>
      where.or([
        where('request', '=', request),
        sql<boolean>`id in (select deposit from exhibit_link where request = ${request}::uuid)`,
      ]),
    )
  return await query.execute()
}

/**
 * Whether a file is one of an authority of this State: it was taken in for it. Of what came from another State, and of what was taken in
 * before that was noted, it is one of whose request it came for or is handed over in; what is of no request is everybody's.
 */
export async function isOfAuthority(db: Kysely<Database>, id: string, authority: string): Promise<boolean> {
  const query = db.selectFrom('exhibit_deposit').select('id').where('id', '=', id).where(isOf(authority))
  return (await query.executeTakeFirst()) !== undefined
}

const isOf = (authority: string): RawBuilder<boolean> => sql<boolean>`(
  exhibit_deposit.authority = ${authority}
  or (exhibit_deposit.authority is null and (
    exists (select from request where id = exhibit_deposit.request and own_authority = ${authority})
    or exists (
      select from exhibit_link join request on request.id = exhibit_link.request
      where exhibit_link.deposit = exhibit_deposit.id and request.own_authority = ${authority})
    or (exhibit_deposit.request is null
      and not exists (select from exhibit_link where exhibit_link.deposit = exhibit_deposit.id))
  ))
)`

/** Says where a deposit stands now; `refusal` is the code of why it is damaged. */
export async function markDeposit(
  trx: Transaction<Database>,
  id: string,
  { status, refusal = null }: { readonly status: DepositStatus; readonly refusal?: string | null },
): Promise<void> {
  await trx.updateTable('exhibit_deposit').set({ status, refusal }).where('id', '=', id).execute()
}

/** Destroys the key of a deposit: from the commit on nobody opens its file, wherever it lies. */
export async function destroyFileKey(trx: Transaction<Database>, id: string): Promise<void> {
  await trx
    .updateTable('exhibit_deposit')
    .set({ status: 'erased', file_key: null })
    .where('id', '=', id)
    .execute()
}

/** The requests in which each of these deposits is handed over. */
export async function requestsOfDeposits(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('exhibit_link')
    .select(['deposit', 'request'])
    .distinct()
    .where('deposit', 'in', [...new Set(ids)])
    .orderBy('deposit')
    .orderBy('request')
    .execute()
  for (const { deposit, request } of rows) found.set(deposit, [...(found.get(deposit) ?? []), request])
  return found
}

/** Where these deposits stand, by their ids. */
export async function statusOfDeposits(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DepositStatus>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select(['id', 'status'])
    .where(sql<boolean>`id = any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, status }) => [id, status]))
}

/** Says what the reading of a sealed file has come to; false where the deposit has another status than `before` by now. */
export async function noteChecked(
  trx: Transaction<Database>,
  id: string,
  before: DepositStatus,
  {
    status,
    refusal,
    at,
  }: { readonly status: DepositStatus; readonly refusal: string | null; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exhibit_deposit')
    .set({ status, refusal, checked_at: at })
    .where('id', '=', id)
    .where('status', '=', before)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Says that a damaged file is to be fetched anew; false where it is not damaged any more. */
export async function noteWanted(trx: Transaction<Database>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('exhibit_deposit')
    .set({ status: 'announced', refusal: null, held_bytes: 0 })
    .where('id', '=', id)
    .where('status', '=', 'damaged')
    .where('file_key', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Deposits that are whole and whose sealed files were not read since that instant, the longest unread first. */
export async function listUnchecked(
  db: Kysely<Database>,
  since: Date,
  but: readonly string[],
  limit: number,
): Promise<ExhibitDepositRow[]> {
  return await db
    .selectFrom('exhibit_deposit')
    .selectAll()
    .where('status', '=', 'whole')
    .where(sql<boolean>`id <> all(${[...but]}::uuid[])`)
    .where((given) => given.fn.coalesce('checked_at', 'taken_at'), '<', since)
    .orderBy((given) => given.fn.coalesce('checked_at', 'taken_at'))
    .limit(sql.lit(limit))
    .execute()
}

/** The ids of all deposits whose sealed files can be read where they lie, the oldest first. */
export async function listCheckable(db: Kysely<Database>, own: string): Promise<string[]> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select('id')
    .where((where) =>
      where.or([
        where('status', '=', 'whole'),
        where.and([where('status', '=', 'damaged'), where('state', '=', own)]),
      ]),
    )
    .orderBy('taken_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Says what has come of files for good, each once; returns the ids of those that were being fetched still. */
export async function settleDeposits(
  trx: Transaction<Database>,
  settled: readonly {
    readonly id: string
    readonly status: DepositStatus
    readonly refusal: string | null
  }[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update exhibit_deposit set status = given.status, refusal = given.refusal
    from ${rowsOf('given', settled, settledTypes)}
    where exhibit_deposit.id = given.id and exhibit_deposit.status in ('announced', 'accepted', 'fetching')
    returning exhibit_deposit.id`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}

const settledTypes = { id: 'uuid', status: 'text', refusal: 'text' } as const
