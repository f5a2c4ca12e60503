import { type Kysely, type Migration, sql } from 'kysely'

/** By the sizes of its files a folder is looked through for what is here already. */
export const sizesOfDeposits: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(`create index exhibit_deposit_bytes on exhibit_deposit (bytes) where status = 'whole'`)
      .execute(db)
  },
}
