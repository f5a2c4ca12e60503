import { type Kysely, type Migration, sql } from 'kysely'

/** The room that files of other States take up before they are whole (docs/decisions/0103). */
export const heldRoom: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Bytes: all of the sealed form while a file may come, what has come of it while it waits.
  'alter table exhibit_deposit add column held_bytes bigint not null default 0 check (held_bytes >= 0)',
]
