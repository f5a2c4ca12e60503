import { type Kysely, type Migration, sql } from 'kysely'

/** The secret of an endpoint may be sealed under another passphrase (docs/decisions/0139); all else of it stays as it was made. */
export const sealedAnew: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statement).execute(db)
  },
}

const statement = `create or replace function webhook_endpoint_stays() returns trigger language plpgsql as $$
    begin
      if (new.name, new.authority, new.url, new.events, new.made_by, new.made_at)
          is distinct from (old.name, old.authority, old.url, old.events, old.made_by, old.made_at)
        or new.next_index < old.next_index
        or (old.disabled_at is not null and new.disabled_at is distinct from old.disabled_at) then
        raise exception 'an endpoint of webhooks stays as it was made' using errcode = 'check_violation';
      end if;
      return new;
    end $$`
