import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { readEntry } from '../entry.ts'
import { decodeBundle } from '../entryBundle.ts'
import { type NoteVerifier, parseVerifierKey } from '../note.ts'
import {
  type LogFile,
  bundlePath,
  bundlesOf,
  emptyEdge,
  grow,
  growByRow,
  rootOfEdge,
  tilePath,
  tileWidth,
} from '../tile.ts'
import { hashBytes, leafHash, sameHash } from '../tree.ts'
import {
  type EntryTable,
  type LoggedEntries,
  entryBytes,
  entryTable,
  leafRow,
  loggedEntries,
  noteEntry,
} from './entries.ts'
import { type Files, bundlePaths, contentOf } from './layout.ts'
import type { Find } from './report.ts'

/** The signed head of a bundle's log and the key that it was opened with. */
export interface Head {
  readonly verifier: NoteVerifier
  readonly checkpoint: Checkpoint
}

/** A log all of whose entries are those under its signed root. */
export interface BundleLog extends Head {
  readonly entries: LoggedEntries
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
  const table = readBundles(files, head.checkpoint.size, find)
  if (table === null || !checkTree(files, head.checkpoint, table, find)) return null
  return readEntries(table, find) ? { ...head, entries: loggedEntries(table) } : null
}

function readBundles(files: Files, size: number, find: Find): EntryTable | null {
  const bundles: Uint8Array[] = []
  const starts = new Uint32Array(size)
  const leaves = Buffer.alloc(size * hashBytes)
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
    bundles.push(bytes)
    for (const [at, entry] of decoded.entries.entries()) {
      const place = index * tileWidth + at
      starts[place] = entry.byteOffset - bytes.byteOffset
      leaves.set(leafHash(entry), place * hashBytes)
    }
  }
  return entryTable(bundles, starts, leaves)
}

/** Leaves that the tree grows by at once. */
const grownTogether = tileWidth ** 2

/** True where the entries give the signed root. Tiles and bundles that do not fit are named. */
function checkTree(files: Files, { size, root }: Checkpoint, table: EntryTable, find: Find): boolean {
  let edge = emptyEdge
  const strange: string[] = []
  const compare = (tiles: readonly LogFile[]): void => {
    for (const { path, bytes } of tiles) {
      const found = files.get(path)
      if (found !== undefined && !sameHash(found, bytes)) strange.push(path)
    }
  }
  while (edge.size < size) {
    const grown = growByRow(edge, leafRow(table, edge.size, Math.min(edge.size + grownTogether, size)))
    compare(grown.full)
    edge = grown.edge
  }
  compare(grow(edge, []).partial)
  if (sameHash(rootOfEdge(edge), root)) {
    for (const path of strange) find('cryptography', path, 'its hashes are not those of the entries')
    return true
  }
  for (const { index, width } of bundlesOf(size)) {
    const tile = contentOf(files, tilePath({ level: 0, index, width }))
    const first = index * tileWidth * hashBytes
    const own = table.leaves.subarray(first, first + width * hashBytes)
    if (sameHash(own, tile.subarray(0, own.length))) continue
    find('cryptography', bundlePath(index, width), 'its entries are not the leaves of the tree')
  }
  find('cryptography', bundlePaths.checkpoint, 'the entries do not give the root that is signed')
  return false
}

/** Of bytes each of which is a sign: an entry has no others. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Whether all entries are what a node writes; notes of each what is to be at hand. */
function readEntries(table: EntryTable, find: Find): boolean {
  for (let index = 0; index < table.starts.length; index += 1) {
    const read = readEntry(textOf(entryBytes(table, index)))
    if (!read.ok) {
      find('cryptography', entryName(index), 'no node writes such an entry')
      return false
    }
    noteEntry(table, index, read.entry, read.atMs)
  }
  return true
}
