import { type Kysely, type Migration, sql } from 'kysely'

/** Files that people at the desk upload into a draft, beside those of systems (docs/decisions/0099). */
export const uploadOfDraft: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table exhibit_upload alter column token drop not null',
  'alter table exhibit_upload add column person uuid references person',
  'alter table exhibit_upload add column draft uuid references draft',
  // What the form said of the file, from where, and by what the browser knows it again; goes when the upload is over.
  'alter table exhibit_upload add column posted text check (octet_length(posted) <= 65536)',
  `alter table exhibit_upload add check ((token is null) = (person is not null))`,
  `alter table exhibit_upload add check ((person is null) = (draft is null))`,
  `alter table exhibit_upload add check ((posted is not null) = (person is not null and file_key is not null))`,
  `create index exhibit_upload_of_person on exhibit_upload (person, draft) where person is not null`,
]
