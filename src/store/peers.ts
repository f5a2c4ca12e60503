import type { Kysely } from 'kysely'
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
