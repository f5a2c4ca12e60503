import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'

// What two nodes compare of the records between them. A request of which this node knows no more than that it refused
// its opening has no row; it counts as an empty record whose last message is the refused one, as it does at its author.

/** Where a record stands that this node shares with a peer. */
export interface SharedRecord {
  readonly request: string
  readonly sequence: number
  readonly head: string
  readonly last: string | null
  /** Its contents were erased here, and nobody gets them back from this node. */
  readonly erased: boolean
}

/** Some records in the order of their ids, up to `until` (null: to the end). */
export interface SharedRange {
  readonly until: string | null
  readonly count: number
  /** Their marks XORed; 0 for none. */
  readonly mark: number
}

function shared(peer: string, after: string | null, until: string | null): RawBuilder<unknown> {
  return sql`
    select id, sequence, head, last_other, mark, erased_at is not null as erased from request
    where counterpart_state = ${peer} and (${after}::uuid is null or id > ${after}::uuid)
      and (${until}::uuid is null or id <= ${until}::uuid)
    union all
    select id, 0, head, last, record_mark(id, head, last), false from (
      select distinct on (request collate "C") request::uuid as id, message_digest as last,
        encode(sha256(convert_to('rogatory-record/v1', 'UTF8') || '\\x00'::bytea || convert_to(request, 'UTF8')), 'hex')
          as head
      from refusal
      where from_state = ${peer} and request is not null and message_digest is not null
        and (${after}::text is null or request collate "C" > ${after})
        and (${until}::text is null or request collate "C" <= ${until})
        and request ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
      order by request collate "C", refusal.id desc
    ) as refused
    where not exists (select from request where request.id = refused.id)`
}

/** The records shared with a peer after this id, as ranges of `size` records, at most `max` ranges. */
export async function rangesOf(
  db: Kysely<Database>,
  peer: string,
  after: string | null,
  { size, max }: { readonly size: number; readonly max: number },
): Promise<SharedRange[]> {
  const { rows } = await sql<{ until: string; count: number; mark: number }>`
    select max(id::text collate "C") as until, count(*) as count, bit_xor(mark) as mark
    from (
      select id, mark, (row_number() over (order by id) - 1) / ${sql.lit(size)} as range
      from (${shared(peer, after, null)}) as known
      order by id limit ${sql.lit(size * max)}
    ) as numbered
    group by range order by range`.execute(db)
  const isAll = rows.reduce((sum, { count }) => sum + count, 0) < size * max
  if (!isAll) return rows
  return rows.length === 0
    ? [{ until: null, count: 0, mark: 0 }]
    : rows.map((row, at) => (at === rows.length - 1 ? { ...row, until: null } : row))
}

/** How many records are shared with a peer in a range of ids, and their marks XORed. */
export async function markOf(
  db: Kysely<Database>,
  peer: string,
  after: string | null,
  until: string | null,
): Promise<{ readonly count: number; readonly mark: number }> {
  const { rows } = await sql<{ count: number; mark: number | null }>`
    select count(*) as count, bit_xor(mark) as mark from (${shared(peer, after, until)}) as known`.execute(db)
  return { count: rows[0]?.count ?? 0, mark: rows[0]?.mark ?? 0 }
}

/** The records shared with a peer in a range of ids, in their order. */
export async function listShared(
  db: Kysely<Database>,
  peer: string,
  between: { readonly after: string | null; readonly until: string | null },
  limit: number,
): Promise<SharedRecord[]> {
  const { rows } = await sql<SharedRecord>`
    select id as request, sequence, head, last_other as last, erased
    from (${shared(peer, between.after, between.until)}) as known
    order by id limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/** The place that the receipt of a message `m` names, as text. */
const receiptSequence = sql`convert_from(decode(
  rpad(translate(split_part(m.receipt, '.', 2), '-_', '+/'), (length(split_part(m.receipt, '.', 2)) + 3) / 4 * 4, '='), 'base64'
), 'UTF8')::jsonb ->> 'sequence'`

/** A message that both nodes have settled, with its receipt. */
export interface SettledMessage {
  readonly jws: string
  readonly receipt: string
  /** Where it stands among those of its record: refused ones first, then by place, then those without a place yet. */
  readonly at: string
}

/**
 * What a peer may have lost of one record: messages that have a receipt, by whomever. First those that were refused
 * (here or by the peer), then those with a place above `sequence`, then own ones whose place cannot be given here yet, in the order of
 * the places that their receipts name: whoever keeps the order puts them back one upon the other.
 *
 * @param after - `at` of the last one of the page before, or null
 */
export async function listSettled(
  db: Kysely<Database>,
  peer: string,
  wanted: { readonly request: string; readonly sequence: number; readonly after: string | null },
  limit: number,
): Promise<SettledMessage[]> {
  const { request, sequence, after } = wanted
  const { rows } = await sql<SettledMessage>`
    select jws, receipt, at from (
      select m.jws, m.receipt, case m.status
        when 'refused' then '1 ' || m.digest
        when 'placed' then '2 ' || lpad(m.sequence::text, 10, '0')
        else '3 ' || lpad(coalesce(${receiptSequence}, ''), 10, '0') || ' ' || m.digest end as at
      from message m join request r on r.id = m.request
      where m.request = ${request}::uuid and r.counterpart_state = ${peer} and m.receipt is not null
        and (m.sequence is null or m.sequence > ${sequence}::bigint) and m.jws <> ''
      union all
      select bytes, receipt, '1 ' || message_digest
      from refusal
      where refusal.request = ${request} and from_state = ${peer} and bytes is not null and receipt is not null
        and not exists (
          select from request r where r.id = ${request}::uuid and r.counterpart_state <> ${peer}
        )
    ) as settled
    where ${after}::text is null or at collate "C" > ${after}
    order by at collate "C" limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/** Why a record takes no new messages from now on; null: it does. Needs the lock of the request. */
export async function setClosed(
  trx: Transaction<Database>,
  request: string,
  code: string | null,
): Promise<void> {
  await trx.updateTable('request').set({ closed: code }).where('id', '=', request).execute()
}

/** The records shared with a peer that take no new messages until both have one again; what was erased never does. */
export async function listClosed(db: Kysely<Database>, peer: string): Promise<string[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('counterpart_state', '=', peer)
    .where('closed', 'is not', null)
    .where('closed', '<>', 'RECORD_ERASED')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Digests of the messages that were refused in this record, by either node. */
export async function listRefused(db: Kysely<Database>, request: string): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select digest from message where request = ${request}::uuid and status = 'refused'
    union all
    select message_digest from refusal where refusal.request = ${request} and message_digest is not null`.execute(
    db,
  )
  return rows.map(({ digest }) => digest)
}
