import { type Kysely, type Migration, sql } from 'kysely'

/** One signed refusal of a message for each State by whose list it was judged (docs/decisions/0130). */
export const refusalOfState: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'drop index refusal_digest',
  // Older programs look by the digest alone, which stands first.
  `create unique index refusal_digest on refusal (message_digest, from_state) where receipt is not null`,
]
