import { type Kysely, type Migration, sql } from 'kysely'

/** By what a system of the State's own proves itself to this node: of each token only its hash. */
export const accessToken: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Kept for ever: a name in the log means one token, and none is given twice.
  `create table access_token (
    name text primary key check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    hash bytea not null unique check (length(hash) = 32),
    scopes text[] not null check (cardinality(scopes) between 1 and 20),
    authority text not null,
    made_by text not null check (length(made_by) between 1 and 300),
    made_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    -- Null also where the node revoked it by itself.
    revoked_by text,
    used_on date
  )`,
  `create function access_token_stays_revoked() returns trigger language plpgsql as $$
    begin
      raise exception 'the access token % was revoked', old.name using errcode = 'check_violation';
    end $$`,
  `create trigger stays_revoked before update on access_token for each row
    when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
    execute function access_token_stays_revoked()`,
]
