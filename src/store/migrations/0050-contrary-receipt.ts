import { type Kysely, type Migration, sql } from 'kysely'

/** Receipts that exclude the one which has settled a message, both signed by the peer. */
export const contraryReceipt: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statement).execute(db)
  },
}

const statement = `create table contrary_receipt (
  message text not null references message,
  -- Identity of the receipt, as of every JWS.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  receipt text not null,
  found_at timestamptz not null,
  primary key (message, digest)
)`
