import { type Kysely, type Migration, sql } from 'kysely'

/** A request has ids for 99,999 files: ten thousand in one delivery left no room for one more. */
export const exhibitIds: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  'alter table draft drop constraint draft_highest_exhibit_check',
  'alter table draft add constraint draft_highest_exhibit_check check (highest_exhibit between 0 and 99999) not valid',
  'alter table draft validate constraint draft_highest_exhibit_check',
  // The function of 0043 with ids of five digits.
  `create or replace function draft_ids_stay() returns trigger language plpgsql as $$
    begin
      new.highest_exhibit := greatest(
        case when tg_op = 'UPDATE' then old.highest_exhibit else 0 end,
        (select max(number[1]::integer)
          from regexp_matches(new.exhibits, '"id"\\s*:\\s*"E([0-9]{1,5})"', 'g') as number));
      return new;
    end $$`,
]
