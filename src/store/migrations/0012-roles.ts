import { type Kysely, type Migration, sql } from 'kysely'

/** What lets a node use its tables without owning them (`store/roles.ts`). */
export const roles: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Whoever inserts an entry queues it, and can put nothing else into the queue.
  'alter function audit_queue() security definer',
  // A function that runs as its owner must not find tables that somebody else has put in its way.
  `do $$ begin
    execute format('alter function audit_queue() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
