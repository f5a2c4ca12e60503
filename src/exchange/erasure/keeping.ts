import type { RequestRow } from '../../store/tables.ts'
import { type RetentionRule, endOfRequest, retentionEnd } from '../../workflow/retention.ts'
import { finalStates } from '../../workflow/table.ts'
import { openRecord } from '../records.ts'

/** Since when a record has ended, and until when it must be kept. */
export interface Keeping {
  readonly endedAt: Date
  /** Null: no rule says it. */
  readonly until: Date | null
}

/**
 * How long a record is kept; null where something is still to happen in it. One whose opening never got a place has ended
 * with its last change, if nothing of it waits: that is for the caller to see.
 */
export function keepingOf(row: RequestRow, rules: readonly RetentionRule[]): Keeping | null {
  const { state } = openRecord(row)
  if (state !== null && !finalStates().has(row.state)) return null
  const ended = state === null ? null : endOfRequest(state)
  const endedAt = ended === null ? row.updated_at : new Date(ended)
  return { endedAt, until: retentionEnd(state?.measures ?? [], endedAt, rules) }
}
