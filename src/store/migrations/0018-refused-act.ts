import { type Kysely, type Migration, sql } from 'kysely'

/** Bounds how many refused acts of one person the log tells one by one. */
export const refusedAct: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // A row stands for a minute, and goes with an entry that counts what was not told.
  `create table refused_act (
    person text primary key check (length(person) between 1 and 300),
    role text not null,
    authority text not null,
    since timestamptz not null default now(),
    noted integer not null check (noted >= 1),
    more integer not null check (more >= 0),
    last_code text not null
  )`,
]
