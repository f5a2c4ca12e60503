import { type Kysely, type Migration, sql } from 'kysely'

/** When the first running clock of a request ends or has ended, so that what is due is found without opening all of them. */
export const due: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `alter table request add column due_at timestamptz`,
  `create index request_due on request (own_authority, due_at, id) where due_at is not null`,
]
