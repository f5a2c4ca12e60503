import { type Kysely, type Migration, sql } from 'kysely'

/** By which words requests are found. */
export const search: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Messages whose words are not in the index yet. No content.
  `create table search_pending (
    place bigint generated always as identity primary key,
    message text not null,
    request uuid not null
  )`,
  // One statement for each batch of messages; whoever writes messages needs no right to this table.
  `create function search_awaits() returns trigger language plpgsql security definer as $$
    begin
      insert into search_pending (message, request) select digest, request from added;
      return null;
    end $$`,
  `create trigger search_awaits after insert on message referencing new table as added
    for each statement execute function search_awaits()`,
  'alter table message enable always trigger search_awaits',
  // What was there before is read like what comes.
  `insert into search_pending (message, request)
    select digest, request from message where jws <> '' order by stored_at`,
  // A word of a request, where it is found, the newest request behind the others: a page is read from the end.
  `create table search_word (
    authority text not null,
    word text collate "C" not null check (length(word) between 1 and 80),
    opened_at timestamptz not null,
    request uuid not null,
    part text not null check (part in ('all', 'reference', 'name', 'number', 'text')),
    primary key (authority, word, opened_at, request)
  )`,
  'create index search_word_request on search_word (request)',
  // What the record says no more is found no more; and a request that another authority handles is found there.
  `create function search_words_follow() returns trigger language plpgsql security definer as $$
    begin
      if new.erased_at is not null then
        delete from search_word where request = new.id;
      else
        update search_word set authority = new.own_authority where request = new.id;
      end if;
      return null;
    end $$`,
  `create trigger search_words_follow after update on request for each row
    when (new.erased_at is distinct from old.erased_at or new.own_authority is distinct from old.own_authority)
    execute function search_words_follow()`,
  'alter table request enable always trigger search_words_follow',
  `do $$ begin
    execute format('alter function search_awaits() set search_path = %I, pg_temp', current_schema());
    execute format('alter function search_words_follow() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
