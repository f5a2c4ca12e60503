import { type Kysely, type Migration, sql } from 'kysely'

/** Who may approve in whose place, from a day to a day. */
export const delegation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table delegation (
    id uuid primary key,
    authority text not null,
    giver uuid not null references person,
    receiver uuid not null references person,
    -- Days of the calendar of the authority, the last included.
    from_day date not null,
    until_day date not null,
    made_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by uuid references person,
    check (giver <> receiver),
    check (until_day >= from_day and until_day - from_day < 90),
    check ((withdrawn_at is null) = (withdrawn_by is null))
  )`,
  'create index delegation_receiver on delegation (receiver, until_day)',
  'create index delegation_giver on delegation (giver, until_day)',
  // Who has given what to whom stays, and what was withdrawn stays withdrawn.
  `create function delegation_stays() returns trigger language plpgsql as $$
    begin
      if (new.id, new.authority, new.giver, new.receiver, new.from_day, new.until_day, new.made_at)
          is distinct from
          (old.id, old.authority, old.giver, old.receiver, old.from_day, old.until_day, old.made_at)
        or old.withdrawn_at is not null then
        raise exception 'a delegation stays as it was given' using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  'create trigger delegation_stays before update on delegation for each row execute function delegation_stays()',
  'alter table delegation enable always trigger delegation_stays',
  // In whose place it was approved: never of anybody who wrote in it.
  `alter table draft add column on_behalf_of uuid references person,
    add check (on_behalf_of is null
      or (approver is not null and on_behalf_of <> approver and not (on_behalf_of = any (editors))))`,
]
