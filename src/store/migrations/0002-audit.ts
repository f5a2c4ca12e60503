import { type Kysely, type Migration, sql } from 'kysely'

/** The log: entries as they are committed, their places in the tree, the tree itself. */
export const audit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table audit_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    leaf bytea not null unique,
    entry text not null check (octet_length(entry) <= 65535),
    check (leaf = sha256('\\x00'::bytea || convert_to(entry, 'UTF8')))
  )`,
  `create table audit_pending (
    entry bigint primary key
  )`,
  `create table audit_leaf (
    index bigint primary key check (index >= 0),
    entry bigint not null unique references audit_entry
  )`,
  `create table audit_secret (
    entry bigint not null references audit_entry,
    field text not null,
    salt bytea not null,
    value text not null,
    primary key (entry, field)
  )`,
  `create table audit_subject (
    subject text primary key,
    entries bigint not null check (entries >= 1),
    last_leaf bytea not null
  )`,
  `create table audit_tile (
    level integer not null check (level between 0 and 63),
    index bigint not null check (index >= 0),
    bytes bytea not null check (octet_length(bytes) between 32 and 8192 and octet_length(bytes) % 32 = 0),
    primary key (level, index)
  )`,
  // Hashes do not compress.
  `alter table audit_tile alter column bytes set storage external`,
  `create table audit_head (
    singleton boolean primary key default true check (singleton),
    size bigint not null check (size >= 0),
    root bytea not null,
    checkpoint text not null,
    signed_at timestamptz
  )`,
  `insert into audit_head (size, root, checkpoint) values (0, sha256(''), '')`,
  // Whoever inserts an entry cannot forget to queue it for the sequencer.
  `create function audit_queue() returns trigger language plpgsql as $$
    begin
      insert into audit_pending (entry) select id from new_entries;
      return null;
    end $$`,
  `create trigger audit_queue after insert on audit_entry
    referencing new table as new_entries for each statement execute function audit_queue()`,
  `create function audit_only_grows() returns trigger language plpgsql as $$
    begin
      raise exception 'the log only grows: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
    end $$`,
  ...['audit_entry', 'audit_leaf'].flatMap((table) => [
    `create trigger only_grows before update or delete or truncate on ${table}
      for each statement execute function audit_only_grows()`,
    `alter table ${table} enable always trigger only_grows`,
  ]),
  `alter table audit_entry enable always trigger audit_queue`,
]
