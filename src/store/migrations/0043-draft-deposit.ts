import { type Kysely, type Migration, sql } from 'kysely'

/** Which drafts name which files, the ids that a draft has given to files, and erasing that waits for whoever hands a file over. */
export const draftDeposit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // Which file of this node which draft names that has not ended. Kept by a trigger: no statement can forget it.
  `create table draft_deposit (
    deposit uuid not null references exhibit_deposit,
    draft uuid not null references draft,
    primary key (deposit, draft)
  )`,
  'create index draft_deposit_of_draft on draft_deposit (draft)',
  // What the program writes is JSON, in whose strings each quotation mark is escaped: what stands so is a member of that name.
  `create function draft_deposits_follow() returns trigger language plpgsql security definer as $$
    declare
      named uuid[] := '{}';
    begin
      if new.stage not in ('sent', 'dropped') then
        named := array(
          select (regexp_matches(new.exhibits,
            '"deposit"\\s*:\\s*"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g'))[1]::uuid);
      end if;
      delete from draft_deposit where draft = new.id and deposit <> all (named);
      insert into draft_deposit (deposit, draft)
        select found.id, new.id from exhibit_deposit found where found.id = any (named) order by found.id
        on conflict do nothing;
      return null;
    end $$`,
  `create trigger draft_deposits_follow after insert or update of exhibits, stage on draft
    for each row execute function draft_deposits_follow()`,
  'alter table draft enable always trigger draft_deposits_follow',
  // The highest number of an id that the draft has given to a file: what was said of one is said of no other.
  'alter table draft add column highest_exhibit integer not null default 0 check (highest_exhibit between 0 and 9999)',
  `create function draft_ids_stay() returns trigger language plpgsql as $$
    begin
      new.highest_exhibit := greatest(
        case when tg_op = 'UPDATE' then old.highest_exhibit else 0 end,
        (select max(number[1]::integer)
          from regexp_matches(new.exhibits, '"id"\\s*:\\s*"E([0-9]{1,4})"', 'g') as number));
      return new;
    end $$`,
  `create trigger draft_ids_stay before insert or update on draft
    for each row execute function draft_ids_stay()`,
  'alter table draft enable always trigger draft_ids_stay',
  // Drafts that there are already.
  "update draft set exhibits = exhibits where stage not in ('sent', 'dropped')",
  // The function of 0021 with one statement more.
  `create or replace function erase_record(erased uuid) returns bigint language plpgsql security definer as $$
    declare
      row_of request%rowtype;
      told jsonb;
      gone bigint;
    begin
      select * into row_of from request where id = erased for no key update;
      if not found or row_of.erased_at is not null then
        raise exception 'there is nothing to erase' using errcode = 'check_violation';
      end if;
      if exists (select from legal_hold where request = erased) then
        raise exception 'a legal hold is on the record' using errcode = 'check_violation';
      end if;
      if exists (select from outbox where request = erased and status = 'waiting') then
        raise exception 'messages of the record wait' using errcode = 'check_violation';
      end if;
      select e.entry::jsonb into told
        from audit_subject s join audit_entry e on e.leaf = s.last_leaf
        where s.subject = audit_subject_of(erased);
      if told ->> 'evt' is distinct from 'record.erased' then
        raise exception 'the log does not tell that the record is erased' using errcode = 'check_violation';
      end if;
      with removed as (
        delete from audit_secret using audit_chain(decode(told ->> 'objPrev', 'hex')) as before
        where audit_secret.entry = before.id
        returning audit_secret.entry
      )
      select count(distinct removed.entry) into gone from removed;
      if gone is distinct from (told ->> 'count')::bigint then
        raise exception 'the log tells of % openings, and there are %', told ->> 'count', gone
          using errcode = 'check_violation';
      end if;
      update message set jws = '' where request = erased;
      update refusal set bytes = null where request = erased::text;
      delete from outbox where request = erased;
      -- By its digest what another State gave is known again: without it, it would go on to others as if it were ours.
      update entrusted set name = '#' || numbered.n from (
        select message, kind, name, row_number() over (partition by message, kind order by name)::text as n
        from entrusted where request = erased
      ) as numbered
      where entrusted.message = numbered.message and entrusted.kind = numbered.kind
        and entrusted.name = numbered.name;
      delete from measure where request = erased;
      -- Whoever hands one of its files over, or names one in a draft, has done it, or waits and finds that it is gone.
      perform from exhibit_deposit
        where file_key is not null and id in (select deposit from exhibit_link where request = erased)
        order by id for update;
      -- A file opens no more, wherever its sealed form lies, once no record is left in which it was handed over.
      update exhibit_deposit set status = 'erased', file_key = null
        where file_key is not null
          and id in (select deposit from exhibit_link where request = erased)
          and not exists (
            select from exhibit_link l join request r on r.id = l.request
            where l.deposit = exhibit_deposit.id and r.id <> erased and r.erased_at is null
          );
      update request set snapshot = '', matter = null, next_clock_at = null, due_at = null,
        closed = 'RECORD_ERASED', erased_at = (told ->> 't')::timestamptz
        where id = erased;
      return gone;
    end $$`,
  // It is found again among the tables of this schema alone, and so is what the trigger writes.
  `do $$ begin
    execute format('alter function erase_record(uuid) set search_path = %I, pg_temp', current_schema());
    execute format('alter function draft_deposits_follow() set search_path = %I, pg_temp', current_schema());
  end $$`,
]
