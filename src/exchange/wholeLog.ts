import { type LoggedEntries, entryTable, loggedEntries, noteEntry } from '../audit/bundle/entries.ts'
import type { Entry } from '../audit/entry.ts'
import { encodeBundle } from '../audit/entryBundle.ts'
import { type LogFile, bundlePath, emptyEdge, grow, tileWidth } from '../audit/tile.ts'
import { hashBytes } from '../audit/tree.ts'
import { readEntries } from '../store/audit.ts'
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
 */
export async function wholeLog({ db }: Pick<Node, 'db'>, size: number): Promise<WholeLog> {
  const bundles: Uint8Array[] = []
  const table = entryTable(bundles, new Uint32Array(size), Buffer.alloc(size * hashBytes))
  for (let first = 0; first < size; first += exchangeLimits.exportEntriesMax) {
    const rows = await readEntries(db, first, Math.min(first + exchangeLimits.exportEntriesMax, size))
    let start = 0
    for (const { index, leaf, entry } of rows) {
      const length = Buffer.byteLength(entry)
      start = index % tileWidth === 0 ? 2 : start + 2
      table.starts[index] = start
      start += length
      table.leaves.set(leaf, index * hashBytes)
      noteEntry(table, index, JSON.parse(entry) as Entry)
    }
    for (let at = 0; at < rows.length; at += tileWidth)
      bundles.push(encodeBundle(rows.slice(at, at + tileWidth).map(({ entry }) => Buffer.from(entry))))
  }
  const files = bundles.map((bytes, index) => {
    const width = Math.min(tileWidth, size - index * tileWidth)
    return { path: bundlePath(index, width), bytes }
  })
  return { entries: loggedEntries(table), bundles: files }
}

/** The tiles of hashes of a log, level by level. */
export function tilesOfLog(entries: LoggedEntries): LogFile[] {
  const tiles: LogFile[] = []
  let edge = emptyEdge
  while (edge.size < entries.length) {
    const grown = grow(edge, [
      ...entries.part(edge.size, edge.size + exchangeLimits.exportEntriesMax).leaves(),
    ])
    tiles.push(...grown.full)
    edge = grown.edge
  }
  return [...tiles, ...grow(edge, []).partial]
}
