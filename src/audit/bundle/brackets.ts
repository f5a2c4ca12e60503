import type { Attested } from './attestedHeads.ts'
import { formerLogs } from './formerLogs.ts'
import type { LoggedEntries } from './entries.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Find } from './report.ts'
import { clockToleranceMs, waitingToleranceMs } from './trail.ts'

/** A head that a log had, and when somebody else attested it: a witness, or a time-stamping authority. */
export interface TimedHead {
  /** Of the log or of one that it has followed. */
  readonly origin: string
  readonly size: number
  /** When it was attested first. */
  readonly atMs: number
  /** When it was attested last: so long the log had nothing more. */
  readonly lastMs: number
}

/** A head, and when it was attested first and last. */
interface Bracket {
  readonly size: number
  readonly atMs: number
  readonly lastMs: number
  /** Whether it is of the same log as the entries that it stands around. */
  readonly isOfLog: boolean
}

/** More than a node closes in a century: each is held against the heads of all that follow it. */
const formerLogsMax = 1_000

/**
 * Checks that the time of each entry lies between the last time of the last head of its log without it and the first time
 * of the first head with it. That the last head of a log which was closed was attested late says nothing about the log that followed, so it
 * is the lower end for no entry of that.
 */
export function checkBrackets(heads: readonly TimedHead[], log: BundleLog, how: Attested, find: Find): void {
  const { file } = how
  if (heads.length === 0) return
  if (formerLogs(log).length > formerLogsMax) {
    find(
      'incomplete',
      file,
      `the log says that it follows more than ${formerLogsMax} others: times were not held against it`,
    )
    return
  }
  // What came in a log before it was lost is another matter: only logs that were closed in order have all their heads.
  const former = formerLogs(log)
  const lost = new Set(former.filter(({ end }) => end === 'lost').map(({ origin }) => origin))
  const origins = [...former.map(({ origin }) => origin), log.checkpoint.origin]
  const sorted = [...heads].sort((a, b) => a.size - b.size)
  const starts = [0, ...former.map(({ index }) => index), log.entries.length]
  for (const [place, origin] of origins.entries()) {
    const own = lost.has(origin) ? [] : bracketsOf(sorted, new Set([origin]), true)
    checkOrder(own, how, find)
    const later = new Set(origins.slice(place + 1).filter((one) => !lost.has(one)))
    const [start = 0, end = 0] = starts.slice(place, place + 2)
    checkEntries(log.entries.part(start, end), [...own, ...bracketsOf(sorted, later, false)], how, find)
  }
}

/** @param sorted - by their sizes */
function bracketsOf(
  sorted: readonly TimedHead[],
  origins: ReadonlySet<string>,
  isOfLog: boolean,
): readonly Bracket[] {
  if (origins.size === 0) return []
  return sorted
    .filter(({ origin }) => origins.has(origin))
    .map(({ size, atMs, lastMs }) => ({ size, atMs, lastMs, isOfLog }))
}

function checkOrder(brackets: readonly Bracket[], { file, done }: Attested, find: Find): void {
  for (const [place, { size, atMs }] of brackets.entries()) {
    const before = brackets[place - 1]
    if (before !== undefined && atMs < before.lastMs - clockToleranceMs) {
      const what = `the head of ${size} entries was ${done} before that of ${before.size}`
      find('time', file, what)
    }
  }
}

function checkEntries(
  entries: LoggedEntries,
  brackets: readonly Bracket[],
  { done }: Attested,
  find: Find,
): void {
  let next = 0
  for (const { index, ms: atMs } of entries.times()) {
    while ((brackets[next]?.size ?? Infinity) <= index) next += 1
    const [before, after] = [brackets[next - 1], brackets[next]]
    // A cosignature says whole seconds.
    if (before?.isOfLog === true && atMs < before.lastMs - clockToleranceMs - waitingToleranceMs) {
      const since = iso(before.lastMs)
      const what = `it says ${iso(atMs)}, but was not in the log yet at ${since}, when that was ${done}`
      find('time', entryName(index), what)
    } else if (after !== undefined && atMs > after.atMs + 1_000 + clockToleranceMs) {
      const since = iso(after.atMs)
      const what = `it says ${iso(atMs)}, but was in the log already at ${since}, when that was ${done}`
      find('time', entryName(index), what)
    }
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
