import { type Kysely, sql } from 'kysely'
import type { Trx } from './database.ts'
import { wholeMessage } from './messages.ts'
import type { Database, MessageRow } from './tables.ts'

// A peer asks what this node has of the records between them where its database may have gone back. What it has answered before,
// and forgotten, may still be on its way. If that settled a message after the peer was told what is here, the peer would not
// know of it, and give the message a second receipt when it is posted again. So what is posted carries the asking of then,
// and settles nothing where the peer has another by now.

/** Names a new asking of this peer. False when there is no such peer. */
export async function putAsking(db: Kysely<Database>, peer: string, asking: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('peer')
    .set({ asking })
    .where('state', '=', peer)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The last asking of this peer; null: it has not asked, or is no peer. */
export async function findAsking(db: Kysely<Database>, peer: string): Promise<string | null> {
  const row = await db.selectFrom('peer').select('asking').where('state', '=', peer).executeTakeFirst()
  return row?.asking ?? null
}

/** The messages with these digests, by digest, and the last asking of their peer. Needs the locks of their requests. */
export async function findAnswered(
  trx: Trx,
  peer: string,
  digests: readonly string[],
): Promise<{ readonly messages: ReadonlyMap<string, MessageRow>; readonly asking: string | null }> {
  const { rows } = await sql<MessageRow & { readonly asking: string | null }>`
    select ${wholeMessage}, (select asking from peer where state = ${peer}) as asking
    from message where digest = any(${digests}::text[])`.execute(trx)
  const messages = new Map<string, MessageRow>()
  let last: string | null = null
  for (const { asking, ...message } of rows) {
    last = asking
    messages.set(message.digest, message)
  }
  return { messages, asking: last }
}

/** So many requests are locked at once, in the order of their ids. */
const lockedAtOnce = 1_000

/**
 * Waits until nobody settles any more what waits for this peer and has read another asking than the one that is
 * committed now: whoever settles holds the locks of the requests. Locks are let go of at once.
 */
export async function awaitSettling(db: Kysely<Database>, peer: string): Promise<void> {
  let after: string | null = null
  for (;;) {
    const ids: string[] = await lockWaiting(db, peer, after)
    if (ids.length < lockedAtOnce) return
    after = ids.at(-1) ?? null
  }
}

async function lockWaiting(db: Kysely<Database>, peer: string, after: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from request where id in (
      select distinct request from outbox
      where peer_state = ${peer} and (${after}::uuid is null or request > ${after}::uuid)
      order by request limit ${sql.lit(lockedAtOnce)}
    )
    order by id for no key update`.execute(db)
  return rows.map(({ id }) => id)
}
