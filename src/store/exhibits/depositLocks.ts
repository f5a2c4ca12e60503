import type { Transaction } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow } from './exhibitTables.ts'

/** Locks a deposit until the transaction ends: nobody names it, or hands it over, meanwhile. */
export async function lockDeposit(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.selectFrom('exhibit_deposit').select('id').where('id', '=', id).forUpdate().execute()
}

/**
 * Own deposits for whoever names them or hands them over in this transaction: who has locked one to destroy it is waited for, who
 * only notes something of one is not.
 */
export async function lockOwnDeposits(
  trx: Transaction<Database>,
  state: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExhibitDepositRow>> {
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('exhibit_deposit')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .where('state', '=', state)
    .orderBy('id')
    .forKeyShare()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
