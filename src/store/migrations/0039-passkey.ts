import { type Kysely, type Migration, sql } from 'kysely'

/** By which passkeys people prove themselves in the place of a password, and what they are asked to sign. */
export const passkey: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table passkey (
    -- As the authenticator calls it (WebAuthn: credential id, 1023 bytes at most).
    id bytea primary key check (length(id) between 1 and 1023),
    person uuid not null references person,
    name text not null check (length(name) between 1 and 60),
    -- COSE (RFC 9052). What it opens never leaves the authenticator.
    public_key bytea not null check (length(public_key) between 1 and 2048),
    -- How often it was used, as the authenticator counts; 0 where it does not count.
    counter bigint not null check (counter between 0 and 4294967295),
    transports text[] not null,
    added_at timestamptz not null,
    used_at timestamptz,
    unique (person, name)
  )`,
  // A passkey stays that of whoever added it, under its name and with its key, and its counter goes forward only.
  `create function passkey_stays() returns trigger language plpgsql as $$
    begin
      if (new.id, new.person, new.name, new.public_key, new.transports, new.added_at)
          is distinct from (old.id, old.person, old.name, old.public_key, old.transports, old.added_at)
        then raise exception 'a passkey is never changed';
      end if;
      if new.counter < old.counter then raise exception 'the counter of a passkey never goes back'; end if;
      return new;
    end $$`,
  `create trigger passkey_stays before update on passkey for each row execute function passkey_stays()`,
  'alter table passkey enable always trigger passkey_stays',
  // What a browser was asked to have signed: it counts once, for a few minutes, and for whoever holds the token alone.
  `create table passkey_challenge (
    -- SHA-256 of the token of a session, or of that of an attempt to sign in.
    holder bytea not null check (length(holder) = 32),
    purpose text not null check (purpose in ('add', 'signIn', 'stepUp')),
    challenge bytea not null check (length(challenge) = 32),
    begun_at timestamptz not null,
    primary key (holder, purpose)
  )`,
  'create index passkey_challenge_begun on passkey_challenge (begun_at)',
]
