import { type Kysely, type Migration, sql } from 'kysely'

/** Requests, measures, messages, the outbox, and what a node knows of its peers. */
export const exchange: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table setting (
    name text primary key,
    value text not null
  )`,
  `create table peer (
    state text primary key,
    pins text[] not null,
    added_at timestamptz not null
  )`,
  `create table trust_list (
    digest text primary key,
    state text not null,
    sequence bigint not null,
    jws text not null,
    accepted_at timestamptz not null,
    unique (state, sequence)
  )`,
  `create table request (
    id uuid primary key,
    reference text not null,
    keeper boolean not null,
    side text not null check (side in ('requesting', 'requested')),
    own_state text not null,
    own_authority text not null,
    counterpart_state text not null,
    counterpart_authority text not null,
    state text not null,
    sequence integer not null check (sequence >= 0),
    head text not null,
    last_other text,
    snapshot text not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    next_clock_at timestamptz
  )`,
  // Authorities of one node do not see each other's requests: every list begins with the authority.
  `create index request_list on request (own_authority, updated_at desc, id desc)`,
  `create index request_list_by_state on request (own_authority, state, updated_at desc, id desc)`,
  `create index request_reference on request (own_authority, reference text_pattern_ops)`,
  `create index request_clock on request (next_clock_at) where next_clock_at is not null`,
  `create table measure (
    request uuid not null references request,
    id text not null,
    kind text not null,
    state text not null,
    until timestamptz,
    primary key (request, id)
  )`,
  `create table message (
    digest text primary key,
    id uuid not null,
    request uuid not null references request,
    direction text not null check (direction in ('sent', 'received')),
    type text not null,
    from_authority text not null,
    to_authority text not null,
    from_state text not null,
    sequence integer check (sequence >= 1),
    head text,
    jws text not null,
    sent_at timestamptz not null,
    stored_at timestamptz not null,
    receipt text,
    status text not null check (status in ('placed', 'pending', 'refused')),
    refusal text,
    unique (from_state, id),
    check ((status = 'placed') = (sequence is not null)),
    check ((sequence is null) = (head is null)),
    check ((status = 'refused') = (refusal is not null))
  )`,
  `create unique index message_place on message (request, sequence)`,
  `create table outbox (
    digest text primary key,
    request uuid not null,
    peer_state text not null,
    ordinal bigint generated always as identity,
    jwe text not null,
    status text not null default 'waiting' check (status in ('waiting', 'dead')),
    next_attempt_at timestamptz,
    leased_by text,
    attempts integer not null default 0,
    first_failed_at timestamptz,
    last_code text,
    last_detail text,
    check (status = 'waiting' or next_attempt_at is null)
  )`,
  `create unique index outbox_order on outbox (request, ordinal)`,
  `create index outbox_due on outbox (next_attempt_at, ordinal) where next_attempt_at is not null`,
  `create index outbox_dead on outbox (ordinal) where status = 'dead'`,
  `create table refusal (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    from_state text,
    message_digest text,
    message_id text,
    request text,
    code text not null,
    detail text not null,
    bytes text check (octet_length(bytes) <= 2097152),
    receipt text
  )`,
  `create unique index refusal_digest on refusal (message_digest) where receipt is not null`,
  `create index refusal_request on refusal (request, id) where request is not null`,
  `create index refusal_evidence on refusal (message_digest) where bytes is not null`,
]
