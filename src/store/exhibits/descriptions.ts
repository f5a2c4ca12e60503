import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../tables.ts'
import type { ExhibitDescriptionRow } from './exhibitTables.ts'

/** Keeps what was described of a deposit as it was taken in. */
export async function insertDescription(
  trx: Transaction<Database>,
  description: ExhibitDescriptionRow,
): Promise<void> {
  await trx.insertInto('exhibit_description').values(description).execute()
}

/** The descriptions of these deposits, by the deposit. */
export async function descriptionsOf(
  db: Kysely<Database>,
  deposits: readonly string[],
): Promise<ReadonlyMap<string, ExhibitDescriptionRow>> {
  if (deposits.length === 0) return new Map()
  const rows = await db
    .selectFrom('exhibit_description')
    .selectAll()
    .where('deposit', 'in', [...new Set(deposits)])
    .execute()
  return new Map(rows.map((row) => [row.deposit, row]))
}
