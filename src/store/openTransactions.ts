import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

/** Whether another connection of this role is in the middle of a transaction on this database. */
export async function hasOpenTransactions(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (
      select from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend' and xact_start is not null
    ) as open`.execute(db)
  return rows[0]?.open === true
}
