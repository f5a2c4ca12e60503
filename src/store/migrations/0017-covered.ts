import { type Kysely, type Migration, sql } from 'kysely'

/** Finds the entries of the log that name the requests they cover, without reading the others. */
export const covered: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The texts are canonical JSON: in what somebody wrote, the quotation marks would stand behind a reverse solidus.
  `create index audit_secret_scope on audit_secret using gin ((value::jsonb -> 'scope'))
    where field = 'details' and value like '%"scope":[%'`,
]
