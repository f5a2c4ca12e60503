import { type Kysely, type Migration, sql } from 'kysely'

/** Files that were taken in, with the keys that open them, and the messages that hand them over. */
export const exhibit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table exhibit_deposit (
    id uuid primary key,
    state text not null,
    -- Of a record that may not be here yet.
    request uuid,
    sha256 bytea not null check (length(sha256) = 32),
    sha512 bytea check (length(sha512) = 64),
    bytes bigint not null check (bytes >= 0),
    sealed_sha256 bytea not null check (length(sealed_sha256) = 32),
    sealed_bytes bigint not null check (sealed_bytes > 0),
    -- Null: it was destroyed, and with it the file.
    file_key bytea check (length(file_key) = 32),
    name text not null check (length(name) between 1 and 200),
    media_type text not null,
    status text not null
      check (status in ('announced', 'accepted', 'fetching', 'whole', 'damaged', 'erased')),
    refusal text,
    taken_at timestamptz not null,
    person text check (length(person) between 1 and 300)
  )`,
  'create index exhibit_deposit_sealed on exhibit_deposit (sealed_sha256)',
  `create index exhibit_deposit_wanted on exhibit_deposit (status) where status in ('accepted', 'fetching')`,
  'create index exhibit_deposit_taken on exhibit_deposit (taken_at, id)',
  // A key is destroyed for good, and none is exchanged: a file would open as nothing, or as another.
  `create function exhibit_key_is_destroyed_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the key of the file % can be destroyed, and nothing else', old.id
        using errcode = 'check_violation';
    end $$`,
  `create trigger key_is_destroyed_only before update on exhibit_deposit for each row
    when (new.file_key is not null and new.file_key is distinct from old.file_key)
    execute function exhibit_key_is_destroyed_only()`,
  'alter table exhibit_deposit enable always trigger key_is_destroyed_only',
  `create table exhibit_link (
    message text not null check (message ~ '^[0-9a-f]{64}$'),
    exhibit text not null,
    deposit uuid not null references exhibit_deposit,
    request uuid not null,
    to_state text not null,
    primary key (message, exhibit)
  )`,
  'create index exhibit_link_deposit on exhibit_link (deposit)',
  'create index exhibit_link_request on exhibit_link (request)',
]
