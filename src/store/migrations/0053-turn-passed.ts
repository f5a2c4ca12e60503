import { type Kysely, type Migration, sql } from 'kysely'

/** Since when the step of each side is awaited, kept with the request by the database itself, whichever program moves it. */
export const turnPassed: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Null: no step of that side is awaited.
  'alter table request add column ours_since timestamptz, add column theirs_since timestamptz',
  // What the other side has not opened came back to us. A turn that nobody has worked out has come to nobody.
  `create function awaits_us(turn text) returns boolean language sql immutable as $$
    select turn is not null and turn in ('ours', 'both', 'refused')
  $$`,
  `create function awaits_them(turn text) returns boolean language sql immutable as $$
    select turn is not null and turn in ('theirs', 'both')
  $$`,
  // The moment stays while the side is awaited, whatever else is said meanwhile. Who says the moment is believed.
  `create function turn_passes() returns trigger language plpgsql as $$
    begin
      if not awaits_us(new.turn) then
        new.ours_since := null;
      elsif tg_op = 'INSERT' then
        new.ours_since := coalesce(new.ours_since, new.updated_at);
      elsif not awaits_us(old.turn) and new.ours_since is not distinct from old.ours_since then
        new.ours_since := new.updated_at;
      end if;
      if not awaits_them(new.turn) then
        new.theirs_since := null;
      elsif tg_op = 'INSERT' then
        new.theirs_since := coalesce(new.theirs_since, new.updated_at);
      elsif not awaits_them(old.turn) and new.theirs_since is not distinct from old.theirs_since then
        new.theirs_since := new.updated_at;
      end if;
      return new;
    end $$`,
  `create trigger turn_begins before insert on request for each row
    execute function turn_passes()`,
  `create trigger turn_passes before update of turn on request for each row
    when (new.turn is distinct from old.turn) execute function turn_passes()`,
  'alter table request enable always trigger turn_begins, enable always trigger turn_passes',
  `do $$ begin
    execute format('alter function turn_passes() set search_path = %I, pg_temp', current_schema());
  end $$`,
  // Of what was there before the last message is known by which it may have passed: the last of ours made it theirs, at the latest.
  `update request set
    ours_since = case when awaits_us(turn) then coalesce((
      select stored_at from message m
      where m.request = request.id and m.sequence is not null and m.direction = 'received'
      order by m.sequence desc limit 1), case when sequence = 0 then updated_at end, opened_at) end,
    theirs_since = case when awaits_them(turn) then coalesce((
      select stored_at from message m
      where m.request = request.id and m.sequence is not null and m.direction = 'sent'
      order by m.sequence desc limit 1), opened_at) end
    where desk_of(turn, due_at, closed, erased_at) is not null`,
  // The longest waiting first. What programs before this one go by (request_waits) is taken away one release later.
  `create index request_awaited on request (own_authority, coalesce(theirs_since, updated_at), id)
    where desk_of(turn, due_at, closed, erased_at) = 'waits'`,
]
