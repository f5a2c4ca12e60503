import { type Kysely, type Migration, sql } from 'kysely'

/** The alarms in the log, so that they are found among millions of entries that are none. */
export const alarms: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create index audit_entry_alarm on audit_entry ((entry::jsonb ->> 'evt'), at)
    where (entry::jsonb ->> 'evt') in ('log.broken', 'log.unwitnessed', 'log.unstamped', 'log.continued', 'witness.refused',
      'balance.differed', 'equivocation.found', 'receipt.unproven', 'record.closed', 'exhibit.damaged')`,
]
