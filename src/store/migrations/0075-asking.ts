import { type Kysely, type Migration, sql } from 'kysely'

/** What a peer has asked last, so that nothing is settled by an answer to what was posted before (docs/decisions/0035). */
export const asking: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

// In steps: a column with such a default from the first has the table written anew, and a backup under way would find no peer in it.
const statements = [
  'alter table peer add column asking uuid',
  'update peer set asking = gen_random_uuid()',
  'alter table peer alter column asking set default gen_random_uuid(), alter column asking set not null',
]
