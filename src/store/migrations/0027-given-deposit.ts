import { type Kysely, type Migration, sql } from 'kysely'

/** The id that a State has given a file stands beside the one by which this node knows it. */
export const givenDeposit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The same as the id, unless another State, or a file that was erased, had it here already.
  'alter table exhibit_deposit add column given_id uuid',
  'update exhibit_deposit set given_id = id',
  'alter table exhibit_deposit alter column given_id set not null',
  // What was erased has no key, and may be handed over once more.
  'create unique index exhibit_deposit_given on exhibit_deposit (state, given_id) where file_key is not null',
  'create index exhibit_deposit_named on exhibit_deposit (given_id)',
]
