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

/** Adds a peer or changes its pins and address; the time of its first adding stays. */
export async function savePeer(db: Kysely<Database>, peer: PeerRow): Promise<void> {
  const { pins } = peer
  await db
    .insertInto('peer')
    .values(peer)
    .onConflict((conflict) => conflict.column('state').doUpdateSet({ pins }))
    .execute()
}

/** Forgets a peer; its trust lists stay, because old records are judged by them. False when there was none. */
export async function removePeer(db: Kysely<Database>, state: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('peer').where('state', '=', state).executeTakeFirst()
  return numDeletedRows === 1n
}
