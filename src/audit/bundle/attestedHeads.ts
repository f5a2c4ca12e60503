import { openCheckpointOfAny } from '../checkpoint.ts'
import { type Hash, append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { type LogKeys, formerLogs } from './formerLogs.ts'
import type { BundleLog } from './log.ts'
import type { Find } from './report.ts'

// Heads of a log that somebody else has attested, a witness or a time-stamping authority.

/** A head that a log has signed: this one, or one that it has followed. */
export interface OpenedHead {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** Opens a note of the log, or of one that it has followed; else what is wrong with it. */
export function openLoggedHead(note: Uint8Array, keys: LogKeys): OpenedHead | string {
  const [origin = ''] = Buffer.from(note).toString('utf8').split('\n')
  const verifiers = keys.get(origin)
  if (verifiers === undefined) return 'it is of another log'
  const opened = openCheckpointOfAny(note, verifiers)
  return opened.ok ? opened.checkpoint : `it is not signed by the log (${opened.code})`
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
  const former = new Map(formerLogs(log).map((one) => [one.origin, one]))
  let range = emptyRange
  for (const { origin, size, root } of [...heads].sort((a, b) => a.size - b.size)) {
    const { end, kept = Infinity } = former.get(origin) ?? {}
    // What came in a former log after the part that is left was lost, as that log's end says.
    if (end === 'lost' && size > kept) continue
    if (size > kept) {
      const what = `the head of ${size} entries is of ${origin}, which was closed with ${kept}`
      find('fork', file, what)
      return
    }
    const isHead = size <= log.checkpoint.size
    if (isHead) range = append(range, log.entries.part(range.size, size).leaves())
    if (!isHead || !sameHash(rootOf(range), root)) {
      const what = `the head of ${size} entries that was ${done} is another than that of these entries`
      find('fork', file, what)
      return
    }
  }
}
