import { type Kysely, type Migration, sql } from 'kysely'

/** What is about a request is found by what the entries say themselves: nothing that the node can change leads there. */
export const auditRecord: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statement).execute(db)
  },
}

const statement = `create index audit_entry_record on audit_entry ((entry::jsonb ->> 'record')) where entry like '%"record":"%'`
