import { type Kysely, type Migration, sql } from 'kysely'

/** What a time-stamping authority has signed of the heads of the own log (RFC 3161). */
export const timeStamp: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Kept for ever, as the cosignatures are: they bracket the time of every entry.
  `create table time_stamp (
    log integer not null,
    size bigint not null,
    -- The note as it was signed here: what the token is over.
    note text not null,
    -- The token in DER, with the certificates of its authority.
    token bytea not null,
    -- The time that it says.
    stamped_at timestamptz not null,
    primary key (log, size)
  )`,
]
