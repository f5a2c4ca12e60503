import { type Kysely, type Migration, sql } from 'kysely'

/** What two nodes tell each other of the files between them, what people note of files, and when each was read again. */
export const custody: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // When the sealed file was last read as a whole where it lies, by the clock of the machine; null: never since it came.
  'alter table exhibit_deposit add column checked_at timestamptz',
  // The deposit from which it was made, which may be one that is not here.
  'alter table exhibit_deposit add column derived_from uuid',
  `create index exhibit_deposit_unchecked on exhibit_deposit (coalesce(checked_at, taken_at)) where status = 'whole'`,
  `create table exhibit_report (
    -- Of the report, as its node has signed it.
    digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
    deposit uuid not null references exhibit_deposit,
    peer_state text not null,
    -- Whether this node made it, for the peer; else the peer did, for this node.
    own boolean not null,
    report text not null,
    event text not null,
    outcome text not null check (outcome in ('whole', 'damaged')),
    code text,
    in_reply_to text,
    found_at timestamptz not null,
    kept_at timestamptz not null,
    -- When the peer is told next, by the clock of the machine; null: there is nothing to tell any more.
    due_at timestamptz,
    attempts integer not null default 0,
    -- When the peer answered, and why it does not keep it; null: it does.
    settled_at timestamptz,
    refusal text
  )`,
  'create index exhibit_report_deposit on exhibit_report (deposit, kept_at)',
  'create index exhibit_report_due on exhibit_report (due_at) where due_at is not null',
  'create index exhibit_report_answers on exhibit_report (in_reply_to) where in_reply_to is not null',
  `create index exhibit_report_doubts on exhibit_report (kept_at)
    where not own and outcome = 'damaged' and in_reply_to is null`,
  `create table custody_note (
    deposit uuid not null references exhibit_deposit,
    number integer not null check (number > 0),
    noted_at timestamptz not null,
    -- schemas/part/custody-event.json
    event text not null,
    person text not null check (length(person) between 1 and 300),
    primary key (deposit, number)
  )`,
  // What the log tells of one file is found without reading all of it. Entries are canonical JSON: nothing stands between.
  `create index audit_entry_exhibit on audit_entry ((entry::jsonb ->> 'digest'))
    where entry like '%"evt":"exhibit.%'`,
  // Whoever cannot open a file any more need not read who had it in hands: that names people.
  `create function custody_note_goes() returns trigger language plpgsql security definer as $$
    begin
      delete from custody_note where deposit = new.id;
      return null;
    end $$`,
  `do $$ begin
    execute format('alter function custody_note_goes() set search_path = %I, pg_temp', current_schema());
  end $$`,
  `create trigger notes_go_with_the_key after update of file_key on exhibit_deposit for each row
    when (old.file_key is not null and new.file_key is null) execute function custody_note_goes()`,
  'alter table exhibit_deposit enable always trigger notes_go_with_the_key',
]
