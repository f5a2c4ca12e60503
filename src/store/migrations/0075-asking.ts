import { type Kysely, type Migration, sql } from 'kysely'

/** What a peer has asked last, so that nothing is settled by an answer to what was posted before (docs/decisions/0035). */
export const asking: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw('alter table peer add column asking uuid not null default gen_random_uuid()').execute(db)
  },
}
