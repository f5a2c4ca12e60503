import { type Kysely, type Migration, sql } from 'kysely'

/** What was typed while a session ended, and by what the forms of a session that has ended are known (docs/decisions/0095). */
export const typedForm: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Absent where an older program has begun it: what is typed in its pages is not known once it has ended.
  `alter table desk_session add column form_token bytea check (octet_length(form_token) = 32)`,
  `alter table desk_session add column by_strong_provider boolean not null default false`,
  // It lets nobody in: nothing that lets somebody in looks here.
  `create table ended_session (
    -- SHA-256 of its token, and of the token that its forms had.
    token bytea primary key check (octet_length(token) = 32),
    form_token bytea not null check (octet_length(form_token) = 32),
    person uuid not null references person,
    -- When it was last used.
    seen_at timestamptz not null
  )`,
  'create index ended_session_person on ended_session (person)',
  'create index ended_session_seen on ended_session (seen_at)',
  `create table typed_form (
    id uuid primary key,
    person uuid not null references person,
    -- Where it was sent to and what stood in it, sealed with the passphrase of the node.
    sealed bytea not null check (octet_length(sealed) <= 8388608),
    typed_at timestamptz not null
  )`,
  'create index typed_form_person on typed_form (person, typed_at)',
  'create index typed_form_typed on typed_form (typed_at)',
]
