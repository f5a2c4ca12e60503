import { type Kysely, type RawBuilder, sql } from 'kysely'
import { columnsOf, rowsOf } from './rows.ts'
import type { Database, NewRefusalRow, RefusalRow } from './tables.ts'

const refusalTypes = {
  at: 'timestamptz',
  from_state: 'text',
  message_digest: 'text',
  message_id: 'text',
  request: 'text',
  code: 'text',
  detail: 'text',
  bytes: 'text',
  receipt: 'text',
} as const satisfies Record<keyof NewRefusalRow, string>

/** Remembers what was refused and why; `bytes` (2 MiB at most) only where they prove something against their author. */
export async function insertRefusals(
  db: Kysely<Database>,
  refusals: readonly NewRefusalRow[],
): Promise<void> {
  if (refusals.length > 0) await insertingRefusals(refusals).execute(db)
}

export function insertingRefusals(refusals: readonly NewRefusalRow[]): RawBuilder<unknown> {
  return sql`
    insert into refusal (${columnsOf(refusalTypes)}) select * from ${rowsOf('given', refusals, refusalTypes)}`
}

/** The last refusals, the newest first, before the one with id `before`. */
export async function listRefusals(
  db: Kysely<Database>,
  limit: number,
  before?: number,
): Promise<RefusalRow[]> {
  let query = db.selectFrom('refusal').selectAll()
  if (before !== undefined) query = query.where('id', '<', before)
  return await query.orderBy('id', 'desc').limit(limit).execute()
}

/** What was refused about one request, the oldest first. */
export async function listRefusalsOf(db: Kysely<Database>, request: string): Promise<RefusalRow[]> {
  return await db.selectFrom('refusal').selectAll().where('request', '=', request).orderBy('id').execute()
}

/** By what a refusal is found: the State by whose list the message was judged, and the message. */
export interface RefusedName {
  readonly from_state: string
  readonly message_digest: string
}

/** A refusal that was given for a message, signed. */
export type GivenRefusal = RefusedName & { readonly receipt: string }

/**
 * The signed refusals that were given for these messages, in no order: the same bytes get the same answer, but not what another State
 * was told that has put the certificate of their author into its list.
 */
export async function findRefusals(
  db: Kysely<Database>,
  names: readonly RefusedName[],
): Promise<GivenRefusal[]> {
  if (names.length === 0) return []
  const { rows } = await sql<GivenRefusal>`
    select r.from_state, r.message_digest, r.receipt
    from ${rowsOf('given', names, { from_state: 'text', message_digest: 'text' })}
    join refusal r on r.message_digest = given.message_digest and r.from_state = given.from_state
    where r.receipt is not null`.execute(db)
  return rows
}

/** Refused messages that were kept, with the refusals that were given for them, by their digests. */
export async function findRefusedMessages(
  db: Kysely<Database>,
  digests: readonly string[],
): Promise<Map<string, { readonly jws: string; readonly receipt: string | null }>> {
  if (digests.length === 0) return new Map()
  const { rows } = await sql<{ message_digest: string; bytes: string; receipt: string | null }>`
    select message_digest, bytes, receipt from refusal
    where message_digest = any(${digests}::text[]) and bytes is not null`.execute(db)
  return new Map(rows.map(({ message_digest, bytes, receipt }) => [message_digest, { jws: bytes, receipt }]))
}
