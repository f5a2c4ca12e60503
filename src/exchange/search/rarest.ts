import type { Occurrence } from '../../store/search/finding.ts'

/** Of words, the one that occurs in the fewest requests: along it the fewest are passed. */
export function rarestOf(words: readonly string[], counts: ReadonlyMap<string, Occurrence>): string {
  const of = (word: string): Occurrence => counts.get(word) ?? none
  return words.reduce((one, other) => (isRarer(of(other), of(one)) ? other : one))
}

/** Of two that occur as often as was counted, the one is rarer of which so many reach further back. */
export function isRarer(one: Occurrence, other: Occurrence): boolean {
  if (one.requests !== other.requests) return one.requests < other.requests
  return (one.since?.getTime() ?? 0) < (other.since?.getTime() ?? 0)
}

/** Of what nothing has. */
export const none: Occurrence = { requests: 0, since: null }
