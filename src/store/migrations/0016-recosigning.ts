import { type Kysely, type Migration, sql } from 'kysely'

/** A witness cosigns a head again that stays the newest for long: so silence has its times as well. */
export const recosigning: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table cosignature drop constraint cosignature_pkey',
  'alter table cosignature add primary key (log, size, witness, cosigned_at)',
]
