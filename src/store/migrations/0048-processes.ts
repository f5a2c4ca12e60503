import { type Kysely, type Migration, sql } from 'kysely'

/** Which processes serve the node, and which of them does which job alone. */
export const processes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table process (
    id integer primary key check (id > 0),
    place text not null check (length(place) between 1 and 300),
    version text not null check (length(version) between 1 and 100),
    form text not null,
    began_at timestamptz not null,
    alive_until timestamptz not null
  )`,
  // What was taken stays as a row when nobody has it any more: its number counts on.
  `create table lease (
    name text primary key check (name ~ '^[a-zA-Z]{1,40}(:[0-9a-f-]{36})?$'),
    holder integer not null,
    fence bigint not null check (fence > 0),
    until timestamptz not null
  )`,
  // A process that was paused must not come back with a number that has been given since.
  `create function lease_goes_forward() returns trigger language plpgsql as $$
    begin
      if new.fence < old.fence or (new.holder <> old.holder and new.fence = old.fence) then
        raise exception 'a lease that another takes has a higher number';
      end if;
      return new;
    end
  $$`,
  'create trigger lease_goes_forward before update on lease for each row execute function lease_goes_forward()',
]
