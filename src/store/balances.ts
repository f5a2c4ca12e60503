import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely'
import type { Database } from './tables.ts'
import type { BalanceRow } from './trailTables.ts'

/** The messages whose receipts say a time after `from` (null: from the first on) up to and with `until`. */
export interface BalanceTime {
  readonly from: Date | null
  readonly until: Date
}

export type Direction = 'sent' | 'received'

/** A message that has a receipt, both by their digests. */
export interface SettledPair {
  readonly message: string
  readonly receipt: string
}

/** Those that this node sent to a peer, or has from it: what was refused for good counts as well. */
function settled(peer: string, direction: Direction, { from, until }: BalanceTime): RawBuilder<unknown> {
  const within = sql`receipt_time <= ${until}::timestamptz
    and (${from}::timestamptz is null or receipt_time > ${from}::timestamptz)`
  const messages = sql`
    select m.digest as message, jws_digest(m.receipt) as receipt
    from message m join request r on r.id = m.request
    where r.counterpart_state = ${peer} and m.direction = ${direction} and ${within}`
  if (direction === 'sent') return messages
  return sql`
    ${messages}
    union
    select message_digest, jws_digest(receipt) from refusal
    where from_state = ${peer} and message_digest is not null and ${within}`
}

/**
 * How many there are, and SHA-256 (hex) over `rogatory-balance/v1`, 0x00, and for each in the order of the digests: the
 * digest of the message, a space, the digest of its receipt, newline.
 */
export async function settledTotal(
  db: Kysely<Database>,
  peer: string,
  direction: Direction,
  time: BalanceTime,
): Promise<{ readonly count: number; readonly digest: string }> {
  const { rows } = await sql<{ count: number; digest: string }>`
    select count(*) as count, encode(sha256(
      convert_to('rogatory-balance/v1', 'UTF8') || '\\x00'::bytea
        || coalesce(convert_to(string_agg(message || ' ' || receipt || chr(10), '' order by message collate "C"), 'UTF8'), ''::bytea)
    ), 'hex') as digest
    from (${settled(peer, direction, time)}) as settled`.execute(db)
  return rows[0] ?? { count: 0, digest: '' }
}

/** The same one by one in the order of their digests, those behind `after`. */
export async function listSettledPairs(
  db: Kysely<Database>,
  peer: string,
  wanted: { readonly direction: Direction; readonly time: BalanceTime; readonly after: string | null },
  limit: number,
): Promise<SettledPair[]> {
  const { direction, time, after } = wanted
  const { rows } = await sql<SettledPair>`
    select message, receipt from (${settled(peer, direction, time)}) as settled
    where ${after}::text is null or message collate "C" > ${after}
    order by message collate "C" limit ${sql.lit(limit)}`.execute(db)
  return rows
}

/** Keeps a balance; false where it is kept already. */
export async function insertBalance(trx: Transaction<Database>, row: BalanceRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('balance')
    .values(row)
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** The last balance with a peer; null where there is none. */
export async function lastBalance(db: Kysely<Database>, peer: string): Promise<BalanceRow | null> {
  const row = await db
    .selectFrom('balance')
    .selectAll()
    .where('peer_state', '=', peer)
    .orderBy('until_at', 'desc')
    .orderBy('made_at', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row ?? null
}

/**
 * How far the last balance goes that both nodes are known to have and on which they agreed; null where there is none. One
 * that the peer has asked for counts only once it has gone on from there: its answer may have been lost on the way, and
 * whoever goes on from what the peer does not have leaves a hole in the bundle of the peer.
 */
export async function balancedUntil(db: Kysely<Database>, peer: string): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(b.until_at) as until from balance b
    where b.peer_state = ${peer} and b.agreed and (b.asked or b.until_at <=
      (select max(later.from_at) from balance later where later.peer_state = ${peer} and not later.asked))`.execute(
    db,
  )
  return rows[0]?.until ?? null
}

/** Whether this node has a balance on which both agreed and that goes as far as that. */
export async function hasAgreedUntil(db: Kysely<Database>, peer: string, until: Date): Promise<boolean> {
  const row = await db
    .selectFrom('balance')
    .select('digest')
    .where('peer_state', '=', peer)
    .where('agreed', '=', true)
    .where('until_at', '>=', until)
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row !== undefined
}

/** How many balances a peer has asked for since then; counted no further than to a limit. */
export async function countAskedBy(
  db: Kysely<Database>,
  peer: string,
  since: Date,
  limit: number,
): Promise<number> {
  const asked = db
    .selectFrom('balance')
    .select('digest')
    .where('peer_state', '=', peer)
    .where('asked', '=', false)
    .where('made_at', '>', since)
    .limit(sql.lit(limit))
  const { count } = await db
    .selectFrom(asked.as('asked'))
    .select((given) => given.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** All balances, in the order of their times, by digest among those of one time. */
export async function listBalances(db: Kysely<Database>): Promise<BalanceRow[]> {
  return await db.selectFrom('balance').selectAll().orderBy('until_at').orderBy('digest').execute()
}

/** The last balance with a peer that differs and of which it was not found out yet what differs. */
export async function lastUnexplained(db: Kysely<Database>, peer: string): Promise<BalanceRow | null> {
  const last = await lastBalance(db, peer)
  return last !== null && !last.agreed && last.differences === null ? last : null
}

/** Says what differs; false where that was said already. */
export async function explainBalance(
  trx: Transaction<Database>,
  digest: string,
  differences: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('balance')
    .set({ differences })
    .where('digest', '=', digest)
    .where('differences', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
