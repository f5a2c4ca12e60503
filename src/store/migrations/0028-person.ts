import { type Kysely, type Migration, sql } from 'kysely'

/** The people who work at the desk of a node, and their sessions. */
export const person: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table person (
    id uuid primary key,
    -- By which a person signs in: small letters, never given to another.
    sign_in_name text not null unique check (sign_in_name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    name text not null check (length(name) between 1 and 200),
    authority text not null,
    roles text[] not null check (roles <@ array['officer', 'approver', 'auditor', 'administrator']),
    language text not null,
    -- scrypt of the password, with its salt and cost.
    password text not null,
    -- Whoever got a password from somebody else chooses another one before anything else.
    password_given boolean not null,
    made_at timestamptz not null,
    made_by text not null,
    disabled_at timestamptz,
    disabled_by text
  )`,
  'create index person_authority on person (authority, sign_in_name)',
  // Who a name in the log is, does not change.
  `create function person_stays() returns trigger language plpgsql as $$
    begin
      raise exception 'the sign-in name of a person stays' using errcode = 'check_violation';
    end $$`,
  `create trigger person_stays before update on person for each row
    when (new.id is distinct from old.id or new.sign_in_name is distinct from old.sign_in_name
      or new.made_at is distinct from old.made_at)
    execute function person_stays()`,
  'alter table person enable always trigger person_stays',
  `create table desk_session (
    -- SHA-256 of the token, of which nobody finds 256 random bits.
    token bytea primary key check (length(token) = 32),
    person uuid not null references person,
    begun_at timestamptz not null,
    seen_at timestamptz not null
  )`,
  'create index desk_session_person on desk_session (person)',
  'create index desk_session_seen on desk_session (seen_at)',
  // Failed attempts by sign-in name and by address, each as a SHA-256: a name that nobody has is kept as well.
  `create table sign_in_failure (
    what bytea primary key check (length(what) = 32),
    failures integer not null check (failures > 0),
    last_at timestamptz not null
  )`,
  'create index sign_in_failure_last on sign_in_failure (last_at)',
]
