import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow } from './exhibitTables.ts'

/** Locks the room that the files of a State have here until the transaction ends: nobody keeps any of it for a file meanwhile. */
export async function lockRoom(trx: Transaction<Database>, state: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rogatory room ${state}`}, 0))`.execute(trx)
}

/**
 * Bytes of room that the files of a State take up here, in sealed form: those that are whole, or damaged and set aside, those that may be
 * coming, all of each, and of those that wait what has come of them.
 */
export async function keptBytes(db: Kysely<Database>, state: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(case when status in ('whole', 'damaged') then sealed_bytes else held_bytes end), 0)::bigint as bytes
    from exhibit_deposit
    where state = ${state} and status in ('whole', 'damaged', 'announced', 'accepted', 'fetching')`.execute(
    db,
  )
  return rows[0]?.bytes ?? 0
}

/** Bytes of it that each of these files takes up which is not whole or damaged, by their ids. */
export async function heldBytesOf(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('exhibit_deposit')
    .select(['id', 'held_bytes'])
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .where('status', 'in', ['announced', 'accepted', 'fetching'])
    .execute()
  return new Map(rows.map(({ id, held_bytes }) => [id, held_bytes]))
}

/** Keeps the room for all of each of these files, until it is whole, damaged or waits. */
export async function holdRoom(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('exhibit_deposit')
    .set({ held_bytes: sql<number>`sealed_bytes` })
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .where('status', 'in', ['announced', 'accepted', 'fetching'])
    .execute()
}

/** Gives back the room that was kept for a file, but for these bytes that have come of it. */
export async function releaseRoom(db: Kysely<Database>, id: string, heldBytes: number): Promise<void> {
  await db.updateTable('exhibit_deposit').set({ held_bytes: heldBytes }).where('id', '=', id).execute()
}

/**
 * Says why a file is not here yet, and gives back its room but for these bytes. Where a person has accepted it meanwhile, it stands as that
 * person said.
 *
 * @param isBegun - it counts as being fetched; else it stands as it did
 * @param machineNow - since when it waits, if it did not wait for the same before
 * @returns since when it has waited for this reason, by the clock of the machine; null: it does not wait any more
 */
export async function noteWaitingDeposit(
  trx: Transaction<Database>,
  { id, accepted }: Pick<ExhibitDepositRow, 'id' | 'accepted'>,
  {
    refusal,
    isBegun,
    heldBytes,
    machineNow,
  }: {
    readonly refusal: string
    readonly isBegun: boolean
    readonly heldBytes: number
    readonly machineNow: Date
  },
): Promise<Date | null> {
  await releaseRoom(trx, id, heldBytes)
  const row = await trx
    .updateTable('exhibit_deposit')
    .set({
      refusal,
      waiting_since: sql<Date>`case when refusal = ${refusal} then coalesce(waiting_since, ${machineNow}) else ${machineNow} end`,
      ...(isBegun ? { status: 'fetching' as const } : {}),
    })
    .where('id', '=', id)
    .where('status', 'in', ['announced', 'accepted', 'fetching'])
    .where('accepted', '=', accepted)
    .returning('waiting_since')
    .executeTakeFirst()
  return row?.waiting_since ?? null
}
