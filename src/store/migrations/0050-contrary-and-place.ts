import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Receipts that exclude the one which has settled a message, both signed by the peer; and from where a draft was let go and approved,
 * for the entries about its message, which may be sent later and by another process.
 */
export const contraryAndPlace: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table contrary_receipt (
  message text not null references message,
  -- Identity of the receipt, as of every JWS.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  receipt text not null,
  found_at timestamptz not null,
  primary key (message, digest)
)`,
  // Only as long as it is on its way: the log has it then.
  'alter table draft add column submitted_from text, add column approved_from text',
]
