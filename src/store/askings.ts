import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Trx } from './database.ts'
import { isLockUnavailable } from './failures.ts'
import { wholeMessage } from './messages.ts'
import type { Database, MessageRow } from './tables.ts'

// A peer asks what this node has of the records between them where its database may have gone back. What it has answered before,
// and forgotten, may still be on its way. If that settled a message after the peer was told what is here, the peer would not
// know of it, and give the message a second receipt when it comes again. So the peer has another asking from then on, and what
// it answers to messages that were taken from the outbox under the one before settles nothing.
//
// Whoever settles holds a lock of its peer until the end of the transaction, shared with all that do, and reads the asking after
// that. Whoever names a new asking has that lock alone: what was settled before can be told to the peer, and nothing more is.

function lockOf(peer: string): RawBuilder<unknown> {
  return sql`hashtextextended(${`rogatory asking ${peer}`}::text, 0)`
}

/** As a part of a statement: the lock of who settles what this peer has answered, held until the end of the transaction. */
export function settlingWith(peer: string): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock_shared(${lockOf(peer)})`
}

/**
 * Names a new asking of this peer, once nobody settles any more by the one before. False where somebody goes on settling, or has the
 * row of the peer, for longer than is waited for a lock, as a process that stands still in the midst of it.
 */
export async function putAsking(db: Kysely<Database>, peer: string, asking: string): Promise<boolean> {
  try {
    await sql`
      with alone as materialized (select pg_advisory_xact_lock(${lockOf(peer)}))
      update peer set asking = ${asking}::uuid
      where state = ${peer} and (select count(*) from alone) > 0`.execute(db)
    return true
  } catch (reason) {
    if (isLockUnavailable(reason)) return false
    throw reason
  }
}

/** The asking of this peer; null: it is no peer. */
export async function findAsking(db: Kysely<Database>, peer: string): Promise<string | null> {
  const row = await db.selectFrom('peer').select('asking').where('state', '=', peer).executeTakeFirst()
  return row?.asking ?? null
}

/** The messages with these digests, by digest, and the asking of their peer. Needs the lock of who settles. */
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
