import { hash } from 'node:crypto'
import type { Certificate } from '../../trust/certificate.ts'
import { type TimeStamp, checkTimeAuthority, readTimeStamp } from '../../trust/timeStamp.ts'
import { type OpenedHead, checkRoots, openLoggedHead } from './attestedHeads.ts'
import { checkBrackets } from './brackets.ts'
import { type LogKeys, formerLogs } from './formerLogs.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Find, TimeStampedFact } from './report.ts'

/** What the time stamps of a bundle are judged by. */
export interface TimeStampSources {
  readonly files: Files
  readonly log: BundleLog
  readonly keys: LogKeys
  /** The authorities that the reader vouches for; null: none is named, and nobody's are told as such. */
  readonly authorities: readonly Certificate[] | null
  /** Size of the log to which the bundle answers: the stamps of which it tells up to there must be in it. */
  readonly size: number
}

/** A head that was stamped. */
interface StampedHead extends OpenedHead {
  readonly stamp: TimeStamp
}

/**
 * Checks that each time stamp is of a head that the log had, that its signature holds and leads to an authority that the
 * reader vouches for, that none lacks of which the log tells, and that no entry says a time before the last stamp without
 * it, or after the first with it. Null where there is none.
 */
export function checkTimeStamps(sources: TimeStampSources, find: Find): TimeStampedFact | null {
  const { files, log, keys, authorities } = sources
  const paths = stampPaths(files, find)
  const heads: StampedHead[] = []
  for (const { note, token } of paths) {
    const head = openLoggedHead(contentOf(files, note), keys)
    if (typeof head === 'string') {
      find('cryptography', note, head)
      continue
    }
    const read = readTimeStamp(contentOf(files, token), contentOf(files, note))
    const checked = read.ok && authorities !== null ? checkTimeAuthority(read.timeStamp, authorities) : read
    if (!checked.ok) find('cryptography', token, `${checked.detail ?? 'it does not hold'} (${checked.code})`)
    // What an authority signed that nobody vouches for is still what this node shows: it must not contradict its log.
    if (read.ok) heads.push({ ...head, stamp: read.timeStamp })
  }
  checkTold(sources, new Set(paths.map(({ token }) => hash('sha256', contentOf(files, token)))), find)
  const how = { file: bundlePaths.timeStamps, done: 'time-stamped' }
  checkRoots(heads, log, how, find)
  const timed = heads.map(({ origin, size, stamp }) => {
    const atMs = stamp.at.getTime()
    return { origin, size, atMs, lastMs: atMs }
  })
  checkBrackets(timed, log, how, find)
  return factOf(heads, log, authorities !== null)
}

/** The pairs of a note and a token; a file that is no part of one is named. */
function stampPaths(files: Files, find: Find): { readonly note: string; readonly token: string }[] {
  const pairs: { note: string; token: string }[] = []
  for (const path of files.keys()) {
    if (!path.startsWith(bundlePaths.timeStamps)) continue
    const [, pair = '', end] =
      /^(timestamp\/[1-9][0-9]{0,8}-[1-9][0-9]{0,15})\.(note|token)$/.exec(path) ?? []
    const other = `${pair}.${end === 'note' ? 'token' : 'note'}`
    if (end === undefined) find('mismatch', path, 'it does not belong in this bundle')
    else if (!files.has(other)) find('mismatch', other, 'it lacks')
    else if (end === 'note') pairs.push({ note: path, token: other })
  }
  return pairs
}

/** The log tells of each token that the node has kept. */
function checkTold({ log, size }: TimeStampSources, found: ReadonlySet<string>, find: Find): void {
  for (const { index, entry } of log.entries.part(0, size).of('log.stamped')) {
    if (!found.has(entry.digest ?? ''))
      find('mismatch', entryName(index), 'the time stamp lacks of which it tells')
  }
}

function factOf(
  heads: readonly StampedHead[],
  log: BundleLog,
  isVouchedFor: boolean,
): TimeStampedFact | null {
  // What a log covered that was lost, this one does not hold.
  const lost = new Set(formerLogs(log).flatMap(({ origin, end }) => (end === 'lost' ? [origin] : [])))
  const [last] = heads.filter(({ origin }) => !lost.has(origin)).sort((a, b) => b.size - a.size)
  if (last === undefined) return null
  const { size, stamp } = last
  return { stamps: heads.length, size, at: stamp.at.toISOString(), by: stamp.by, isVouchedFor }
}
