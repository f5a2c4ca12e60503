import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { type Entry, readEntry } from '../entry.ts'
import { decodeBundle } from '../entryBundle.ts'
import { type NoteVerifier, parseVerifierKey } from '../note.ts'
import { bundlePath, bundlesOf, emptyEdge, grow, rootOfEdge, tilePath, tileWidth } from '../tile.ts'
import { type Hash, hashBytes, leafHash, sameHash } from '../tree.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { Find } from './report.ts'

/** The signed head of a bundle's log and the key that it was opened with. */
export interface Head {
  readonly verifier: NoteVerifier
  readonly checkpoint: Checkpoint
}

/** An entry of the log that the signed root covers. */
export interface LoggedEntry {
  readonly index: number
  /** Leaf hash in hex. */
  readonly leaf: string
  readonly entry: Entry
}

/** A log all of whose entries are those under its signed root. */
export interface BundleLog extends Head {
  readonly entries: readonly LoggedEntry[]
  readonly leaves: readonly Hash[]
  /** Index of every leaf, by its hash in hex. */
  readonly indexOf: ReadonlyMap<string, number>
}

/** How the reader calls an entry. */
export function entryName(index: number): string {
  return `entry ${index}`
}

/** Opens the key and the signed head of the log. Null, with a finding, where either does not hold. */
export function openHead(files: Files, find: Find): Head | null {
  const missing = [bundlePaths.verifierKey, bundlePaths.checkpoint].filter((path) => !files.has(path))
  for (const path of missing) find('mismatch', path, 'it lacks')
  if (missing.length > 0) return null
  const key = Buffer.from(contentOf(files, bundlePaths.verifierKey)).toString('utf8')
  const parsed = parseVerifierKey(key.slice(0, -1))
  if (!key.endsWith('\n') || !parsed.ok) {
    find('cryptography', bundlePaths.verifierKey, 'it is not a key of a log')
    return null
  }
  const { verifier } = parsed
  const opened = openCheckpoint(contentOf(files, bundlePaths.checkpoint), verifier)
  if (!opened.ok) {
    const why = `it is not signed with ${bundlePaths.verifierKey} (${opened.code})`
    find('cryptography', bundlePaths.checkpoint, why)
    return null
  }
  return { verifier, checkpoint: opened.checkpoint }
}

/**
 * Reads all entries and proves that they, and the tiles beside them, are what the signed root covers. Null where
 * they are not, or where an entry is none that a node could have written: nothing can be built on such a log.
 */
export function readLog(files: Files, head: Head, find: Find): BundleLog | null {
  const bytes = readBundles(files, head.checkpoint.size, find)
  if (bytes === null) return null
  const leaves = bytes.map(leafHash)
  if (!checkTree(files, head.checkpoint, leaves, find)) return null
  const entries = readEntries(bytes, leaves, find)
  if (entries === null) return null
  return { ...head, entries, leaves, indexOf: new Map(entries.map(({ leaf, index }) => [leaf, index])) }
}

function readBundles(files: Files, size: number, find: Find): Uint8Array[] | null {
  const all: Uint8Array[] = []
  for (const { index, width } of bundlesOf(size)) {
    const path = bundlePath(index, width)
    const bytes = files.get(path)
    // That it lacks is said where the set of files is checked.
    if (bytes === undefined) return null
    const decoded = decodeBundle(bytes, width)
    if (!decoded.ok) {
      find('cryptography', path, `it is not a bundle of ${width} entries`)
      return null
    }
    for (const entry of decoded.entries) all.push(entry)
  }
  return all
}

/** True where the entries give the signed root. Tiles and bundles that do not fit are named. */
function checkTree(files: Files, { size, root }: Checkpoint, leaves: readonly Hash[], find: Find): boolean {
  const { edge, full, partial } = grow(emptyEdge, leaves)
  if (sameHash(rootOfEdge(edge), root)) {
    for (const { path, bytes } of [...full, ...partial]) {
      const found = files.get(path)
      if (found !== undefined && !sameHash(found, bytes)) {
        find('cryptography', path, 'its hashes are not those of the entries')
      }
    }
    return true
  }
  const odd = bundlesOf(size).filter(({ index, width }) => {
    const tile = contentOf(files, tilePath({ level: 0, index, width }))
    const own = leaves.slice(index * tileWidth, index * tileWidth + width)
    return own.some((leaf, at) => !sameHash(leaf, tile.subarray(at * hashBytes, (at + 1) * hashBytes)))
  })
  for (const { index, width } of odd) {
    find('cryptography', bundlePath(index, width), 'its entries are not the leaves of the tree')
  }
  find('cryptography', bundlePaths.checkpoint, 'the entries do not give the root that is signed')
  return false
}

function readEntries(
  bytes: readonly Uint8Array[],
  leaves: readonly Hash[],
  find: Find,
): LoggedEntry[] | null {
  const entries: LoggedEntry[] = []
  for (const [index, entryBytes] of bytes.entries()) {
    const read = readEntry(Buffer.from(entryBytes).toString('utf8'))
    if (!read.ok) {
      find('cryptography', entryName(index), 'no node writes such an entry')
      return null
    }
    const leaf = Buffer.from(leaves[index] ?? leafHash(entryBytes)).toString('hex')
    entries.push({ index, leaf, entry: read.entry })
  }
  return entries
}
