import { type Kysely, type Migration, sql } from 'kysely'

/** From where people have signed in before, and by what they prove themselves beside a password. */
export const signingIn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Failures by a name from one place go with the name: SHA-256 of the sign-in name.
  'alter table sign_in_failure add column of_name bytea check (length(of_name) = 32)',
  'create index sign_in_failure_of_name on sign_in_failure (of_name)',
  // SHA-256 of the address, or of the token that the browser holds.
  `create table known_place (
    person uuid not null references person,
    what bytea not null check (length(what) = 32),
    seen_at timestamptz not null,
    primary key (person, what)
  )`,
  `create table second_factor (
    person uuid primary key references person,
    -- Sealed with the passphrase of the node.
    secret bytea not null,
    offered_at timestamptz not null,
    -- Null: it was shown, and nobody has proved yet that they have it.
    set_at timestamptz,
    -- The step of time (RFC 6238) of the last code that counted: no code counts twice, nor one before it.
    last_step integer not null default 0
  )`,
  `create table recovery_code (
    person uuid not null references second_factor on delete cascade,
    -- SHA-256 of the code, of which nobody finds 79 random bits.
    code bytea not null check (length(code) = 32),
    primary key (person, code)
  )`,
  // Whoever has said their password, and says the code next.
  `create table second_step (
    token bytea primary key check (length(token) = 32),
    person uuid not null references person,
    begun_at timestamptz not null
  )`,
  'create index second_step_person on second_step (person)',
  'create index second_step_begun on second_step (begun_at)',
]
