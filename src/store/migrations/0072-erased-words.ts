import { type Kysely, type Migration, sql } from 'kysely'

/** What an erasure must not leave: the key of a file, and what it was called, in words that a draft once had (docs/decisions/0129). */
export const erasedWords: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

/**
 * Exhibits, as JSON, of which each names its deposit and nothing else of its sealed form: who looks at what has changed needs no key. In
 * JSON as it stands, for the members of a letter stand in their order.
 */
const withoutKeys = (exhibits: string): string => `(
  select coalesce(json_agg(said.exhibit order by said.place), '[]') from (
    select given.place, (
      select json_object_agg(part.name,
          case when part.name = 'sealed' then json_build_object('deposit', part.value -> 'deposit') else part.value end
          order by part.place)
        from json_each(given.exhibit) with ordinality as part (name, value, place)
    ) as exhibit
    from json_array_elements(${exhibits}) with ordinality as given (exhibit, place)
  ) as said
)`

const statements = [
  // What is there already may be changed by this once.
  `create or replace function draft_words_kept() returns trigger language plpgsql as $$
    begin
      return new;
    end $$`,
  `update draft set returned_words = json_build_object(
      'reference', words -> 'reference', 'language', words -> 'language', 'inReplyTo', words -> 'inReplyTo',
      'measures', words -> 'measures', 'body', words -> 'body', 'exhibits', ${withoutKeys("words -> 'exhibits'")})::text
    from (select id as of, returned_words::json as words from draft where returned_words is not null) as kept
    where draft.id = kept.of`,
  // What was erased until now.
  `update draft set returned_words = null where returned_words is not null and exists (
      select from exhibit_deposit where file_key is null and id = any (array(
        select (regexp_matches(returned_words,
          '"deposit"\\s*:\\s*"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g'))[1]::uuid)))`,
  // The function of 0056: what is kept has no key, and may go, which no statement could do.
  `create or replace function draft_words_kept() returns trigger language plpgsql as $$
    begin
      new.returned_words := case
        when new.stage in ('sent', 'dropped') then null
        when old.stage in ('submitted', 'sending') and new.stage in ('writing', 'returned') then
          json_build_object('reference', old.reference, 'language', old.language, 'inReplyTo', old.in_reply_to,
            'measures', old.measures, 'body', old.body::json, 'exhibits', ${withoutKeys('old.exhibits::json')})::text
        when new.returned_words is null then null
        else old.returned_words
      end;
      return new;
    end $$`,
  // Whoever erases looks for the few that there are.
  'create index draft_returned on draft (id) where returned_words is not null',
  // What opens no more is called nothing, whichever program destroys its key. Its hashes stay, by which reports name it.
  `create function exhibit_name_goes() returns trigger language plpgsql as $$
    begin
      new.name := '-';
      new.scan := null;
      return new;
    end $$`,
  `create trigger name_goes_with_the_key before update of file_key on exhibit_deposit for each row
    when (old.file_key is not null and new.file_key is null) execute function exhibit_name_goes()`,
  'alter table exhibit_deposit enable always trigger name_goes_with_the_key',
  `update exhibit_deposit set name = '-', scan = null where file_key is null`,
]
