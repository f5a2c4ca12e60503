import { type Kysely, sql } from 'kysely'
import type { Trx } from './database.ts'
import type { Database, PeerRow } from './tables.ts'

/** All peers in the order of their States. */
export async function listPeers(db: Kysely<Database>): Promise<PeerRow[]> {
  return await db.selectFrom('peer').selectAll().orderBy('state').execute()
}

/** The peer of a State, or null. */
export async function findPeer(db: Kysely<Database>, state: string): Promise<PeerRow | null> {
  const row = await db.selectFrom('peer').selectAll().where('state', '=', state).executeTakeFirst()
  return row ?? null
}

/** The same, locked until the end of the transaction: its pins and its lists are changed by nobody else meanwhile. */
export async function lockPeer(trx: Trx, state: string): Promise<PeerRow | null> {
  const row = await trx
    .selectFrom('peer')
    .selectAll()
    .where('state', '=', state)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Makes this transaction the only one that pins until it ends: of a State that is no peer yet there is no row to be locked. */
export async function lockPinning(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rogatory pinning', 0))`.execute(trx)
}

/** Adds a peer, which has not been heard yet, or changes its pins; the time of its first adding stays. */
export async function savePeer(
  db: Kysely<Database>,
  { state, pins, added_at }: Pick<PeerRow, 'state' | 'pins' | 'added_at'>,
): Promise<void> {
  await db
    .insertInto('peer')
    .values({ state, pins, added_at })
    .onConflict((conflict) => conflict.column('state').doUpdateSet({ pins }))
    .execute()
}

/** Forgets a peer; its trust lists stay, because old records are judged by them. False when there was none. */
export async function removePeer(db: Kysely<Database>, state: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('peer').where('state', '=', state).executeTakeFirst()
  return numDeletedRows === 1n
}

/** The States of the peers that have not told yet what they have, in their order. */
export async function listUnheard(db: Kysely<Database>): Promise<string[]> {
  const rows = await db
    .selectFrom('peer')
    .select('state')
    .where('heard_at', 'is', null)
    .orderBy('state')
    .execute()
  return rows.map(({ state }) => state)
}

/** Notes that a peer has told what it has, or that a person does without that. False when there is no such peer. */
export async function setHeard(db: Kysely<Database>, state: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('peer')
    .set({ heard_at: at })
    .where('state', '=', state)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Has a peer asked again what it has, as after a start: it has shown something that lacks here. */
export async function setUnheard(db: Kysely<Database>, state: string): Promise<void> {
  await db.updateTable('peer').set({ heard_at: null }).where('state', '=', state).execute()
}

/** Of so many newest messages it is looked from which peers they came, or who has answered them. */
const newestMessages = 1_000

/**
 * When each peer last told, answered or sent something that was kept: of what it has, its trust list, a balance, and of
 * the newest messages. A peer of which nothing is kept has none.
 */
export async function heardOf(db: Kysely<Database>): Promise<Map<string, Date>> {
  const { rows } = await sql<{ state: string; at: Date }>`
    select state, max(at) as at from (
      select state, heard_at as at from peer where heard_at is not null
      union all
      select peer.state, list.accepted_at from peer cross join lateral (
        select accepted_at from trust_list where trust_list.state = peer.state
        order by sequence desc limit 1
      ) as list
      -- The list with which it was pinned came by hand.
      where accepted_at > peer.added_at
      union all
      select peer.state, last.made_at from peer cross join lateral (
        select made_at from balance where balance.peer_state = peer.state
        order by until_at desc, made_at desc limit 1
      ) as last
      union all
      select request.counterpart_state, newest.receipt_time from (
        select request, receipt_time from message where receipt_time is not null
        order by receipt_time desc limit ${sql.lit(newestMessages)}
      ) as newest join request on request.id = newest.request
    ) as heard group by state`.execute(db)
  return new Map(rows.map(({ state, at }) => [state, at]))
}
