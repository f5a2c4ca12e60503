import { sql } from 'kysely'
import type { Db } from '../../src/store/database.ts'

/**
 * Does something while the database takes no message, as where its disk is full or it may only be read.
 *
 * @param state - SQLSTATE with which each is refused
 */
export async function whileTakingNothing<Outcome>(
  db: Db,
  state: string,
  work: () => Promise<Outcome>,
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
    await sql`create trigger take_nothing before insert on message for each statement execute function take_nothing()`.execute(
      db,
    )
    return await work()
  } finally {
    await sql`drop function take_nothing cascade`.execute(db)
  }
}
