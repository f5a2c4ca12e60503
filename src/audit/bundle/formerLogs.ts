import type { Disclosures } from './disclosures.ts'
import { hash } from 'node:crypto'
import type { TrustList } from '../../message/generated/types.ts'
import { type NoteVerifier, encodeVerifierKey, isKeyName, noteVerifier, parseVerifierKey } from '../note.ts'
import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { type BundleLog, entryName } from './log.ts'
import type { Find } from './report.ts'

/** A log that ended, and with whose beginning the present one begins. */
export interface FormerLog {
  readonly origin: string
  /** `lost`: the database of its node went back. `closed`: in order, for another key, and all of it is left. */
  readonly end: 'lost' | 'closed'
  /** How many of its entries are left. */
  readonly kept: number
  /** Their root, in hex, as the entry says with which the next log begins. */
  readonly root: string
  /** The entry with which the next log begins. */
  readonly index: number
  readonly time: Date
}

/** The logs that this one has followed, the oldest first. They are looked for once in each log, and asked for of many messages. */
export function formerLogs(log: BundleLog): readonly FormerLog[] {
  const found = foundIn.get(log) ?? formerLogsIn(log)
  foundIn.set(log, found)
  return found
}

const foundIn = new WeakMap<BundleLog, readonly FormerLog[]>()

function formerLogsIn({ checkpoint, entries }: BundleLog): FormerLog[] {
  const base = checkpoint.origin.slice(0, checkpoint.origin.lastIndexOf('/') + 1)
  const begun = entries.of('log.continued', 'log.opened')
  return begun.map(({ index, entry: { evt, code = '', count = 0, digest = '', t } }) => {
    const end = evt === 'log.continued' ? 'lost' : 'closed'
    return { origin: base + code, end, kept: count, root: digest, index, time: new Date(t) }
  })
}

/** Whether the database of a log went back after something that it may have told of. */
export function wasLostAfter(time: Date, log: BundleLog): boolean {
  const ended = formerLogs(log).findLast(({ end }) => end === 'lost')
  return ended !== undefined && time < ended.time
}

/** The names under which entries of this log were promised. */
export function namesOf(log: BundleLog): ReadonlySet<string> {
  return new Set([log.checkpoint.origin, ...formerLogs(log).map(({ origin }) => origin)])
}

/** With which keys the heads of a log and of those that it has followed are verified, by origin. */
export type LogKeys = ReadonlyMap<string, readonly NoteVerifier[]>

/**
 * The keys of a log and of those that it has followed, as the trust lists of its State name them. Where none names a
 * former one, it has the key of the log that followed it.
 */
export function keysOfLogs(log: BundleLog, lists: readonly TrustList[]): LogKeys {
  const listed = logVerifiersIn(lists)
  const keys = new Map<string, readonly NoteVerifier[]>([[log.checkpoint.origin, [log.verifier]]])
  let after: readonly NoteVerifier[] = [log.verifier]
  for (const { origin } of [...formerLogs(log)].reverse()) {
    const named = listed.filter(({ name }) => name === origin)
    // What is no name of a key has none, and nothing that is said to be of it holds.
    after =
      named.length > 0 || !isKeyName(origin)
        ? named
        : after.map(({ publicKey }) => noteVerifier(origin, publicKey))
    keys.set(origin, after)
  }
  return keys
}

/** The keys of all logs that these lists of a State name, before and after the one in use as well. */
export function logVerifiersIn(lists: readonly TrustList[]): NoteVerifier[] {
  const listed = lists.flatMap(({ log: { vkey, others = [] } }) => [vkey, ...others.map((one) => one.vkey)])
  return [...new Set(listed)].flatMap(verifierIn)
}

function verifierIn(vkey: string): NoteVerifier[] {
  const parsed = parseVerifierKey(vkey)
  return parsed.ok ? [parsed.verifier] : []
}

/**
 * Checks that a log begins with what it says to be left of those before it, that those which were closed name the one
 * that follows and its key, and that it tells of nothing fetched back before it tells of a loss.
 */
export function checkFormerLogs(log: BundleLog, keys: LogKeys, find: Find): void {
  const formers = formerLogs(log)
  const first = formers.find(({ end }) => end === 'lost')?.index ?? Infinity
  const early = log.entries.of('restored.sent', 'restored.received').find(({ index }) => index < first)
  if (early !== undefined)
    find(
      'mismatch',
      entryName(early.index),
      'it tells of a message fetched back, and no log has ended before it',
    )
  const roots = rootsOf(
    log,
    formers.map(({ kept }) => kept),
  )
  for (const [place, { kept, root, index, end }] of formers.entries()) {
    if (kept > index || roots.get(kept) !== root) {
      find(
        'mismatch',
        entryName(index),
        'the log does not begin with what it says to be left of the one before',
      )
    }
    const next = formers[place + 1]?.origin ?? log.checkpoint.origin
    if (end === 'closed' && !isClosedFor(log, { kept, index }, keys.get(next) ?? [])) {
      find('mismatch', entryName(index), `the log before was not closed for ${next} with its key`)
    }
  }
  checkEnds(log, formers, find)
}

/** Names what was lost of a log whose database went back, as far as the node knew itself how much it had signed. */
export function nameLost(log: BundleLog, disclosed: Disclosures, find: Find): void {
  for (const { origin, end, kept, index } of formerLogs(log)) {
    const details = disclosed.get(index)?.details
    const size = (details as { readonly size?: unknown } | undefined)?.size
    if (end !== 'lost' || typeof size !== 'number' || size <= kept) continue
    const what = `${origin} had ${size} entries when its database went back: entries ${kept} to ${size - 1} of it are lost`
    find('incomplete', entryName(index), what)
  }
}

/** Whether the last entry of a log that was closed names the log that follows at once, with its key. */
function isClosedFor(
  { entries }: BundleLog,
  { kept, index }: Pick<FormerLog, 'kept' | 'index'>,
  keys: readonly NoteVerifier[],
): boolean {
  const { evt, code, digest } = entries.at(kept - 1)?.entry ?? {}
  return (
    kept === index &&
    evt === 'log.closed' &&
    keys.some(
      (key) => key.name.endsWith(`/${code ?? ''}`) && hash('sha256', encodeVerifierKey(key)) === digest,
    )
  )
}

/** A log that was closed has no more entries: the next one is the first of the log that follows. */
function checkEnds({ entries }: BundleLog, formers: readonly FormerLog[], find: Find): void {
  const opened = new Set(formers.filter(({ end }) => end === 'closed').map(({ index }) => index))
  for (const { index } of entries.of('log.closed')) {
    if (index + 1 < entries.length && !opened.has(index + 1))
      find('mismatch', entryName(index), 'it closes the log, and the log went on')
  }
}

/** The roots in hex of the first entries of a log, for each of these sizes that it has; every leaf is hashed once. */
function rootsOf({ entries }: BundleLog, sizes: readonly number[]): ReadonlyMap<number, string> {
  const roots = new Map<number, string>()
  let range = emptyRange
  for (const size of [...sizes].sort((a, b) => a - b)) {
    if (size > entries.length) break
    range = append(range, entries.part(range.size, size).leaves())
    roots.set(size, Buffer.from(rootOf(range)).toString('hex'))
  }
  return roots
}

/** Whether the first entries of a log give this root. */
export function isBeginning(log: BundleLog, size: number, root: Uint8Array): boolean {
  return sameHash(rootOf(append(emptyRange, log.entries.part(0, size).leaves())), root)
}
