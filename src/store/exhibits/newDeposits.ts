import { type Transaction, sql } from 'kysely'
import { columnsOf, rowsOf } from '../rows.ts'
import type { Database } from '../tables.ts'
import type { ExhibitDepositRow } from './exhibitTables.ts'
import { contentTypes } from './contentTypes.ts'

/** A deposit of this State that was just taken in. */
export type NewDeposit = Omit<
  ExhibitDepositRow,
  'accepted' | 'refusal' | 'checked_at' | 'given_id' | 'held_bytes' | 'waiting_since'
>

/** Keeps new deposits of this State. Unique violation where the id of one is here already. */
export async function insertDeposits(
  trx: Transaction<Database>,
  deposits: readonly NewDeposit[],
): Promise<void> {
  await sql`
    insert into exhibit_deposit (${columnsOf(newTypes)}, given_id)
    select given.*, given.id from ${rowsOf('given', deposits, newTypes)}`.execute(trx)
}

const newTypes = {
  id: 'uuid',
  ...contentTypes,
  status: 'text',
  person: 'text',
  authority: 'text',
} as const satisfies Record<keyof NewDeposit, string>
