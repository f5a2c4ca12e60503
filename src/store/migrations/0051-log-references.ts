import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What stands of an entry elsewhere names it by the number that the same statement, or the one that was read for it, has got from the
 * table of entries, and from that nothing can be taken out: to look each of them up once more found what could not be otherwise, and was
 * a ninth of what an entry costs the database (docs/decisions/0083).
 */
export const logReferences: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table audit_leaf drop constraint audit_leaf_entry_fkey',
  'alter table audit_secret drop constraint audit_secret_entry_fkey',
]
