import { type Kysely, type Migration, sql } from 'kysely'

/** Until when ended requests are kept, worked out once for each, and whose time is over (docs/decisions/0122). */
export const keeping: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // By which of the rules of the State it was worked out, counted as they change, when it is looked at next, and since when the log tells
  // that its time is over. A hold takes the last away.
  `alter table request add column kept_rules integer not null default 0,
    add column keeping_look_at timestamptz, add column keeping_over_at timestamptz`,
  // Whichever program moves it: what goes on has not ended, and what ends later is kept from then on.
  `create function keeping_begins() returns trigger language plpgsql as $$
    begin
      new.kept_rules := 0;
      new.keeping_look_at := null;
      new.keeping_over_at := null;
      return new;
    end $$`,
  `create trigger keeping_begins before update of state, sequence on request for each row
    when (new.state is distinct from old.state or (old.sequence = 0 and new.sequence > 0))
    execute function keeping_begins()`,
  'alter table request enable always trigger keeping_begins',
  `do $$ begin
    execute format('alter function keeping_begins() set search_path = %I, pg_temp', current_schema());
  end $$`,
  // What has ended and was not looked at by the rules of now; one in a state that is an end later, and is not named here, would be passed
  // over by the statement that has it in its words.
  `create index request_ended on request (kept_rules)
    where erased_at is null and state in ('closed', 'completed', 'declined', 'lapsed', 'lifted', 'paRefused', 'refused',
      'replied', 'revertedToRequesting', 'withdrawn')`,
  // What nobody has opened is in no state of its own.
  'create index request_unopened on request (kept_rules, opened_at) where erased_at is null and sequence = 0',
  `create index request_keeping on request (keeping_look_at)
    where keeping_look_at is not null and erased_at is null`,
  `create index request_over on request (own_authority, keeping_over_at, id)
    where keeping_over_at is not null and erased_at is null`,
]
