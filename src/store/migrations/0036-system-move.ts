import { type Kysely, type Migration, sql } from 'kysely'

/** What systems of the State write: for which officer, in which draft, and under which key it was asked. */
export const systemMove: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Who answers for what a system writes, and so approves none of it. The role of a node cannot change it: it has no right to.
  'alter table access_token add column officer uuid references person',
  "alter table access_token add check (not ('moves' = any (scopes)) or officer is not null)",
  // The system that began a draft; null: a person did, at the desk.
  'alter table draft add column system text references access_token',
  'create index draft_of_system on draft (system, made_at, id) where system is not null',
  `create function draft_system_stays() returns trigger language plpgsql as $$
    begin
      raise exception 'which system began a draft stays' using errcode = 'check_violation';
    end $$`,
  `create trigger draft_system_stays before update on draft for each row
    when (new.system is distinct from old.system) execute function draft_system_stays()`,
  'alter table draft enable always trigger draft_system_stays',
  // What was asked under a key, so that the same asked again is done once; it goes after a day.
  `create table idempotency_key (
    token text not null references access_token,
    key text not null check (length(key) between 1 and 255),
    -- SHA-256 of what was asked.
    fingerprint bytea not null check (length(fingerprint) = 32),
    -- What came of it: the draft, and once it is known the answer, in which no word of a case stands.
    draft uuid not null references draft,
    answer text check (octet_length(answer) <= 8192),
    at timestamptz not null,
    primary key (token, key)
  )`,
  'create index idempotency_key_at on idempotency_key (at)',
]
