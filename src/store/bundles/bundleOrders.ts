import { type Insertable, type Kysely, sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { Database } from '../tables.ts'
import type { BundleOrderRow, BundleOrderTable } from './bundleTables.ts'

const open = ['waiting', 'making'] as const

/** Keeps what somebody asks for. */
export async function insertBundleOrder(trx: Trx, order: Insertable<BundleOrderTable>): Promise<void> {
  await trx.insertInto('bundle_order').values(order).execute()
}

/** Orders of a person that are kept. */
export async function countBundlesOf(trx: Trx, person: string): Promise<number> {
  const query = trx.selectFrom('bundle_order').select((of) => of.fn.countAll<number>().as('orders'))
  return (await query.where('person', '=', person).executeTakeFirstOrThrow()).orders
}

/** Orders of all people that wait or are made, up to so many. */
export async function countOpenBundles(db: Db | Trx, countedMax: number): Promise<number> {
  const rows = await db
    .selectFrom('bundle_order')
    .select('id')
    .where('stage', 'in', open)
    .limit(countedMax)
    .execute()
  return rows.length
}

/** A person's orders, the newest first, each with its place among those that are not over: 1 is next or made; null: it is over. */
export async function listBundlesOf(
  db: Db,
  person: string,
): Promise<(BundleOrderRow & { readonly place: number | null })[]> {
  const rows = await db
    .selectFrom('bundle_order')
    .selectAll()
    .where('person', '=', person)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .execute()
  if (rows.every(({ until }) => until !== null)) return rows.map((row) => ({ ...row, place: null }))
  const inOrder = await db
    .selectFrom('bundle_order')
    .select('id')
    .where('stage', 'in', open)
    .orderBy('asked_at')
    .orderBy('id')
    .execute()
  const places = new Map(inOrder.map(({ id }, index) => [id, index + 1]))
  return rows.map((row) => ({ ...row, place: places.get(row.id) ?? null }))
}

/** A person's order; null: there is none with this id. */
export async function findBundleOf(db: Db, person: string, id: string): Promise<BundleOrderRow | null> {
  const query = db.selectFrom('bundle_order').selectAll().where('id', '=', id).where('person', '=', person)
  return (await query.executeTakeFirst()) ?? null
}

/**
 * Takes the order that waits longest, or one of whose making nothing was heard since an instant; null: there is none. Of two processes
 * that ask at once each gets another.
 *
 * @param silentCode - why the making broke off of one of which nothing was heard, for whoever asked for it
 */
export async function claimBundle(
  db: Db,
  {
    now,
    silentSince,
    silentCode,
  }: { readonly now: Date; readonly silentSince: Date; readonly silentCode: string },
): Promise<BundleOrderRow | null> {
  const { rows } = await sql<BundleOrderRow>`
    update bundle_order set stage = 'making', attempts = attempts + 1, told_at = ${now}, step = null, done = 0, of = 0,
      code = case stage when 'making' then ${silentCode} else code end
    where id = (
      select id from bundle_order
      where stage in ('waiting', 'making') and (stage = 'waiting' or told_at < ${silentSince})
      order by asked_at, id limit 1
      for update skip locked
    )
    returning *`.execute(db)
  return rows[0] ?? null
}

/** Which making of an order it is: one that was begun anew elsewhere is another. */
export type BundleAttempt = Pick<BundleOrderRow, 'id' | 'attempts'>

/** Writes what has come of a making. False: it was cancelled, refused, or begun anew elsewhere. */
export async function changeBundle(
  db: Db,
  { id, attempts }: BundleAttempt,
  change: Partial<Omit<BundleOrderRow, 'id' | 'attempts'>>,
): Promise<boolean> {
  const changed = await db
    .updateTable('bundle_order')
    .set(change)
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('stage', '=', 'making')
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Ends an order of a person that waits or is made. False: there is none such. */
export async function cancelBundle(db: Db, person: string, id: string, until: Date): Promise<boolean> {
  const changed = await db
    .updateTable('bundle_order')
    .set({ stage: 'cancelled', until })
    .where('id', '=', id)
    .where('person', '=', person)
    .where('stage', 'in', open)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Takes away an order of a person that is over, and what opens its file. Returns the name of the file, if there was one. */
export async function deleteBundle(db: Db, person: string, id: string): Promise<readonly Buffer[]> {
  const rows = await db
    .deleteFrom('bundle_order')
    .where('id', '=', id)
    .where('person', '=', person)
    .where('until', 'is not', null)
    .returning('sealed_sha256')
    .execute()
  return rows.flatMap(({ sealed_sha256 }) => sealed_sha256 ?? [])
}

/** Takes away all that are over since before an instant. Returns the names of their files. */
export async function sweepBundles(db: Db, now: Date): Promise<readonly Buffer[]> {
  const rows = await db
    .deleteFrom('bundle_order')
    .where('until', '<=', now)
    .returning('sealed_sha256')
    .execute()
  return rows.flatMap(({ sealed_sha256 }) => sealed_sha256 ?? [])
}

/** Which of these sealed files, by the SHA-256 (hex) of their bytes, are bundles that can be opened. */
export async function sealedBundlesAmong(
  db: Kysely<Database>,
  files: readonly Buffer[],
): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('bundle_order')
    .select('sealed_sha256')
    .where('sealed_sha256', 'in', files)
    .where('file_key', 'is not', null)
    .execute()
  return rows.flatMap(({ sealed_sha256 }) => sealed_sha256 ?? [])
}
