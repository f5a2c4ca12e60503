import { type Kysely, type Migration, sql } from 'kysely'

/** Signing in by an identity provider of the State's own (OpenID Connect). */
export const provider: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Whom a subject names is decided here: one person, and of a person one subject at each provider.
  `create table provider_link (
    person uuid not null references person,
    issuer text not null check (length(issuer) between 1 and 500),
    subject text not null check (length(subject) between 1 and 255),
    made_at timestamptz not null,
    made_by text not null,
    primary key (issuer, subject),
    unique (person, issuer)
  )`,
  `create table provider_attempt (
    token bytea primary key check (length(token) = 32),
    -- With the token, which the browser holds, it makes state, nonce and verifier.
    secret bytea not null check (length(secret) = 32),
    counted_as bytea check (length(counted_as) = 32),
    begun_at timestamptz not null,
    -- Who proves anew who they are, and in which session; null: somebody signs in.
    person uuid references person,
    session bytea check (length(session) = 32),
    leads_to text check (length(leads_to) <= 200),
    check ((person is null) = (session is null))
  )`,
  'create index provider_attempt_begun on provider_attempt (begun_at)',
  'create index provider_attempt_counted on provider_attempt (counted_as)',
  // The issuer by which a session, or what is on the way to one, was begun; null: by none.
  'alter table desk_session add column issuer text',
  'alter table second_step add column issuer text',
  // Whoever came by a passkey need not know their password, as little as who came by an issuer.
  'alter table desk_session add column by_passkey boolean not null default false',
]
