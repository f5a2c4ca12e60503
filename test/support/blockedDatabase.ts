import { sql } from 'kysely'
import type { WorldState } from './world.ts'

/**
 * Lets nobody connect to the database of a State and ends all who are.
 *
 * @param other - over whose connection that is done
 */
export async function blockDatabase(
  { database }: Pick<WorldState, 'database'>,
  other: Pick<WorldState, 'database'>,
): Promise<{ restore: () => Promise<void> }> {
  const { db } = other.database
  const name = new URL(database.url).pathname.slice(1)
  const allow = async (value: boolean): Promise<void> => {
    await sql`alter database ${sql.id(name)} with allow_connections ${sql.raw(String(value))}`.execute(db)
  }
  await allow(false)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(db)
  return { restore: () => allow(true) }
}
