import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Find } from './report.ts'

/** A log that ended when the database of its node went back, and with whose beginning the present one begins. */
export interface FormerLog {
  readonly origin: string
  /** How many of its entries are left. */
  readonly kept: number
  /** Their root, in hex, as the entry says that ends the log. */
  readonly root: string
  /** The entry that ends it. */
  readonly index: number
  readonly time: Date
}

/** The logs that this one has followed, the oldest first. */
export function formerLogs({ checkpoint, entries }: BundleLog): FormerLog[] {
  const base = checkpoint.origin.slice(0, checkpoint.origin.lastIndexOf('/') + 1)
  return entries.flatMap(({ index, entry: { evt, code = '', count = 0, digest = '', t } }) =>
    evt === 'log.continued'
      ? [{ origin: base + code, kept: count, root: digest, index, time: new Date(t) }]
      : [],
  )
}

/** The names under which entries of this log were promised. */
export function namesOf(log: BundleLog): ReadonlySet<string> {
  return new Set([log.checkpoint.origin, ...formerLogs(log).map(({ origin }) => origin)])
}

/**
 * Checks that a log begins with what it says to be left of those before it, and that it tells of nothing fetched back
 * before it tells of a loss.
 */
export function checkFormerLogs(log: BundleLog, find: Find): void {
  const first = formerLogs(log)[0]?.index ?? Infinity
  const early = log.entries.find(({ index, entry: { evt } }) => evt.startsWith('restored.') && index < first)
  if (early !== undefined)
    find(
      'mismatch',
      entryName(early.index),
      'it tells of a message fetched back, and no log has ended before it',
    )
  for (const { kept, root, index } of formerLogs(log)) {
    if (kept > index || !isBeginning(log, kept, Buffer.from(root, 'hex'))) {
      find(
        'mismatch',
        entryName(index),
        'the log does not begin with what it says to be left of the one before',
      )
    }
  }
}

/** Whether the first entries of a log give this root. */
export function isBeginning(log: BundleLog, size: number, root: Uint8Array): boolean {
  return sameHash(rootOf(append(emptyRange, log.leaves.slice(0, size))), root)
}
