import { sql } from 'kysely'
import type { Db } from '../../src/store/database.ts'

/**
 * Does something while the database takes no message, or nothing of what is named, as where its disk is full or it may only be read.
 *
 * @param state - SQLSTATE with which each is refused
 * @param what - is not taken
 */
export async function whileTakingNothing<Outcome>(
  db: Db,
  state: string,
  work: () => Promise<Outcome>,
  what: 'insert on message' | 'update on draft' = 'insert on message',
): Promise<Outcome> {
  await sql
    .raw(
      `create function take_nothing() returns trigger language plpgsql as $$
      begin
        raise exception 'takes nothing' using errcode = '${state}';
      end $$`,
    )
    .execute(db)
  try {
    await sql`create trigger take_nothing before ${sql.raw(what)} for each statement execute function take_nothing()`.execute(
      db,
    )
    return await work()
  } finally {
    await sql`drop function take_nothing cascade`.execute(db)
  }
}
