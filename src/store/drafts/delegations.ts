import { sql } from 'kysely'
import type { Db, Trx } from '../database.ts'
import type { DelegationRow } from './draftTables.ts'

/** A delegation that is given. */
export type NewDelegation = Omit<DelegationRow, 'withdrawn_at' | 'withdrawn_by'>

/** Keeps a delegation. */
export async function insertDelegation(trx: Trx, row: NewDelegation): Promise<void> {
  await trx.insertInto('delegation').values(row).execute()
}

const days = [
  sql<string>`from_day::text`.as('from_day'),
  sql<string>`until_day::text`.as('until_day'),
] as const
const others = ['id', 'authority', 'giver', 'receiver', 'made_at', 'withdrawn_at', 'withdrawn_by'] as const

/** Those that a person has given or received and that have not ended before this day, the first to begin first. */
export async function listDelegations(
  db: Db | Trx,
  person: string,
  today: string,
  max: number,
): Promise<DelegationRow[]> {
  return await db
    .selectFrom('delegation')
    .select(others)
    .select(days)
    .where((where) => where.or([where('giver', '=', person), where('receiver', '=', person)]))
    .where('until_day', '>=', sql<string>`${today}::date`)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_day')
    .orderBy('id')
    .limit(max)
    .execute()
}

/** Those by which a person may approve on this day, kept as they are until the transaction ends. */
export async function lockDelegationsTo(trx: Trx, receiver: string, today: string): Promise<DelegationRow[]> {
  return await trx
    .selectFrom('delegation')
    .select(others)
    .select(days)
    .where('receiver', '=', receiver)
    .where('from_day', '<=', sql<string>`${today}::date`)
    .where('until_day', '>=', sql<string>`${today}::date`)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_day')
    .orderBy('id')
    .forShare()
    .execute()
}

/** Withdraws what a person has given or received. Returns who had received it; null when there is no such, or it was withdrawn. */
export async function withdrawDelegation(
  trx: Trx,
  id: string,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<string | null> {
  const row = await trx
    .updateTable('delegation')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('id', '=', id)
    .where((where) => where.or([where('giver', '=', by), where('receiver', '=', by)]))
    .where('withdrawn_at', 'is', null)
    .returning('receiver')
    .executeTakeFirst()
  return row?.receiver ?? null
}
