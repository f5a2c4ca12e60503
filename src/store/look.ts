import { type Kysely, sql } from 'kysely'
import type { Standing } from './audit.ts'
import type { Database } from './tables.ts'

/** Where a node stands, and what waits for the jobs that look most often. */
export interface Look extends Standing {
  /** SHA-256 (hex) of the public key of the log; null: the one with which the identity was made. */
  readonly log_key: string | null
  /** A delivery is due. */
  readonly delivery: boolean
  /** An entry of the log has no place yet. */
  readonly entry: boolean
  /** A clock of a request, or an obligation, has passed an instant. */
  readonly clock: boolean
  /** The words of a message are not in the index yet. */
  readonly words: boolean
}

/** One question for several jobs: a node that has nothing to do asks little more of its database. */
export async function readLook(db: Kysely<Database>, now: Date): Promise<Look> {
  const { rows } = await sql<Look>`
    select log, size, log_key, array(select state from peer where heard_at is null) as unheard,
      exists (select from outbox where next_attempt_at <= ${now}) as delivery,
      exists (select from audit_pending) as entry,
      exists (select from request where next_clock_at <= ${now}) as clock,
      exists (select from search_pending) as words
    from audit_head`.execute(db)
  const [look] = rows
  if (look === undefined) throw new Error('the log has no head')
  return look
}
