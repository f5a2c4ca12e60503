import { type Kysely, type Migration, sql } from 'kysely'

/** Where, and why, a file is taken in that a system of the State uploads (docs/decisions/0104). */
export const uploadCircumstances: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table exhibit_upload add column place text check (length(place) between 1 and 300)',
  'alter table exhibit_upload add column reason text check (length(reason) between 1 and 2000)',
]
