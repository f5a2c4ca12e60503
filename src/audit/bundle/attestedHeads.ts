import { openCheckpoint } from '../checkpoint.ts'
import { noteVerifier } from '../note.ts'
import { type Hash, append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { formerLogs } from './formerLogs.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Find } from './report.ts'
import { clockToleranceMs } from './trail.ts'

// Heads of a log that somebody else has attested, a witness or a time-stamping authority: what they say of the log.

/** A head that the log has signed. */
export interface OpenedHead {
  readonly size: number
  readonly root: Hash
  /** False for one of a log that this one has followed. */
  readonly isOfThisLog: boolean
}

/** Opens a note of the log, or of one that it has followed; else what is wrong with it. */
export function openLoggedHead(
  note: Uint8Array,
  log: BundleLog,
  names: ReadonlySet<string>,
): OpenedHead | string {
  const [origin = ''] = Buffer.from(note).toString('utf8').split('\n')
  if (!names.has(origin)) return 'it is of another log'
  const isOfThisLog = origin === log.checkpoint.origin
  const opened = openCheckpoint(
    note,
    isOfThisLog ? log.verifier : noteVerifier(origin, log.verifier.publicKey),
  )
  if (!opened.ok) return `it is not signed by the log (${opened.code})`
  const { size, root } = opened.checkpoint
  return { size, root, isOfThisLog }
}

/** How others have attested, in words for a finding, and where that stands in the bundle. */
export interface Attested {
  readonly file: string
  readonly done: string
}

/** Each head was once the head of this log, or of one that it has followed and begins with. */
export function checkRoots(
  heads: readonly OpenedHead[],
  log: BundleLog,
  { file, done }: Attested,
  find: Find,
): void {
  const kept = Math.max(0, ...formerLogs(log).map((former) => former.kept))
  let range = emptyRange
  for (const { size, root, isOfThisLog } of [...heads].sort((a, b) => a.size - b.size)) {
    // What came in a former log after the part that is left was lost, as that log's end says.
    if (!isOfThisLog && size > kept) continue
    const isHead = size <= log.checkpoint.size
    if (isHead) range = append(range, log.leaves.slice(range.size, size))
    if (!isHead || !sameHash(rootOf(range), root)) {
      find('fork', file, `the head of ${size} entries that was ${done} is another than that of these entries`)
      return
    }
  }
}

/** When a head of this log was attested first. */
export interface Bracket {
  readonly size: number
  readonly atMs: number
}

/** The time of an entry lies between that of the last head without it and that of the first head with it. */
export function checkBrackets(
  unsorted: readonly Bracket[],
  log: BundleLog,
  { file, done }: Attested,
  find: Find,
): void {
  const brackets = [...unsorted].sort((a, b) => a.size - b.size)
  for (const [place, { size, atMs }] of brackets.entries()) {
    const before = brackets[place - 1]
    if (before !== undefined && atMs < before.atMs - clockToleranceMs)
      find('time', file, `the head of ${size} entries was ${done} before that of ${before.size}`)
  }
  let next = 0
  for (const { index, entry } of log.entries) {
    while ((brackets[next]?.size ?? Infinity) <= index) next += 1
    const atMs = Date.parse(entry.t)
    const [before, after] = [brackets[next - 1], brackets[next]]
    // A cosignature says whole seconds.
    if (before !== undefined && atMs < before.atMs - clockToleranceMs) {
      const since = new Date(before.atMs).toISOString()
      const what = `it says ${entry.t}, but was not in the log yet at ${since}, when that was ${done}`
      find('time', entryName(index), what)
    } else if (after !== undefined && atMs > after.atMs + 1_000 + clockToleranceMs) {
      const since = new Date(after.atMs).toISOString()
      const what = `it says ${entry.t}, but was in the log already at ${since}, when that was ${done}`
      find('time', entryName(index), what)
    }
  }
}
