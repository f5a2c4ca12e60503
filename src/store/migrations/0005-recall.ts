import { type Kysely, type Migration, sql } from 'kysely'

/** What a node needs to notice that its database went back, and to ask its peers what it lacks. */
export const recall: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Where a record stands, in 52 bits: the marks of many records, XORed, are compared with those of the peer.
  `create function record_mark(id uuid, head text, last_other text) returns bigint language sql immutable as $$
    select ('x' || left(encode(sha256(
      uuid_send(id) || decode(head, 'hex') || decode(coalesce(last_other, ''), 'hex')
    ), 'hex'), 13))::bit(52)::bigint
  $$`,
  `alter table request add column mark bigint generated always as (record_mark(id, head, last_other)) stored`,
  // Why a record takes no new messages; null: it does.
  `alter table request add column closed text`,
  `create index request_mark on request (counterpart_state, id, mark)`,
  `create index request_closed on request (counterpart_state) where closed is not null`,
  `create index refusal_peer on refusal (from_state, request collate "C", id) where request is not null`,
  // When the peer has told what it has of the records between us; null: not since this node came up.
  `alter table peer add column heard_at timestamptz`,
  // Which of the node's logs this is, counted from 1, and since when; null: since it was begun.
  `alter table audit_head add column log integer not null default 1 check (log >= 1)`,
  `alter table audit_head add column log_since timestamptz`,
]
