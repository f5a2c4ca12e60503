import { createPublicKey } from 'node:crypto'
import { openCheckpoint } from '../audit/checkpoint.ts'
import type { Actor } from '../audit/events.ts'
import { noteVerifier } from '../audit/note.ts'
import { type Edge, type LogFile, emptyEdge, grow, rootOfEdge, tileWidth } from '../audit/tile.ts'
import { readTilePath } from '../audit/tilePath.ts'
import { hashBytes, leafHash, sameHash } from '../audit/tree.ts'
import { type AuditHead, readEntries, readHead, readTiles } from '../store/audit.ts'
import { readSetting, replaceSetting, writeSetting } from '../store/settings.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { noteInLog } from './noteInLog.ts'

/** What the check of the own log found. */
export interface OwnTree {
  /** Entries that were looked at: all, or up to the first that is wrong. */
  readonly size: number
  /** The first thing that is wrong, and how; null: all is as it was signed. */
  readonly wrong: { readonly object: string; readonly what: string } | null
}

type Reader = Pick<Node, 'db' | 'logSigner'>

/**
 * Reads the whole log of the node anew, a slice at a time: each entry against its leaf, the leaves against the tiles, and
 * all of them against the root that was signed last. Whoever got past the tables as their owner shows here.
 */
export async function checkOwnTree(node: Reader): Promise<OwnTree> {
  const head = await readHead(node.db)
  let edge = emptyEdge
  while (edge.size < head.size) {
    const end = Math.min(edge.size + exchangeLimits.ownTree.entriesMax, head.size)
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
    const wrong = await oddTile(node, grown.full)
    if (wrong !== null) return { size: edge.size, wrong }
    edge = grown.edge
  }
  const wrong = await oddTile(node, grow(edge, []).partial)
  return { size: edge.size, wrong: wrong ?? wrongHead(node, head, edge) }
}

function wrongAt({ size }: Edge, at: number, what: string): OwnTree {
  return { size: size + at, wrong: { object: `entry ${size + at}`, what } }
}

/**
 * What is wrong with the first tile that is stored otherwise than it must be: an entry, or a tile above the entries. A
 * tile that has grown since begins with what it was.
 */
async function oddTile({ db }: Reader, files: readonly LogFile[]): Promise<OwnTree['wrong']> {
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
    if (tile.level > 0) return { object: path, what: 'its hashes are not those of the tiles below' }
    const at = firstOdd(found, bytes)
    return { object: `entry ${tile.index * tileWidth + at}`, what: 'it is not the leaf that is in the tree' }
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

function wrongHead({ logSigner }: Reader, head: AuditHead, edge: Edge): OwnTree['wrong'] {
  if (head.size === 0) return null
  const object = 'checkpoint'
  const { name, privateKey } = logSigner(head.log, head.log_key)
  const opened = openCheckpoint(Buffer.from(head.checkpoint), noteVerifier(name, createPublicKey(privateKey)))
  // After a loss, or for another key, the log goes on under another name, and its first head is still to be signed.
  const isOfNext = !opened.ok && head.checkpoint.split('\n')[0] !== name
  if (!opened.ok && !isOfNext) return { object, what: `it is not signed by the log (${opened.code})` }
  const { size, root } = opened.ok ? opened.checkpoint : head
  if (size === head.size && sameHash(root, rootOfEdge(edge)) && sameHash(root, head.root)) return null
  return { object, what: 'the entries do not give the root that is signed' }
}

/** When the own log was looked through last, and what was wrong then. */
export interface LastCheck {
  readonly at: string
  readonly wrong: OwnTree['wrong']
}

const setting = 'own-tree'

/** What the last check found; null before the first. */
export async function lastCheck({ db }: Pick<Node, 'db'>): Promise<LastCheck | null> {
  const text = await readSetting(db, setting)
  return text === null ? null : (JSON.parse(text) as LastCheck)
}

/** Checks the own log, notes in it what was found, and remembers it. */
export async function checkAndNote(node: Node, actor?: Actor): Promise<OwnTree> {
  const found = await checkOwnTree(node)
  const by = actor === undefined ? {} : { actor }
  const { size, wrong } = found
  if (wrong !== null)
    node.log.error({ object: wrong.object }, `the own log is not what was signed: ${wrong.what}`)
  await noteInLog(
    node,
    wrong === null
      ? { event: 'log.checked', count: size, ...by }
      : { event: 'log.broken', count: size, ...by, details: { object: wrong.object, what: wrong.what } },
  )
  const at = node.machineNow().toISOString()
  await writeSetting(node.db, setting, JSON.stringify({ at, wrong } satisfies LastCheck))
  return found
}

/**
 * Checks the own log where that was not done for a day, by the clock of the machine; of several processes of a node, one
 * does. The first check of a new node comes a day after its start.
 */
export async function ownTreeRound(node: Node): Promise<boolean> {
  const now = node.machineNow()
  const before = await readSetting(node.db, setting)
  const last = before === null ? null : (JSON.parse(before) as LastCheck)
  if (last !== null && now.getTime() < Date.parse(last.at) + exchangeLimits.ownTree.everyMs) return false
  // Taken first: a process that dies in it leaves the check to the next day.
  const taken = JSON.stringify({ at: now.toISOString(), wrong: last?.wrong ?? null } satisfies LastCheck)
  const isOurs = await replaceSetting(node.db, setting, taken, before)
  if (isOurs && last !== null) await checkAndNote(node)
  return false
}
