import { signCheckpoint } from '../audit/checkpoint.ts'
import { type Edge, type LogFile, grow, openEdge, partialTiles, rootOfEdge, tilePath } from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import {
  type AuditHead,
  lockSequencer,
  readHead,
  readPending,
  readTiles,
  sequencedMax,
  writeHead,
} from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import type { AuditTileRow } from '../store/tables.ts'
import type { Node } from './node.ts'

/**
 * Gives waiting entries their places in the tree and signs the new checkpoint, in one transaction. True when there
 * may be more. The signature is made before the commit and nobody sees it before the commit, so a process that dies
 * here has signed nothing that anybody knows of; the next round starts from the old head.
 */
export async function sequenceRound(node: Node): Promise<boolean> {
  return await node.db.transaction().execute(async (trx) => {
    if (!(await lockSequencer(trx))) return false
    const head = await readHead(trx)
    const pending = await readPending(trx)
    if (pending.length === 0) return false
    const now = node.now()
    if (head.signed_at !== null && now < head.signed_at) {
      // A later checkpoint that looks earlier would break the order that auditors rely on.
      node.log.error(
        { size: head.size },
        'the clock stands before the last checkpoint; nothing is signed until it has passed it',
      )
      return false
    }
    const edge = await readEdge(trx, head)
    const grown = grow(
      edge,
      pending.map(({ leaf }) => leaf),
    )
    const size = grown.edge.size
    const root = Buffer.from(rootOfEdge(grown.edge))
    const moved = await writeHead(trx, {
      from: head,
      to: { size, root, checkpoint: signCheckpoint(size, root, node.logSigner), signed_at: now },
      entries: pending.map(({ id }) => id),
      tiles: [...grown.full, ...grown.partial].map(tileRow),
    })
    if (!moved) throw new Error('another sequencer has moved the head of the log in spite of the lock')
    return pending.length === sequencedMax
  })
}

async function readEdge(trx: Trx, head: AuditHead): Promise<Edge> {
  const tiles = partialTiles(head.size)
  const rows = await readTiles(trx, tiles)
  const bytes = new Map(rows.map((row) => [`${row.level} ${row.index}`, row.bytes]))
  return openEdge(head.size, (tile) => {
    const found = bytes.get(`${tile.level} ${tile.index}`)
    if (found === undefined) throw new Error(`the log lacks its tile ${tilePath(tile)}`)
    return found
  })
}

/** A stored tile is found by its place, whatever width it has; it grows in place until it is full. */
function tileRow({ path, bytes }: LogFile): AuditTileRow {
  const tile = readTilePath(path)
  if (tile === null) throw new Error(`${path} is not the path of a tile`)
  return { level: tile.level, index: tile.index, bytes: Buffer.from(bytes) }
}
