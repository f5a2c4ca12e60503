import { type Kysely, type Migration, sql } from 'kysely'

/** What lets lists and readings of the log cost the same beside a million requests as beside a few. */
export const million: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The few that have not ended, without going past the many that have. A state that ends later and is not named here stands in
  // this index as well, and the list leaves it out.
  `create index request_open on request (own_authority, updated_at desc, id desc)
    where state not in ('closed', 'completed', 'declined', 'lapsed', 'lifted', 'paRefused', 'refused', 'replied',
      'revertedToRequesting', 'withdrawn')`,
  // Which request the log's name of one stands for.
  'create index request_subject on request (audit_subject_of(id))',
  // Those that were erased are counted where records are gone through.
  'create index request_erased on request (own_authority, counterpart_state) where erased_at is not null',
  // What was sent and has not arrived yet, the oldest first.
  'create index outbox_queued on outbox (ordinal)',
  // What of the log a question can be about: who did it, with whom, what it was, and when.
  `create index audit_secret_person on audit_secret ((value::jsonb ->> 'person')) where field = 'actor'`,
  `create index audit_entry_peer on audit_entry ((entry::jsonb ->> 'peer')) where entry like '%"peer":"%'`,
  `create index audit_entry_event on audit_entry ((entry::jsonb ->> 'evt'))`,
  'create index audit_entry_at on audit_entry (at, id)',
]
