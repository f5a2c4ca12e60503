import type { LoggedEntries } from './entries.ts'
import { entryName } from './log.ts'
import type { Find } from './report.ts'

/** How far the clock of a node may go back within its log, in milliseconds. */
export const clockToleranceMs = 5 * 60_000

/** So long an entry may wait for its place in the log while others still vouch for the head before it. */
export const waitingToleranceMs = 60_000

/** Checks that the times of the entries do not go back by more than the tolerance. */
export function checkTimes(entries: LoggedEntries, find: Find): void {
  let latest = -Infinity
  for (const { index, ms } of entries.times()) {
    if (ms < latest - clockToleranceMs) {
      const [said, before] = [ms, latest].map((time) => new Date(time).toISOString())
      find('time', entryName(index), `it says ${said}, after an entry of ${before}`)
    }
    latest = Math.max(latest, ms)
  }
}

/** Checks that the entries about each request are numbered without holes and name the one before. */
export function checkChains(entries: LoggedEntries, find: Find): void {
  const last = new Map<string, { readonly number: number; readonly leaf: string }>()
  for (const { index, leaf, entry } of entries.ofRecords()) {
    const { record, objSeq = 0, objPrev } = entry
    if (record === undefined) continue
    const before = last.get(record)
    const expected = (before?.number ?? 0) + 1
    if (objSeq !== expected) {
      find(
        'mismatch',
        entryName(index),
        `it is number ${objSeq} about its request, but number ${expected} was to follow`,
      )
    } else if (objPrev !== before?.leaf) {
      find(
        'mismatch',
        entryName(index),
        'it follows another entry about its request than the one that is here',
      )
    }
    last.set(record, { number: objSeq, leaf })
  }
}
