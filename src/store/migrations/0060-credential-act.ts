import { type Kysely, type Migration, sql } from 'kysely'

/** By whom people were given what they sign in by, and what they may, and who has confirmed it (docs/decisions/0095). */
export const credentialAct: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const evt = `(split_part(split_part(entry, '"evt":"', 2), '"', 1))`

const statements = [
  `create table credential_act (
    id uuid primary key,
    person uuid not null references person,
    act text not null check (act in ('added', 'enabled', 'linked', 'passkey', 'password', 'roles', 'secondFactor')),
    -- Sign-in name, or who was named at the machine.
    made_by text not null,
    by_machine boolean not null,
    made_at timestamptz not null,
    -- There was another administrator then: without their word nothing is approved.
    needs_second boolean not null,
    -- It took the role of administrator from the person.
    ended_administrator boolean not null,
    confirmed_by text,
    confirmed_at timestamptz,
    check ((confirmed_by is null) = (confirmed_at is null)),
    check (confirmed_by <> made_by)
  )`,
  'create index credential_act_person on credential_act (person, made_at) where confirmed_at is null',
  'create index credential_act_administrator on credential_act (made_at) where ended_administrator',
  // With one alarm more: what older programs look for is in it as well.
  'drop index audit_entry_alarm',
  `create index audit_entry_alarm on audit_entry (${evt}, at)
    where ${evt} in ('log.broken', 'log.unwitnessed', 'log.unstamped', 'log.continued', 'witness.refused',
      'balance.differed', 'equivocation.found', 'receipt.unproven', 'record.closed', 'exhibit.damaged',
      'draft.approvedByOne')`,
]
