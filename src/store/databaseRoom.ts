import { type Kysely, sql } from 'kysely'
import type { Database } from './tables.ts'

/** Of a row that takes a quarter of a page, and is small enough to be kept as it is. */
const rowBytes = 1_900

/** Thrown to give the pages back. */
class Undone extends Error {}

/**
 * Has the server lay out so many bytes of new pages where the tables of this database lie, and gives them back. Of a disk that is full
 * nothing else tells for sure: what is written may find a place in pages that are there. They are those of a temporary table, which
 * leave no trace in the log of changes, whose disk PostgreSQL cannot do without.
 *
 * @returns false where the role may make no temporary table
 * @throws what the server says where there is no room (SQLSTATE 53100)
 */
export async function tryRoom(db: Kysely<Database>, bytes: number): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select has_database_privilege(current_database(), 'temporary') as may`.execute(db)
  if (rows[0]?.may !== true) return false
  await db
    .transaction()
    .execute(async (trx) => {
      // Temporary tables may have a disk of their own.
      await sql`set local temp_tablespaces = ''`.execute(trx)
      await sql`create temporary table room (filler text) on commit drop`.execute(trx)
      await sql`
        insert into pg_temp.room
        select repeat('x', ${rowBytes}::integer) from generate_series(1, ${Math.ceil(bytes / rowBytes)}::integer)`.execute(
        trx,
      )
      throw new Undone()
    })
    .catch((reason: unknown) => {
      if (!(reason instanceof Undone)) throw reason
    })
  return true
}
