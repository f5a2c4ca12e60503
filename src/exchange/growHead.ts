import { signCheckpoint } from '../audit/checkpoint.ts'
import { type Edge, type LogFile, grow, openEdge, partialTiles, rootOfEdge, tilePath } from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import { hashBytes, sameHash } from '../audit/tree.ts'
import { type AuditHead, type PendingEntry, readTiles, writeHead } from '../store/audit.ts'
import type { Db } from '../store/database.ts'
import type { AuditTileRow } from '../store/trailTables.ts'
import type { Node } from './node.ts'

/** The edge of the log as it was last grown, with the root that it gives. */
export interface KeptEdge {
  last: { readonly edge: Edge; readonly root: Buffer } | null
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
  const edge = keptEdgeOf(node.keptEdge, head) ?? (await readEdgeOf(db, head))
  const grown = grow(
    edge,
    entries.map(({ leaf }) => leaf),
  )
  const size = grown.edge.size
  const root = Buffer.from(rootOfEdge(grown.edge))
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
  node.keptEdge.last = { edge: grown.edge, root }
  return { ...head, size, root, checkpoint, signed_at: now }
}

/** The edge that was kept, where it is the one of this head; null: it is to be read. */
function keptEdgeOf({ last }: KeptEdge, { size, root }: AuditHead): Edge | null {
  return last?.edge.size === size && last.root.equals(root) ? last.edge : null
}

/** What is signed upon tiles that do not make the head would be another log. */
async function readEdgeOf(db: Db, { size, root }: AuditHead): Promise<Edge> {
  const edge = await readEdge(db, size)
  if (!sameHash(rootOfEdge(edge), root))
    throw new Error(`the stored tiles do not give the root of the log of ${size} entries`)
  return edge
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
