import { type Kysely, type Transaction, sql } from 'kysely'
import type { Database, OutboxRow } from './tables.ts'

/** Whether a message was given up on, and waits for a person. */
export async function isDead(db: Kysely<Database>, digest: string): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('digest')
    .where('digest', '=', digest)
    .where('status', '=', 'dead')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * A person has decided that dead rows are to be sent again: each at once, or after those before it in its record. Needs the locks of their
 * requests. Returns the digests of those that were dead.
 */
export async function resendAll(
  trx: Transaction<Database>,
  digests: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ digest: string }>`
    update outbox set status = 'waiting', attempts = 0, first_failed_at = null,
      next_attempt_at = case when exists (
        select from outbox earlier where earlier.request = outbox.request and earlier.ordinal < outbox.ordinal
      ) then null else ${now}::timestamptz end
    where digest = any(${[...digests]}::text[]) and status = 'dead'
    returning digest`.execute(trx)
  return new Set(rows.map(({ digest }) => digest))
}

/** The same of one; false when there is no such dead row. */
export async function resend(trx: Transaction<Database>, digest: string, now: Date): Promise<boolean> {
  return (await resendAll(trx, [digest], now)).has(digest)
}

/** Dead rows for a peer behind that place of the queue, in the order of queueing, with the authority that has sent each. */
export async function listDeadTo(
  db: Kysely<Database>,
  peer: string,
  { behind, limit }: { readonly behind: number; readonly limit: number },
): Promise<(Pick<OutboxRow, 'digest' | 'request' | 'ordinal'> & { readonly authority: string })[]> {
  return await db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .select(['outbox.digest', 'outbox.request', 'outbox.ordinal', 'message.from_authority as authority'])
    .where('outbox.peer_state', '=', peer)
    .where('outbox.status', '=', 'dead')
    .where('outbox.ordinal', '>', behind)
    .orderBy('outbox.ordinal')
    .limit(limit)
    .execute()
}

/** What waits too long, in the order of queueing; without the sealed bytes. */
export async function listDead(db: Kysely<Database>, limit: number): Promise<Omit<OutboxRow, 'jwe'>[]> {
  return await db
    .selectFrom('outbox')
    .select([
      'digest',
      'request',
      'peer_state',
      'ordinal',
      'status',
      'next_attempt_at',
      'leased_by',
      'attempts',
    ])
    .select(['first_failed_at', 'last_code', 'last_detail'])
    .where('status', '=', 'dead')
    .orderBy('ordinal')
    .limit(limit)
    .execute()
}
