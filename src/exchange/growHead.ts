import { signCheckpoint } from '../audit/checkpoint.ts'
import {
  type Edge,
  type LogFile,
  grow,
  openEdge,
  partialTiles,
  rangeOfEdge,
  tilePath,
} from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import { type Range, append, hashBytes, rootOf, sameHash } from '../audit/tree.ts'
import { type AuditHead, type PendingEntry, writeHead } from '../store/audit.ts'
import { readTiles } from '../store/tiles.ts'
import type { Db } from '../store/database.ts'
import type { AuditTileRow } from '../store/trailTables.ts'
import type { Node } from './node.ts'

/** The edge of the log as it was last grown, and the root that it gives. */
export interface KeptEdge {
  last: Grown | null
}

/** With the range the root of the next head costs a hash for each new entry, and not one for each in the partial tiles. */
interface Grown {
  readonly edge: Edge
  readonly range: Range
  readonly root: Buffer
}

/** Gives these entries the next places in the tree and signs the head with them. Null: somebody else has signed since, or does. */
export async function growHead(
  node: Pick<Node, 'logSigner' | 'keptEdge'>,
  db: Db,
  head: AuditHead,
  entries: readonly PendingEntry[],
  now: Date,
  fence: number | null = null,
): Promise<AuditHead | null> {
  const from = keptOf(node.keptEdge, head) ?? (await readGrown(db, head))
  const leaves = entries.map(({ leaf }) => leaf)
  const grown = grow(from.edge, leaves)
  const range = append(from.range, leaves)
  const size = range.size
  const root = Buffer.from(rootOf(range))
  const checkpoint = signCheckpoint(size, root, node.logSigner(head.log, head.log_key))
  const moved = await writeHead(db, {
    from: head,
    fence,
    to: { size, root, checkpoint, signed_at: now },
    entries: entries.map(({ id }) => id),
    tiles: [...grown.full, ...grown.partial].map(tileRow),
  })
  if (!moved) return null
  // Where a transaction of the caller fails, the head that is stored has another root, and this edge is not taken.
  node.keptEdge.last = { edge: grown.edge, range, root }
  return { ...head, size, root, checkpoint, signed_at: now }
}

/** What was kept, where it is of this head; null: it is to be read. */
function keptOf({ last }: KeptEdge, { size, root }: AuditHead): Grown | null {
  return last?.edge.size === size && last.root.equals(root) ? last : null
}

/** What is signed upon tiles that do not make the head would be another log. */
async function readGrown(db: Db, { size, root }: AuditHead): Promise<Grown> {
  const edge = await readEdge(db, size)
  const range = rangeOfEdge(edge)
  if (!sameHash(rootOf(range), root))
    throw new Error(`the stored tiles do not give the root of the log of ${size} entries`)
  return { edge, range, root }
}

/** Stored tiles grow in place, so a partial tile of an earlier size is the beginning of what is stored. */
export async function readEdge(db: Db, size: number): Promise<Edge> {
  const tiles = partialTiles(size)
  const rows = await readTiles(db, tiles)
  const bytes = new Map(rows.map((row) => [`${row.level} ${row.index}`, row.bytes]))
  return openEdge(size, (tile) => {
    const found = bytes.get(`${tile.level} ${tile.index}`)
    if (found === undefined) throw new Error(`the log lacks its tile ${tilePath(tile)}`)
    return found.subarray(0, tile.width * hashBytes)
  })
}

/** A stored tile is found by its place, whatever width it has; it grows in place until it is full. */
function tileRow({ path, bytes }: LogFile): AuditTileRow {
  const tile = readTilePath(path)
  if (tile === null) throw new Error(`${path} is not the path of a tile`)
  return { level: tile.level, index: tile.index, bytes: Buffer.from(bytes) }
}
