import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Bundles that were asked for at the desk: those that wait, those that are made, and what lies here to be taken; and the lists of the
 * desk by who has the requests in them (docs/decisions/0102).
 */
export const bundlesAndLists: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const onDesk = 'desk_of(turn, due_at, closed, erased_at)'
const holder = `coalesce(assigned_to, '00000000-0000-0000-0000-000000000000'::uuid)`

const statements = [
  `create table bundle_order (
    id uuid primary key,
    -- Sign-in name of whoever asked for it, and for which authority, in which role and from where (JSON).
    person text not null,
    authority text not null,
    role text not null,
    asked_from text not null,
    asked_at timestamptz not null,
    -- What it is to be, and why; JSON.
    wanted text not null check (octet_length(wanted) <= 16384),
    stage text not null check (stage in ('waiting', 'making', 'made', 'refused', 'cancelled', 'lost')),
    -- How often its making was begun; whoever makes it changes the row only while that is so.
    attempts integer not null default 0,
    -- When whoever makes it last said so.
    told_at timestamptz,
    step text,
    done bigint not null default 0,
    of bigint not null default 0,
    -- The requests in it.
    requests uuid[] not null,
    code text,
    name text,
    bytes bigint,
    -- Its sealed file, and what opens it, which goes with it.
    sealed_sha256 bytea check (octet_length(sealed_sha256) = 32),
    file_key bytea check (octet_length(file_key) = 32),
    -- When the row goes, and its file with it; null: it is not over.
    until timestamptz,
    check ((stage in ('waiting', 'making')) = (until is null)),
    check (stage <> 'made' or (sealed_sha256 is not null and bytes is not null and name is not null)),
    check (stage = 'made' or file_key is null)
  )`,
  `create index bundle_order_open on bundle_order (asked_at, id) where stage in ('waiting', 'making')`,
  'create index bundle_order_person on bundle_order (person, asked_at)',
  'create index bundle_order_until on bundle_order (until) where until is not null',
  'create index bundle_order_file on bundle_order (sealed_sha256) where file_key is not null',
  'create index bundle_order_requests on bundle_order using gin (requests)',
  // What was taken out of the node by order does not go on lying in it in a bundle, whichever program erases.
  `create function bundle_of_erased() returns trigger language plpgsql as $$
    begin
      update bundle_order set stage = 'refused', code = 'RECORD_ERASED', file_key = null,
        until = coalesce(until, clock_timestamp() + interval '1 day')
        where requests @> array[new.id] and stage in ('waiting', 'making', 'made');
      return null;
    end $$`,
  `create trigger bundle_of_erased after update of erased_at on request for each row
    when (old.erased_at is null and new.erased_at is not null) execute function bundle_of_erased()`,
  'alter table request enable always trigger bundle_of_erased',
  // As `request_needs` and `request_awaited`, of each person and of nobody, who is somebody here: a null would not keep the order.
  `create index request_needs_whose on request (own_authority, ${holder},
    (case when turn = 'refused' then 1 else 0 end), coalesce(due_at, 'infinity'::timestamptz), updated_at, id)
    where ${onDesk} = 'needs'`,
  `create index request_awaited_whose on request (own_authority, ${holder}, coalesce(theirs_since, updated_at), id)
    where ${onDesk} = 'waits'`,
  `do $$ begin
    execute format('alter function bundle_of_erased() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
