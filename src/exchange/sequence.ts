import { signCheckpoint } from '../audit/checkpoint.ts'
import { type Edge, type LogFile, grow, openEdge, partialTiles, rootOfEdge, tilePath } from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import { type Hash, hashBytes } from '../audit/tree.ts'
import { lockSequencer, readHead, readPending, readTiles, sequencedMax, writeHead } from '../store/audit.ts'
import type { KnownHead } from '../store/checkpointFile.ts'
import type { Trx } from '../store/database.ts'
import type { AuditTileRow } from '../store/trailTables.ts'
import type { Node } from './node.ts'

/** What a round has signed, and whether there may be more to do. */
interface Signed {
  readonly head: KnownHead
  readonly checkpoint: string
  readonly more: boolean
}

/**
 * Gives waiting entries their places in the tree and signs the new checkpoint, in one transaction. True when there
 * may be more. The signature is made before the commit and nobody sees it before the commit, so a process that dies
 * here has signed nothing that anybody knows of; the next round starts from the old head. After the commit the node
 * remembers the checkpoint outside its database; a process that dies before that remembers the one before, which is
 * no harm. Signs nothing where the database is behind what the node remembers.
 */
export async function sequenceRound(node: Sequencing): Promise<boolean> {
  const signed = await node.db.transaction().execute((trx) => signNext(node, trx))
  if (signed === null) return false
  await node.memory.keep(signed.head, signed.checkpoint)
  return signed.more
}

type Sequencing = Pick<Node, 'db' | 'now' | 'log' | 'logSigner' | 'memory'>

async function signNext(node: Sequencing, trx: Trx): Promise<Signed | null> {
  if (!(await lockSequencer(trx))) return null
  const isBehind = node.memory.asOfNow()
  const head = await readHead(trx)
  const pending = await readPending(trx)
  if (pending.length === 0 || isBehind(head)) return null
  const now = node.now()
  if (head.signed_at !== null && now < head.signed_at) {
    // A later checkpoint that looks earlier would break the order that auditors rely on.
    node.log.error(
      { size: head.size },
      'the clock stands before the last checkpoint; nothing is signed until it has passed it',
    )
    return null
  }
  const edge = await readEdge(trx, head.size)
  const grown = grow(
    edge,
    pending.map(({ leaf }) => leaf),
  )
  const size = grown.edge.size
  const root = Buffer.from(rootOfEdge(grown.edge))
  const checkpoint = signCheckpoint(size, root, node.logSigner(head.log))
  const moved = await writeHead(trx, {
    from: head,
    to: { size, root, checkpoint, signed_at: now },
    entries: pending.map(({ id }) => id),
    tiles: [...grown.full, ...grown.partial].map(tileRow),
  })
  if (!moved) throw new Error('another sequencer has moved the head of the log in spite of the lock')
  return { head: { log: head.log, size, root }, checkpoint, more: pending.length === sequencedMax }
}

/** The root that the stored tree had at this size; null where it was never so long. */
export async function rootAt(trx: Trx, size: number): Promise<Hash | null> {
  return (await readHead(trx)).size < size ? null : rootOfEdge(await readEdge(trx, size))
}

/** Stored tiles grow in place, so a partial tile of an earlier size is the beginning of what is stored. */
async function readEdge(trx: Trx, size: number): Promise<Edge> {
  const tiles = partialTiles(size)
  const rows = await readTiles(trx, tiles)
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
