import { type Refusal, type RefusalCode, refuse } from '../message/refusal.ts'
import { exchangeLimits } from './limits.ts'

const { listsADayMax } = exchangeLimits
const dayMs = 24 * 3_600_000

/** Of lists that say the same, those that come so far apart are taken: no more than there are in a day. */
export const listsApartMs = dayMs / listsADayMax

/** The list that stands so many places before the newest is the first of those of a day. */
export const firstOfDay = listsADayMax - 1

/**
 * Whether a peer may have another list now. Each is kept for ever, so that a State cannot have as many as it likes. They are counted by
 * when they were issued, by which none may go back: whoever was away for a year takes the lists of that year in one go.
 *
 * @param first - when the list was issued that is `firstOfDay` before the newest; null: there are not so many
 * @returns null: it may; else that code, and it may a day after the first
 */
export function judgeListsADay(
  code: Extract<RefusalCode, 'TRUST_LISTS_TOO_MANY' | 'REVOCATION_LISTS_TOO_MANY'>,
  first: Date | null,
  next: Date,
): Refusal | null {
  if (first === null || next.getTime() - first.getTime() >= dayMs) return null
  const again = new Date(first.getTime() + dayMs).toISOString()
  return refuse(code, { detail: `of a day, ${listsADayMax} are taken; the next is one of ${again} or later` })
}
