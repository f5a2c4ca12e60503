import type { Generated, Selectable } from 'kysely'

/** What a system asked under a key, so that the same asked again is done once. */
export interface IdempotencyKeyTable {
  token: string
  key: string
  /** SHA-256 of what was asked. */
  fingerprint: Buffer
  /** Id of the draft that came of it. */
  draft: string
  /** JSON; null: it is not known yet. */
  answer: Generated<string | null>
  at: Date
}

export type IdempotencyKeyRow = Selectable<IdempotencyKeyTable>
