import { type Kysely, type Migration, sql } from 'kysely'

/** What holds an entry to the moment that it says reads that moment alone: reading the JSON of each cost as much as an index does. */
export const entryTime: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create or replace function audit_queue() returns trigger language plpgsql as $$
    begin
      if exists (
        select from new_entries
        where at <> nullif(split_part(split_part(entry, '"t":"', 2), '"', 1), '')::timestamptz
      ) then
        raise exception 'an entry is dated otherwise than it says' using errcode = 'check_violation';
      end if;
      insert into audit_pending (entry) select id from new_entries;
      return null;
    end $$`,
  // Replaced, a function forgets as whom it runs and where it looks (0012).
  'alter function audit_queue() security definer',
  `do $$ begin
    execute format('alter function audit_queue() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
