import { type Kysely, type Migration, sql } from 'kysely'

/** Searching by where a request stands, questions to the log that are saved, and what a draft was before it came back. */
export const changesAndStates: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // In the order in which a search finds them: the one of the list has that of the list (docs/decisions/0094).
  'create index request_in_state on request (own_authority, state, opened_at desc, id desc)',
  // The trail of an auditor is asked again and again as well.
  `alter table saved_search drop constraint saved_search_place_check,
    add constraint saved_search_place_check check (place in ('search', 'cases', 'trail'))`,
  // The words that somebody had before them when the draft last came back; JSON.
  `alter table draft add column returned_words text check (octet_length(returned_words) <= 4194304),
    -- The earlier request of the own authority that it was begun with.
    add column begun_like uuid`,
  // No statement can forget to keep them, or to let them go with the words of the draft.
  `create function draft_words_kept() returns trigger language plpgsql as $$
    begin
      new.returned_words := case
        when new.stage in ('sent', 'dropped') then null
        when old.stage in ('submitted', 'sending') and new.stage in ('writing', 'returned') then
          json_build_object('reference', old.reference, 'language', old.language, 'inReplyTo', old.in_reply_to,
            'measures', old.measures, 'body', old.body::json, 'exhibits', old.exhibits::json)::text
        else old.returned_words
      end;
      return new;
    end $$`,
  `create trigger draft_words_kept before update on draft for each row execute function draft_words_kept()`,
  'alter table draft enable always trigger draft_words_kept',
]
