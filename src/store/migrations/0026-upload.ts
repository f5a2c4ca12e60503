import { type Kysely, type Migration, sql } from 'kysely'

/** Files that systems of the State upload: what was begun, with the key under which its parts lie until it is taken in. */
export const upload: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table exhibit_upload (
    id uuid primary key,
    token text not null references access_token,
    authority text not null,
    name text not null check (length(name) between 1 and 300),
    bytes bigint not null check (bytes >= 0),
    request uuid,
    derived_from uuid,
    -- Null: it is over, and its parts open no more.
    file_key bytea check (length(file_key) = 32),
    status text not null check (status in ('coming', 'whole', 'taken', 'ended', 'expired', 'refused')),
    -- What it became.
    deposit uuid references exhibit_deposit,
    -- The code of why it was not taken in.
    refusal text,
    -- By the clock of the machine.
    begun_at timestamptz not null,
    expires_at timestamptz not null,
    over_at timestamptz,
    check ((status in ('coming', 'whole')) = (file_key is not null)),
    check ((status in ('coming', 'whole')) = (over_at is null)),
    check ((status = 'taken') = (deposit is not null))
  )`,
  `create index exhibit_upload_open on exhibit_upload (token) where status in ('coming', 'whole')`,
  `create trigger key_is_destroyed_only before update on exhibit_upload for each row
    when (new.file_key is not null and new.file_key is distinct from old.file_key)
    execute function exhibit_key_is_destroyed_only()`,
  'alter table exhibit_upload enable always trigger key_is_destroyed_only',
]
