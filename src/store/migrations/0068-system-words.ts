import { type Kysely, type Migration, sql } from 'kysely'

/** Whose word a token waits for that was made at the desk; and what endpoints were not told, the oldest first (docs/decisions/0110). */
export const systemWords: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table access_token add column needs_second boolean not null default false',
  'alter table access_token add column confirmed_at timestamptz',
  `alter table access_token add column confirmed_by text check (length(confirmed_by) between 1 and 300),
    add check ((confirmed_at is null) = (confirmed_by is null)),
    add check (confirmed_by is null or (needs_second and confirmed_by <> made_by))`,
  "create index webhook_delivery_dead on webhook_delivery (made_at, endpoint, index) where status = 'dead'",
]
