import { type Kysely, type Migration, sql } from 'kysely'

/** Whether a peer can be reached, as all processes of a node see it. */
export const circuit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // A row for each peer that failed last; none: the last post was answered.
  `create table circuit (
    peer_state text primary key,
    failures integer not null check (failures >= 1),
    failing_since timestamptz not null,
    -- Null: it is closed, and everything due is posted.
    opened_at timestamptz,
    -- Only where it is open: when one message may be posted again, to see.
    probe_at timestamptz,
    last_code text not null,
    last_detail text not null,
    check ((opened_at is null) = (probe_at is null))
  )`,
]
