import { type Kysely, type Migration, sql } from 'kysely'

/** Where systems of the State are told that something happened, and what waits to be told. */
export const webhook: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Kept for ever: a name in the log means one endpoint.
  `create table webhook_endpoint (
    name text primary key check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    authority text not null,
    url text not null check (length(url) <= 500),
    events text[] not null check (cardinality(events) between 1 and 50),
    -- Sealed with the passphrase of the node.
    secret bytea not null,
    made_by text not null check (length(made_by) between 1 and 300),
    made_at timestamptz not null,
    disabled_at timestamptz,
    -- Null also where the node did it by itself.
    disabled_by text,
    -- The place in the log up to which it was looked at for this endpoint.
    next_index bigint not null check (next_index >= 0)
  )`,
  `create function webhook_endpoint_stays() returns trigger language plpgsql as $$
    begin
      if (new.name, new.authority, new.url, new.events, new.secret, new.made_by, new.made_at)
          is distinct from (old.name, old.authority, old.url, old.events, old.secret, old.made_by, old.made_at)
        or new.next_index < old.next_index
        or (old.disabled_at is not null and new.disabled_at is distinct from old.disabled_at) then
        raise exception 'an endpoint of webhooks stays as it was made' using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  `create trigger webhook_endpoint_stays before update on webhook_endpoint
    for each row execute function webhook_endpoint_stays()`,
  'alter table webhook_endpoint enable always trigger webhook_endpoint_stays',
  `create table webhook_delivery (
    endpoint text not null references webhook_endpoint,
    -- The entry of the log that is told of.
    index bigint not null,
    -- The same at every attempt: who gets it twice knows it again.
    id text not null unique check (length(id) <= 60),
    -- Ids and never content.
    payload text not null check (octet_length(payload) <= 4096),
    made_at timestamptz not null,
    attempts integer not null default 0 check (attempts >= 0),
    -- Null: it was taken, or given up.
    due_at timestamptz,
    status text not null default 'waiting' check (status in ('waiting', 'taken', 'dead')),
    -- What the last attempt came to: a status of HTTP, or a word.
    outcome text check (length(outcome) <= 100),
    primary key (endpoint, index),
    check ((status = 'waiting') = (due_at is not null))
  )`,
  "create index webhook_delivery_due on webhook_delivery (due_at) where status = 'waiting'",
  'create index webhook_delivery_made on webhook_delivery (made_at)',
]
