import { type Kysely, type Migration, sql } from 'kysely'

/** Files that were taken in for a draft, for whom a file was taken in, and what drafts are begun from. */
export const draftFile: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // For which authority of this State it was taken in; of files of before nobody knows.
  'alter table exhibit_deposit add column authority text',
  `create table draft_file (
    deposit uuid primary key references exhibit_deposit,
    draft uuid not null references draft,
    taken_at timestamptz not null
  )`,
  'create index draft_file_of_draft on draft_file (draft)',
  'create index draft_file_taken on draft_file (taken_at)',
  `create table draft_template (
    id uuid primary key,
    authority text not null,
    name text not null check (length(name) between 1 and 100),
    type text not null,
    language text not null,
    body text not null check (octet_length(body) <= 1048576),
    made_by uuid not null references person,
    made_at timestamptz not null,
    unique (authority, name)
  )`,
]
