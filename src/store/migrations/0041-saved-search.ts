import { type Kysely, type Migration, sql } from 'kysely'

/** What a person looks for again and again. */
export const savedSearch: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // What was asked, never what was found.
  `create table saved_search (
    id uuid primary key,
    person uuid not null references person,
    -- Where it is asked: the search, or the list of requests.
    place text not null check (place in ('search', 'cases')),
    name text not null check (length(name) between 1 and 60),
    -- As it stands in the address of the page.
    query text not null check (octet_length(query) <= 4096),
    made_at timestamptz not null,
    unique (person, name)
  )`,
]
