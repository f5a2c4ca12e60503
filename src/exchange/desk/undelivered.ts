import { type Whose, isOf } from '../../store/attention/assignments.ts'
import type { Node } from '../node.ts'

/** An own message that the other side has not got yet; plain JSON. */
export interface Undelivered {
  readonly request: string
  readonly reference: string
  /** Id of the message. */
  readonly id: string
  readonly type: string
  readonly to: string
  /** When it was signed, RFC 3339. */
  readonly since: string
  readonly attempts: number
  /** Code of what went wrong last, or null. */
  readonly code: string | null
  /** Nothing tries it any more until an administrator has it sent again. */
  readonly isGivenUp: boolean
}

/** A page of what an authority has sent and what has not arrived yet. */
export interface UndeliveredPage {
  readonly lines: readonly Undelivered[]
  /** Behind which place of the queue it goes on; null: it does not. */
  readonly next: number | null
}

/** At most so many messages of an authority that have not arrived yet, from behind a place of the queue, the oldest first. */
export async function listUndelivered(
  { db }: Node,
  authority: string,
  after: number,
  limit: number,
  whose: Whose | null = null,
): Promise<UndeliveredPage> {
  const all = db
    .selectFrom('outbox')
    .innerJoin('message', 'message.digest', 'outbox.digest')
    .innerJoin('request', 'request.id', 'outbox.request')
    .select(['request.id as request', 'request.reference', 'message.id', 'message.type', 'message.stored_at'])
    .select([
      'message.to_authority',
      'outbox.attempts',
      'outbox.last_code',
      'outbox.status',
      'outbox.ordinal',
    ])
    .where('request.own_authority', '=', authority)
    .where('outbox.ordinal', '>', after)
  const ofThem = whose === null ? all : all.where(isOf(whose))
  const rows = await ofThem
    .orderBy('outbox.ordinal')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const lines = shown.map((row) => ({
    request: row.request,
    reference: row.reference,
    id: row.id,
    type: row.type,
    to: row.to_authority,
    since: row.stored_at.toISOString(),
    attempts: row.attempts,
    code: row.last_code,
    isGivenUp: row.status === 'dead',
  }))
  return { lines, next: rows.length > limit ? (shown.at(-1)?.ordinal ?? null) : null }
}
