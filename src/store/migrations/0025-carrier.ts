import { type Kysely, type Migration, sql } from 'kysely'

/** Disks that go from node to node, and which messages were on those that this node has written. */
export const carrier: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table carrier (
    -- Of the manifest.
    digest text primary key,
    own boolean not null,
    peer_state text not null,
    manifest text not null,
    made_at timestamptz not null,
    kept_at timestamptz not null,
    -- For it, on paper.
    receipt text,
    receipted_at timestamptz,
    check ((receipt is null) = (receipted_at is null))
  )`,
  `create table carrier_message (
    carrier text not null references carrier,
    -- Its line, counted from 1.
    place int not null,
    message text not null,
    primary key (carrier, place)
  )`,
  'create index carrier_message_message on carrier_message (message)',
]
