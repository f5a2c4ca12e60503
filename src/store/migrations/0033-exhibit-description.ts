import { type Kysely, type Migration, sql } from 'kysely'

/** What a description that came with a file says of it, to be said again where the file is handed over. */
export const exhibitDescription: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table exhibit_description (
    deposit uuid primary key references exhibit_deposit,
    -- schemas/part/evidence-item.json, without the custody, which stands among the notes.
    item text not null,
    described_at timestamptz not null,
    person text not null check (length(person) between 1 and 300)
  )`,
  // It names people and places, and goes with the key as the notes do.
  `create or replace function custody_note_goes() returns trigger language plpgsql security definer as $$
    begin
      delete from custody_note where deposit = new.id;
      delete from exhibit_description where deposit = new.id;
      return null;
    end $$`,
  `do $$ begin
    execute format('alter function custody_note_goes() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
