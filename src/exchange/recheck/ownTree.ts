import { openOwnCheckpoint } from '../../audit/checkpoint.ts'
import {
  type Edge,
  type LogFile,
  grow,
  openEdge,
  partialTiles,
  rootOfEdge,
  tileWidth,
} from '../../audit/tile.ts'
import { readTilePath } from '../../audit/tilePath.ts'
import { hashBytes, leafHash, sameHash } from '../../audit/tree.ts'
import { type AuditHead, readHead } from '../../store/audit.ts'
import { readTiles } from '../../store/tiles.ts'
import { findUnplaced, readEntries } from '../../store/placed.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'

/** What the check of the own log found. */
export interface OwnTree {
  /** Entries that were looked at: all, or up to the first that is wrong. */
  readonly size: number
  /** The first thing that is wrong, and how; null: all is as it was signed. */
  readonly wrong: { readonly object: string; readonly what: string } | null
}

type Reader = Pick<Node, 'db' | 'logSigner'>

/** A part of the log: from one entry to before another. It begins where a tile of level 1 does. */
export interface Part {
  readonly from: number
  readonly until: number
}

/** Is told how many entries are read, and of how many. */
export type Reached = (read: number, size: number) => Promise<void>

/** Entries below one tile of level 1: a part may begin at each multiple. */
export const partEntries = tileWidth ** 2

/**
 * Reads a part of the log of the node anew, without one all of it, a slice at a time: each entry against its leaf, the
 * leaves against the tiles, and the tiles up to the root that was signed last. Whoever got past the tables as their owner
 * shows here. Of a part, what stands before it in the same tiles is believed: that is seen when its part is read.
 *
 * @param reached - called after each slice; what it throws ends the check
 * @throws RangeError where a part begins elsewhere
 */
export async function checkOwnTree(node: Reader, part?: Part, reached?: Reached): Promise<OwnTree> {
  const head = await readHead(node.db)
  const { from, until } = part ?? { from: 0, until: head.size }
  if (from % partEntries !== 0) throw new RangeError(`no tile of level 1 begins with entry ${from}`)
  const begun = await storedEdge(node, Math.min(from, head.size))
  if ('wrong' in begun) return begun
  const read = await readOn(node, begun, Math.min(until, head.size), reached)
  if ('wrong' in read) return read
  const odd = await oddTile(node, grow(read, []).partial, read.size)
  if (odd !== null) return odd
  const newest = read.size === head.size ? read : await storedEdge(node, head.size)
  return 'wrong' in newest ? newest : { size: read.size, wrong: wrongHead(node, head, newest) }
}

/**
 * Whether each entry is in the tree or waits for its place: one that does neither was taken out of the queue, and no proof
 * will ever show it.
 *
 * @param reached - called after each part of the log; what it throws ends the check
 */
export async function checkPlaces(
  { db }: Pick<Node, 'db'>,
  size: number,
  reached?: () => Promise<void>,
): Promise<OwnTree> {
  const unplaced = await findUnplaced(db, reached)
  if (unplaced === null) return { size, wrong: null }
  const { count, at, leaf, event } = unplaced
  const others = count === 1 ? '' : `, nor have ${count - 1} after it`
  const what = `${event} of ${at.toISOString()} has no place in the tree and waits for none${others}`
  return { size, wrong: { object: `entry with the leaf ${leaf.toString('hex')}`, what } }
}

/** The edge as the stored tiles have it. */
async function storedEdge({ db }: Reader, size: number): Promise<Edge | OwnTree> {
  const rows = await readTiles(db, partialTiles(size))
  const stored = new Map(rows.map(({ level, index, bytes }) => [`${level} ${index}`, bytes]))
  try {
    return openEdge(size, ({ level, index, width }) => {
      return (stored.get(`${level} ${index}`) ?? new Uint8Array()).subarray(0, width * hashBytes)
    })
  } catch (reason) {
    if (!(reason instanceof RangeError)) throw reason
    return { size, wrong: { object: 'tile', what: reason.message } }
  }
}

/** Reads entries on from an edge; gives the edge after them, or the first thing that is wrong. */
async function readOn(
  node: Reader,
  begun: Edge,
  until: number,
  reached: Reached = () => Promise.resolve(),
): Promise<Edge | OwnTree> {
  let edge = begun
  while (edge.size < until) {
    const end = Math.min(edge.size + exchangeLimits.ownTree.entriesMax, until)
    const entries = await readEntries(node.db, edge.size, end)
    const odd = entries.findIndex(
      ({ index, leaf, entry }, at) =>
        index !== edge.size + at || !sameHash(leafHash(Buffer.from(entry)), leaf),
    )
    if (odd >= 0) return wrongAt(edge, odd, 'it is not the one whose leaf is in the tree')
    if (edge.size + entries.length < end) return wrongAt(edge, entries.length, 'it lacks')
    const grown = grow(
      edge,
      entries.map(({ leaf }) => leaf),
    )
    const wrong = await oddTile(node, grown.full, edge.size)
    if (wrong !== null) return wrong
    edge = grown.edge
    await reached(edge.size, until)
  }
  return edge
}

function wrongAt({ size }: Edge, at: number, what: string): OwnTree {
  return { size: size + at, wrong: { object: `entry ${size + at}`, what } }
}

/**
 * What is wrong with the first tile that is stored otherwise than it must be: an entry, or a tile above the entries. A
 * tile that has grown since begins with what it was.
 */
async function oddTile({ db }: Reader, files: readonly LogFile[], size: number): Promise<OwnTree | null> {
  const wanted = files.flatMap(({ path, bytes }) => {
    const tile = readTilePath(path)
    return tile === null ? [] : [{ path, bytes, tile }]
  })
  const rows = await readTiles(
    db,
    wanted.map(({ tile }) => tile),
  )
  const stored = new Map(rows.map(({ level, index, bytes }) => [`${level} ${index}`, bytes]))
  for (const { path, bytes, tile } of wanted) {
    const found = stored.get(`${tile.level} ${tile.index}`) ?? new Uint8Array()
    if (sameHash(found.subarray(0, bytes.length), bytes)) continue
    if (tile.level > 0)
      return { size, wrong: { object: path, what: 'its hashes are not those of the tiles below' } }
    const index = tile.index * tileWidth + firstOdd(found, bytes)
    return {
      size: index,
      wrong: { object: `entry ${index}`, what: 'it is not the leaf that is in the tree' },
    }
  }
  return null
}

/** The place of the first hash of a tile that is another than it must be. */
function firstOdd(found: Uint8Array, wanted: Uint8Array): number {
  const places = Array.from({ length: wanted.length / hashBytes }, (_, at) => at * hashBytes)
  const odd = places.findIndex(
    (at) => !sameHash(found.subarray(at, at + hashBytes), wanted.subarray(at, at + hashBytes)),
  )
  return Math.max(0, odd)
}

/** What is wrong with the signed head of the tree that has this edge; null: nothing. */
export function wrongHead({ logSigner }: Reader, head: AuditHead, edge: Edge): OwnTree['wrong'] {
  if (head.size === 0) return null
  const object = 'checkpoint'
  const signer = logSigner(head.log, head.log_key)
  const opened = openOwnCheckpoint(Buffer.from(head.checkpoint), signer)
  // After a loss, or for another key, the log goes on under another name, and its first head is still to be signed.
  const isOfNext = !opened.ok && head.checkpoint.split('\n')[0] !== signer.name
  if (!opened.ok && !isOfNext) return { object, what: `it is not signed by the log (${opened.code})` }
  const { size, root } = opened.ok ? opened.checkpoint : head
  if (size === head.size && sameHash(root, rootOfEdge(edge)) && sameHash(root, head.root)) return null
  return { object, what: 'the entries do not give the root that is signed' }
}
