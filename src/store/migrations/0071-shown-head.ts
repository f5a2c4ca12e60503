import { type Kysely, type Migration, sql } from 'kysely'

/** The newest head of each log of a peer that was shown here with a proof (docs/decisions/0120). */
export const shownHead: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `create table shown_head (
          peer_state text not null,
          origin text not null,
          size bigint not null,
          -- The checkpoint as its log has signed it.
          note text not null,
          primary key (peer_state, origin)
        )`,
      )
      .execute(db)
  },
}
