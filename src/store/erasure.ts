import { type Kysely, type Transaction, sql } from 'kysely'
import { isNotGivenUp } from './keeping.ts'
import type { Database, LegalHoldRow, RequestRow } from './tables.ts'

/** How many entries about a record have openings: what an erasure will destroy. Needs the lock of the request. */
export async function countOpenings(trx: Transaction<Database>, request: string): Promise<number> {
  const { rows } = await sql<{ entries: number }>`
    select count(distinct secret.entry) as entries
    from audit_subject s, audit_chain(s.last_leaf) as about join audit_secret secret on secret.entry = about.id
    where s.subject = audit_subject_of(${request}::uuid)`.execute(trx)
  return rows[0]?.entries ?? 0
}

/**
 * Erases the contents of a record: the texts of its messages, what was refused, what waits, what was entrusted, and what
 * opens the log about it. The entry `record.erased` must be the last one about it, and its count must be true.
 *
 * @throws where the database finds a hold, something that waits, no such entry, or another count: then nothing is erased
 */
export async function eraseContents(trx: Transaction<Database>, request: string): Promise<void> {
  await sql`select erase_record(${request}::uuid)`.execute(trx)
}

/** Whether something of the record is still on its way: queued, or sent and without a place, unless it was given up. */
export async function hasWaiting(trx: Transaction<Database>, request: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select from outbox where request = ${request}::uuid and status = 'waiting') or exists (
      select from message m where m.request = ${request}::uuid and m.status = 'pending'
        and ${isNotGivenUp('m')}
    ) as waits`.execute(trx)
  return rows[0]?.waits === true
}

/** The legal hold on a request, or null. */
export async function findHold(db: Kysely<Database>, request: string): Promise<LegalHoldRow | null> {
  const row = await db.selectFrom('legal_hold').selectAll().where('request', '=', request).executeTakeFirst()
  return row ?? null
}

/** Puts a hold on a request that has none: a unique violation otherwise. */
export async function placeHold(trx: Transaction<Database>, hold: LegalHoldRow): Promise<void> {
  await trx.insertInto('legal_hold').values(hold).execute()
}

export async function releaseHold(trx: Transaction<Database>, request: string): Promise<void> {
  await trx.deleteFrom('legal_hold').where('request', '=', request).execute()
}

/** A hold with the request that it is on. */
export type HeldRequest = LegalHoldRow & Pick<RequestRow, 'reference' | 'counterpart_authority'>

/** All holds, the oldest first. */
export async function listHolds(
  db: Kysely<Database>,
  authorities: readonly string[],
): Promise<HeldRequest[]> {
  return await db
    .selectFrom('legal_hold')
    .innerJoin('request', 'request.id', 'legal_hold.request')
    .select(['legal_hold.request', 'reason', 'person', 'placed_at', 'reference', 'counterpart_authority'])
    .where('own_authority', 'in', authorities)
    .orderBy('placed_at')
    .orderBy('legal_hold.request')
    .execute()
}

/**
 * Requests in these states whose contents are there, in the order of their ids, after this one; and those whose opening
 * was refused or given up, which have no state of their own.
 */
export async function listUnerased(
  db: Kysely<Database>,
  authorities: readonly string[],
  states: readonly string[],
  after: string | null,
  limit: number,
): Promise<RequestRow[]> {
  let query = db
    .selectFrom('request')
    .selectAll()
    .where('own_authority', 'in', authorities)
    .where('erased_at', 'is', null)
    .where(
      sql<boolean>`state = any(${states}::text[]) or (sequence = 0 and not exists (
        select from message m where m.request = request.id and m.status = 'pending' and ${isNotGivenUp('m')}
      ))`,
    )
  if (after !== null) query = query.where('id', '>', after)
  return await query.orderBy('id').limit(sql.lit(limit)).execute()
}
