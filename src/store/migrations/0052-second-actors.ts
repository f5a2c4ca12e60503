import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What somebody did whom the details of an entry name, and not its actor (`acting` of the events): without these, whoever asked what a
 * person did had all details of the log looked through (docs/decisions/0089).
 */
export const secondActors: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = ['approver', 'name', 'signInName'].map(
  (detail) =>
    `create index audit_secret_${detail.toLowerCase()} on audit_secret ((value::jsonb ->> '${detail}'))
      where field = 'details' and value like '%"${detail}":%'`,
)
