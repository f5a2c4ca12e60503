import { type Kysely, type Migration, sql } from 'kysely'

/** Drafts of messages at the desk, and when a session has proved anew who holds it. */
export const draft: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  `create table draft (
    id uuid primary key,
    authority text not null,
    -- Of a draft that opens a record, the id which that will have.
    request uuid not null,
    type text not null,
    to_authority text not null,
    reference text not null,
    matter text,
    in_reply_to uuid,
    measures text[],
    language text not null,
    body text not null check (octet_length(body) <= 1048576),
    exhibits text not null check (octet_length(exhibits) <= 1048576),
    author uuid not null references person,
    -- Everybody who ever changed it, its author first.
    editors uuid[] not null,
    made_at timestamptz not null,
    changed_at timestamptz not null,
    version integer not null check (version > 0),
    stage text not null check (stage in ('writing', 'submitted', 'returned', 'sending', 'sent', 'dropped')),
    submitted_by uuid references person,
    submitted_at timestamptz,
    -- The id of the message that will be sent with these words, and the digest of these words.
    message uuid unique,
    digest text check (digest ~ '^[0-9a-f]{64}$'),
    approver uuid references person,
    approved_at timestamptz,
    returned_by uuid references person,
    reason text check (length(reason) <= 4000),
    refusal text,
    message_digest text,
    check (author = any (editors)),
    -- Four eyes, whatever a program forgets.
    check (approver is null or not (approver = any (editors))),
    check (stage not in ('submitted', 'sending', 'sent') or (message is not null and digest is not null)),
    check ((stage = 'sent') = (message_digest is not null))
  )`,
  'create index draft_of_authority on draft (authority, stage, changed_at)',
  'create index draft_of_request on draft (request)',
  // What a second person was given to approve is what is sent: it goes back as it is, or goes out as it is.
  `create function draft_stays() returns trigger language plpgsql as $$
    begin
      if (new.id, new.authority, new.request, new.type, new.author, new.made_at)
          is distinct from (old.id, old.authority, old.request, old.type, old.author, old.made_at)
        or not (old.editors <@ new.editors) then
        raise exception 'whose draft it is stays' using errcode = 'check_violation';
      end if;
      if old.stage in ('sent', 'dropped') and new.stage is distinct from old.stage then
        raise exception 'the draft has ended' using errcode = 'check_violation';
      end if;
      if old.stage in ('submitted', 'sending', 'sent') and
        ((new.to_authority, new.reference, new.matter, new.in_reply_to, new.measures, new.language, new.editors)
            is distinct from
          (old.to_authority, old.reference, old.matter, old.in_reply_to, old.measures, old.language, old.editors)
        or ((new.body, new.exhibits) is distinct from (old.body, old.exhibits)
            and not (new.stage in ('sent', 'dropped') and new.body = '{}' and new.exhibits = '[]'))
        or (new.stage in ('submitted', 'sending', 'sent')
            and (new.message, new.digest) is distinct from (old.message, old.digest))) then
        raise exception 'the words of a draft stay once they were submitted' using errcode = 'check_violation';
      end if;
      return new;
    end $$`,
  'create trigger draft_stays before update on draft for each row execute function draft_stays()',
  'alter table draft enable always trigger draft_stays',
  // With the contents of a record go the words of what was drafted about it.
  `create function draft_erased() returns trigger language plpgsql as $$
    begin
      update draft set body = '{}', exhibits = '[]', reason = null,
          stage = case when stage = 'sent' then 'sent' else 'dropped' end
        where request = new.id;
      return null;
    end $$`,
  `create trigger draft_erased after update on request for each row
    when (old.erased_at is null and new.erased_at is not null) execute function draft_erased()`,
  'alter table request enable always trigger draft_erased',
  // When whoever holds the session last gave their password again; null: not since it began.
  'alter table desk_session add column stepped_up_at timestamptz',
]
