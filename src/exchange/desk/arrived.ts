import { type ArrivalPlace, endOfArrivals, listArrivals } from '../../store/attention/arrivals.ts'
import type { Whose } from '../../store/attention/assignments.ts'
import type { Node } from '../node.ts'

/** A message of the other side that nobody of the authority has opened; plain JSON. */
export interface Arrived {
  readonly request: string
  readonly reference: string
  /** Its place in the record. */
  readonly sequence: number
  readonly type: string
  readonly from: string
  /** When this node stored it, RFC 3339. */
  readonly at: string
}

/** A page of what came in. */
export interface ArrivedPage {
  readonly lines: readonly Arrived[]
  /** Behind which of them it goes on; null: it does not. */
  readonly next: ArrivalPlace | null
}

/**
 * At most so many messages that nobody of an authority has opened, from behind a place, the newest first; of those in requests that
 * somebody has it may have fewer, or none, and go on all the same.
 */
export async function listArrived(
  { db }: Node,
  authority: string,
  after: ArrivalPlace | null,
  limit: number,
  whose: Whose | null = null,
): Promise<ArrivedPage> {
  const rows = await listArrivals(db, authority, after, limit + 1, whose)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const lines = shown.map(({ request, reference, sequence, type, from_authority, at }) => ({
    ...{ request, reference, sequence, type },
    from: from_authority,
    at: at.toISOString(),
  }))
  const next = last === undefined ? null : { at: last.at, request: last.request, sequence: last.sequence }
  if (rows.length > limit) return { lines, next }
  return { lines, next: whose === null ? null : await endOfArrivals(db, authority, after) }
}
