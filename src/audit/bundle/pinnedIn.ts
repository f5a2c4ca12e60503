import type { BundleLog } from './log.ts'

const pinnedFirst = new WeakMap<BundleLog, ReadonlyMap<string, number>>()

/** The first entry by which this node pinned a certificate of a State, by both; they are gone through once in each log. */
export function pinnedIn(log: BundleLog): ReadonlyMap<string, number> {
  const known = pinnedFirst.get(log)
  if (known !== undefined) return known
  const found = new Map<string, number>()
  for (const { index, entry } of log.entries.of('peer.pinned', 'peer.pinnedAgain')) {
    const name = `${entry.peer ?? ''} ${entry.digest ?? ''}`
    if (!found.has(name)) found.set(name, index)
  }
  pinnedFirst.set(log, found)
  return found
}
