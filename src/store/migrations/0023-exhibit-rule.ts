import { type Kysely, type Migration, sql } from 'kysely'

/** What each peer may hand over, and when and how fast it is fetched; and how far what is under way has come. */
export const exhibitRule: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Whether a person has accepted a file whose size asks for that: it stays so whatever keeps it from coming.
  'alter table exhibit_deposit add column accepted boolean not null default false',
  `create table exhibit_rule (
    -- The code of a State; '*': every other.
    peer text primary key,
    bytes_per_second bigint check (bytes_per_second > 0),
    -- Minutes of the day from which and until which files are fetched.
    from_minute int check (from_minute between 0 and 1439),
    until_minute int check (until_minute between 0 and 1439),
    time_zone text,
    quota_bytes bigint check (quota_bytes >= 0),
    accept_bytes bigint check (accept_bytes >= 0),
    check ((from_minute is null) = (until_minute is null) and (from_minute is null) = (time_zone is null))
  )`,
  `create table exhibit_progress (
    deposit uuid primary key references exhibit_deposit,
    -- Bytes of the sealed form that have been opened and hashed.
    bytes bigint not null,
    bytes_per_second bigint not null,
    seen_at timestamptz not null
  )`,
  // What is to be fetched, whichever of the three it is.
  'drop index exhibit_deposit_wanted',
  `create index exhibit_deposit_wanted on exhibit_deposit (taken_at, id)
    where status in ('announced', 'accepted', 'fetching')`,
  // What a peer has here counts against its quota.
  'create index exhibit_deposit_state on exhibit_deposit (state, status)',
]
