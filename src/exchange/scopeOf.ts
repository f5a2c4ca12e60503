import { coveringAll } from '../store/trailNarrowing.ts'

/** Requests that an entry names one by one: with so many its details stay below what an opening may hold. */
const namedMax = 300

/** Whether an entry cannot name them one by one. */
export function areTooMany(requests: readonly string[]): boolean {
  return requests.length > namedMax
}

/** The requests that an entry covers, as its details name them; of too many it says that they might be all. */
export function scopeOf(requests: Iterable<string>): readonly string[] {
  const named = [...new Set(requests)]
  return areTooMany(named) ? [coveringAll] : named
}
