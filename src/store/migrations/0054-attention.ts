import { type Kysely, type Migration, sql } from 'kysely'

/** Who has a request, what of it each person has read, and what came in and nobody of the authority has opened. */
export const attention: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const nobody = `'00000000-0000-0000-0000-000000000000'::uuid`

const statements = [
  `alter table request
    -- The place of the last message of the other side; 0: none has come since this was kept.
    add column came_sequence integer not null default 0,
    add column assigned_to uuid references person,
    add column assigned_at timestamptz`,
  // What came in and nobody of the authority has opened. No content.
  `create table arrival (
    request uuid not null references request,
    sequence integer not null,
    authority text not null,
    at timestamptz not null,
    primary key (request, sequence)
  )`,
  'create index arrival_newest on arrival (authority, at desc, request desc, sequence desc)',
  // How far a person has read in a request.
  `create table reading_mark (
    person uuid not null references person,
    request uuid not null references request,
    sequence integer not null check (sequence > 0),
    primary key (person, request)
  )`,
  // One statement for each batch of messages; whoever writes messages needs no right to add to this table.
  `create function message_arrives() returns trigger language plpgsql security definer as $$
    begin
      insert into arrival (request, sequence, authority, at)
        select m.request, m.sequence, r.own_authority, m.stored_at
        from added m join request r on r.id = m.request
        where m.direction = 'received' and m.sequence is not null;
      return null;
    end $$`,
  `create trigger message_arrives after insert on message referencing new table as added
    for each statement execute function message_arrives()`,
  'alter table message enable always trigger message_arrives',
  // What is erased has not come in any more; what another authority handles has come in there, and nobody there has it yet.
  `create function arrivals_follow() returns trigger language plpgsql security definer as $$
    begin
      if new.erased_at is not null then
        delete from arrival where request = new.id;
      else
        update arrival set authority = new.own_authority where request = new.id;
      end if;
      return null;
    end $$`,
  `create trigger arrivals_follow after update on request for each row
    when (new.erased_at is distinct from old.erased_at or new.own_authority is distinct from old.own_authority)
    execute function arrivals_follow()`,
  'alter table request enable always trigger arrivals_follow',
  `create function assignment_ends() returns trigger language plpgsql as $$
    begin
      new.assigned_to := null;
      new.assigned_at := null;
      return new;
    end $$`,
  `create trigger assignment_ends before update of own_authority on request for each row
    when (new.own_authority is distinct from old.own_authority) execute function assignment_ends()`,
  'alter table request enable always trigger assignment_ends',
  `do $$ begin
    execute format('alter function message_arrives() set search_path = %I, pg_temp', current_schema());
    execute format('alter function arrivals_follow() set search_path = %I, pg_temp', current_schema());
  end $$`,
  // Of what was there before: whoever has answered has opened it; what came in after the last word of ours, and awaits us, may not be.
  `insert into arrival (request, sequence, authority, at)
    select m.request, m.sequence, r.own_authority, m.stored_at
    from request r join message m on m.request = r.id
    where desk_of(r.turn, r.due_at, r.closed, r.erased_at) = 'needs' and awaits_us(r.turn)
      and m.direction = 'received' and m.sequence > (
        select coalesce(max(said.sequence), 0) from message said where said.request = r.id and said.direction = 'sent'
      )`,
  `update request set came_sequence = came.sequence
    from (select request, max(sequence) as sequence from arrival group by request) as came
    where came.request = request.id`,
  // Open requests by who has them, the last changed first: nobody is somebody here, whom an index can be asked for in order.
  `create index request_whose on request (own_authority, coalesce(assigned_to, ${nobody}), updated_at desc, id desc)
    where state not in ('closed', 'completed', 'declined', 'lapsed', 'lifted', 'paRefused', 'refused', 'replied',
      'revertedToRequesting', 'withdrawn')`,
  // All that a person has, also those that have ended.
  `create index request_assigned on request (assigned_to, own_authority, updated_at desc, id desc)
    where assigned_to is not null`,
]
