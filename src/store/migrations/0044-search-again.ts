import { type Kysely, type Migration, sql } from 'kysely'

/** Words are read again: among those that were there were pieces of the keys of files. */
export const searchAgain: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'delete from search_word',
  'delete from search_pending',
  `insert into search_pending (message, request)
    select digest, request from message where jws <> '' order by stored_at`,
]
