import { type Kysely, type Migration, sql } from 'kysely'

/** Lists of revoked certificates: kept for ever, because old signatures are judged by them. */
export const revocation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table revocation_list (
    digest text primary key,
    state text not null,
    authority text not null,
    number numeric(50) not null,
    this_update timestamptz not null,
    next_update timestamptz not null,
    der bytea not null,
    accepted_at timestamptz not null,
    unique (authority, number)
  )`,
]
