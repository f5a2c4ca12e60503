import {
  type EntryTable,
  type LoggedEntries,
  entryTable,
  loggedEntries,
  noteEntry,
} from '../audit/bundle/entries.ts'
import type { Entry } from '../audit/entry.ts'
import { encodeBundle } from '../audit/entryBundle.ts'
import { type LogFile, bundlePath, emptyEdge, grow, growByRow, tileWidth } from '../audit/tile.ts'
import { hashBytes } from '../audit/tree.ts'
import { readEntries } from '../store/placed.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/** The log of a node up to a size, as a bundle has it. */
export interface WholeLog {
  readonly entries: LoggedEntries
  /** Its bundles of entries, the partial one last. */
  readonly bundles: readonly LogFile[]
}

/**
 * Reads the log from the database, a slice at a time. What is held of it are the bytes that the bundle has: the database
 * holds what this node itself built and the tree covers, so it is only read here.
 *
 * @param tell - told how many entries were read
 */
export async function wholeLog(
  { db }: Pick<Node, 'db'>,
  size: number,
  tell: (entries: number) => void = () => undefined,
): Promise<WholeLog> {
  const bundles: Uint8Array[] = []
  const starts = new Uint32Array(size)
  const leaves = Buffer.alloc(size * hashBytes)
  const whole = entryTable(bundles, starts, leaves)
  let found = 0
  let held: Buffer[] = []
  let start = 0
  const close = (): void => {
    if (held.length > 0) bundles.push(encodeBundle(held))
    held = []
    start = 0
  }
  for (let first = 0; first < size; first += exchangeLimits.exportEntriesMax) {
    const rows = await readEntries(db, first, Math.min(first + exchangeLimits.exportEntriesMax, size))
    for (const { leaf, entry } of rows) {
      const bytes = Buffer.from(entry)
      starts[found] = start + 2
      start += 2 + bytes.length
      leaves.set(leaf, found * hashBytes)
      const read = JSON.parse(entry) as Entry
      noteEntry(whole, found, read, Date.parse(read.t))
      held.push(bytes)
      found += 1
      if (held.length === tileWidth) close()
    }
    tell(found)
  }
  close()
  const files = bundles.map((bytes, index) => {
    const width = Math.min(tileWidth, size - index * tileWidth)
    return { path: bundlePath(index, width), bytes }
  })
  return { entries: loggedEntries(firstOf(whole, found)), bundles: files }
}

/** Where somebody has taken entries out of the tables, the bundle has fewer than its head says: its reader sees that. */
function firstOf({ bundles, starts, leaves, ...table }: EntryTable, found: number): EntryTable {
  return {
    bundles,
    starts: starts.subarray(0, found),
    leaves: leaves.subarray(0, found * hashBytes),
    events: table.events.subarray(0, found),
    members: table.members.subarray(0, found),
    timesMs: table.timesMs.subarray(0, found),
  }
}

/** The tiles of hashes of a log, level by level. */
export function tilesOfLog(entries: LoggedEntries): LogFile[] {
  const tiles: LogFile[] = []
  let edge = emptyEdge
  while (edge.size < entries.length) {
    const part = entries.part(edge.size, edge.size + exchangeLimits.exportEntriesMax)
    const grown = growByRow(edge, part.leafRow())
    tiles.push(...grown.full)
    edge = grown.edge
  }
  return [...tiles, ...grow(edge, []).partial]
}
