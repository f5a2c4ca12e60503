import { type Kysely, type Migration, sql } from 'kysely'

/** That the entries which receipts promise are in the logs of the peers. */
export const proof: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // An entry that the receipt for an own message promises, and that was not seen in the log of the peer yet.
  `create table promise (
    message text primary key,
    peer_state text not null,
    leaf text not null,
    -- When the peer is to be asked for it.
    due_at timestamptz not null,
    -- Whether it was noted in the log that it lacks.
    alarmed boolean not null default false
  )`,
  'create index promise_due on promise (peer_state, due_at)',
  // The proof that was collected (C2SP tlog-proof).
  `create table receipt_proof (
    message text primary key,
    proof text not null
  )`,
  `create function receipt_leaf(jws text) returns text language sql immutable as $$
    select convert_from(decode(
      rpad(translate(split_part(jws, '.', 2), '-_', '+/'), (length(split_part(jws, '.', 2)) + 3) / 4 * 4, '='), 'base64'
    ), 'UTF8')::jsonb #>> '{log,leaf}'
  $$`,
  // By whatever way a receipt comes in, its promise is kept in mind with it.
  `create function remember_promise() returns trigger language plpgsql as $$
    begin
      insert into promise (message, peer_state, leaf, due_at)
      select new.digest, counterpart_state, receipt_leaf(new.receipt), new.receipt_time from request
      where id = new.request and receipt_leaf(new.receipt) is not null
        and not exists (select from receipt_proof where receipt_proof.message = new.digest)
      on conflict (message) do nothing;
      return null;
    end
  $$`,
  `create trigger message_promise after insert or update of receipt on message for each row
    when (new.direction = 'sent' and new.receipt is not null) execute function remember_promise()`,
]
