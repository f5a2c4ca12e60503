import { type Kysely, type Migration, sql } from 'kysely'

/** What a scanner said of a file when it was taken in, here or by the State that hands it over. */
export const exhibitScan: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // schemas/part/exhibit-scan.json, canonical; null: nobody scanned it.
    await sql`alter table exhibit_deposit add column scan text`.execute(db)
  },
}
