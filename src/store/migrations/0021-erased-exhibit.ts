import { type Kysely, type Migration, sql } from 'kysely'

/** Erasing a record destroys the keys of the files that were handed over in it. */
export const erasedExhibit: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // The function of 0014 with one statement more: the database replaces a function whole, and no migration is edited.
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
  // As before: it is found again among the tables of this schema alone.
  `do $$ begin
    execute format('alter function erase_record(uuid) set search_path = %I, pg_temp', current_schema());
  end $$`,
]
