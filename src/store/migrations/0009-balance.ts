import { type Kysely, type Migration, sql } from 'kysely'

/** What two nodes told each other, each night, of the messages between them. */
export const balance: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The time that a receipt says: both nodes have the same one, whenever each of them stored it.
  `create function receipt_time(jws text) returns timestamptz language sql immutable as $$
    select (convert_from(decode(
      rpad(translate(split_part(jws, '.', 2), '-_', '+/'), (length(split_part(jws, '.', 2)) + 3) / 4 * 4, '='), 'base64'
    ), 'UTF8')::jsonb ->> 'time')::timestamptz
  $$`,
  // The digest of a JWS: SHA-256 of what is signed.
  `create function jws_digest(jws text) returns text language sql immutable as $$
    select encode(sha256(convert_to(split_part(jws, '.', 1) || '.' || split_part(jws, '.', 2), 'UTF8')), 'hex')
  $$`,
  'alter table message add column receipt_time timestamptz generated always as (receipt_time(receipt)) stored',
  'alter table refusal add column receipt_time timestamptz generated always as (receipt_time(receipt)) stored',
  'create index message_receipt_time on message (receipt_time)',
  'create index refusal_receipt_time on refusal (receipt_time)',
  `create table balance (
    -- Of the question, as its node has signed it.
    digest text primary key,
    peer_state text not null,
    -- Null: from the first message on.
    from_at timestamptz,
    until_at timestamptz not null,
    -- Whether this node asked.
    asked boolean not null,
    question text not null,
    answer text not null,
    agreed boolean not null,
    -- What differs, as JSON; null: nothing does, or it was not found out yet.
    differences text,
    made_at timestamptz not null
  )`,
  'create index balance_by_peer on balance (peer_state, until_at desc)',
]
