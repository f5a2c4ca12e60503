import { type Kysely, type Migration, sql } from 'kysely'

/** What lets a node erase the contents of one record, and nothing else, without owning its tables. */
export const erasure: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}

const statements = [
  // When the contents of the record were erased; null: they are there.
  'alter table request add column erased_at timestamptz',
  // Records that nobody may erase; a row goes when its hold is released, and the log tells of both.
  `create table legal_hold (
    request uuid primary key references request,
    reason text not null check (length(reason) between 1 and 2000),
    person text not null check (length(person) between 1 and 300),
    placed_at timestamptz not null
  )`,
  // The log's name of a request (audit/entry.ts).
  `create function audit_subject_of(request uuid) returns text language sql immutable as $$
    select encode(sha256(
      convert_to('rogatory-subject/v1', 'UTF8') || '\\x00'::bytea || convert_to(request::text, 'UTF8')
    ), 'hex')
  $$`,
  // The entries about a record up to this leaf, the last first: each names the one before.
  `create function audit_chain(last_leaf bytea) returns table (id bigint) language sql stable as $$
    with recursive chain as (
      select e.id, e.entry from audit_entry e where e.leaf = last_leaf
      union all
      select e.id, e.entry from chain
      join audit_entry e on e.leaf = decode(chain.entry::jsonb ->> 'objPrev', 'hex')
    )
    select chain.id from chain
  $$`,
  // Whoever calls it must have told the log first, in the same transaction or before, and told it the truth.
  `create function erase_record(erased uuid) returns bigint language plpgsql security definer as $$
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
      update request set snapshot = '', matter = null, next_clock_at = null, due_at = null,
        closed = 'RECORD_ERASED', erased_at = (told ->> 't')::timestamptz
        where id = erased;
      return gone;
    end $$`,
  `do $$ begin
    execute format('alter function erase_record(uuid) set search_path = %I, pg_temp', current_schema());
  end $$`,
  // Functions are everybody's until somebody says otherwise; the role of a node gets it back (store/roles.ts).
  'revoke all on function erase_record(uuid) from public',
]
