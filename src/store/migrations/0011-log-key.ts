import { type Kysely, type Migration, sql } from 'kysely'

/** With which key a log is signed, and the last heads of logs that were closed for another key. */
export const logKey: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // SHA-256 (hex) of the public key; null: the key with which the identity was made.
  'alter table audit_head add column log_key text',
  // Not null: the last head of a log that was closed in order, whether a witness has cosigned it or not.
  'alter table cosigned_checkpoint add column closed_at timestamptz',
]
