import { type Kysely, type Migration, sql } from 'kysely'

/** The log cannot be told another time than its entry says, and no hold comes or goes of which it does not tell. */
export const told: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The form of a moment is fixed (UTC), so nothing but the text decides. For all entries of a statement at once: a check
  // of each row by a function cost a tenth of the exchange.
  `create or replace function audit_queue() returns trigger language plpgsql as $$
    begin
      if exists (select from new_entries where at <> (entry::jsonb ->> 't')::timestamptz) then
        raise exception 'an entry is dated otherwise than it says' using errcode = 'check_violation';
      end if;
      insert into audit_pending (entry) select id from new_entries;
      return null;
    end $$`,
  'alter function audit_queue() security definer',
  `do $$ begin
    execute format('alter function audit_queue() set search_path = %I, pg_temp', current_schema());
  end $$`,
  // At the end of the transaction, whatever came first in it: the last that the log tells of the record is this.
  `create function legal_hold_told() returns trigger language plpgsql as $$
    declare
      held uuid := coalesce(new.request, old.request);
      told text;
    begin
      select e.entry::jsonb ->> 'evt' into told
        from audit_subject s join audit_entry e on e.leaf = s.last_leaf
        where s.subject = audit_subject_of(held);
      if told is distinct from tg_argv[0] then
        raise exception 'the log does not tell of it: %', tg_argv[0] using errcode = 'check_violation';
      end if;
      return null;
    end $$`,
  ...[
    ['insert', 'hold.placed'],
    ['delete', 'hold.released'],
  ].flatMap(([act, event]) => [
    `create constraint trigger told_${act} after ${act} on legal_hold deferrable initially deferred
      for each row execute function legal_hold_told('${event}')`,
    `alter table legal_hold enable always trigger told_${act}`,
  ]),
]
