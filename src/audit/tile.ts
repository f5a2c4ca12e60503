import {
  type Hash,
  type HashSource,
  type Range,
  type Span,
  hashBytes,
  nodeHash,
  rangeAt,
  rootOf,
  subtrees,
} from './tree.ts'

/** Hashes of a full tile, entries of a full bundle. */
export const tileWidth = 256

/** Levels of the tree that one tile spans: 2^8 = 256. */
const tileHeight = 8

/** A tile by its place: `width` hashes of level 8 * `level`, beginning with number 256 * `index`. */
export interface Tile {
  readonly level: number
  readonly index: number
  readonly width: number
}

/** A file of the log: its path in the bundle and below the log's URL, and its bytes. */
export interface LogFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Path of a tile of hashes: `tile/<L>/<N>[.p/<W>]` (C2SP tlog-tiles). */
export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${numberPath(index)}${widthPath(width)}`
}

/** Path of a bundle of entries: `tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles). */
export function bundlePath(index: number, width: number): string {
  return `tile/entries/${numberPath(index)}${widthPath(width)}`
}

/** Three digits an element, all but the last behind an x: 1234067 is `x001/x234/067`. */
function numberPath(index: number): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  return padded.replace(/[0-9]{3}(?=[0-9])/g, 'x$&/')
}

function widthPath(width: number): string {
  return width === tileWidth ? '' : `.p/${width}`
}

/** All tiles of hashes of a tree, level by level, the partial one of a level last; empty ones do not exist. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth)) {
    tiles.push(...rowOf(count).map(({ index, width }) => ({ level, index, width })))
  }
  return tiles
}

/** All bundles of entries of a tree, the partial one last. */
export function bundlesOf(size: number): { readonly index: number; readonly width: number }[] {
  return rowOf(size)
}

/** The paths of all files of which a log of this size consists, the checkpoint apart. */
export function logPaths(size: number): string[] {
  return [
    ...tilesOf(size).map(tilePath),
    ...bundlesOf(size).map(({ index, width }) => bundlePath(index, width)),
  ]
}

/** Rows of 256, the last one with what remains. */
function rowOf(count: number): { index: number; width: number }[] {
  const row: { index: number; width: number }[] = []
  for (let index = 0; index * tileWidth < count; index += 1) {
    row.push({ index, width: Math.min(tileWidth, count - index * tileWidth) })
  }
  return row
}

/**
 * The growing edge of a log: for every level the bytes of its partial tile (none where the row is even). It is all
 * that is needed to append, to give the root, and to write the next tiles.
 */
export interface Edge {
  readonly size: number
  readonly partial: readonly Uint8Array[]
}

/** The edge of the log without entries. */
export const emptyEdge: Edge = { size: 0, partial: [] }

/** The partial tiles that an edge of this size is made of; the sequencer reads these to go on after a start. */
export function partialTiles(size: number): Tile[] {
  return tilesOf(size).filter(({ width }) => width < tileWidth)
}

/**
 * The edge of a log of this size from its stored partial tiles.
 *
 * @param read - gives the bytes of a partial tile
 * @throws RangeError when a tile has not the width that the size demands
 */
export function openEdge(size: number, read: (tile: Tile) => Uint8Array): Edge {
  const partial: Uint8Array[] = []
  for (const tile of partialTiles(size)) {
    const bytes = read(tile)
    if (bytes.length !== tile.width * hashBytes) {
      throw new RangeError(`${tilePath(tile)} has ${bytes.length} bytes, not ${tile.width * hashBytes}`)
    }
    while (partial.length < tile.level) partial.push(new Uint8Array())
    partial.push(bytes)
  }
  return { size, partial }
}

/** What growing gives: the new edge, the tiles that became full for ever, and the partial ones of the new size. */
export interface Growth {
  readonly edge: Edge
  readonly full: readonly LogFile[]
  readonly partial: readonly LogFile[]
}

/**
 * Appends leaves to a log. The cost is that of the new leaves; nothing that is full is touched again. The partial
 * tiles of the old size may be dropped once the new size is published.
 */
export function grow(edge: Edge, leaves: readonly Hash[]): Growth {
  return growByRow(edge, Buffer.concat(leaves))
}

/** The same with the leaf hashes one behind the other. */
export function growByRow(edge: Edge, leaves: Uint8Array): Growth {
  const full: LogFile[] = []
  const partial: Uint8Array[] = []
  let before = edge.size
  let coming = leaves
  for (let level = 0; before > 0 || coming.length > 0; level += 1) {
    const row = Buffer.concat([rowOfEdge(edge, level), coming])
    let index = Math.floor(before / tileWidth)
    const carried: Hash[] = []
    let at = 0
    for (; row.length - at >= tileWidth * hashBytes; at += tileWidth * hashBytes, index += 1) {
      const bytes = row.subarray(at, at + tileWidth * hashBytes)
      full.push({ path: tilePath({ level, index, width: tileWidth }), bytes })
      carried.push(rootOfRow(bytes))
    }
    partial.push(row.subarray(at))
    before = Math.floor(before / tileWidth)
    coming = Buffer.concat(carried)
  }
  const grown = { size: edge.size + leaves.length / hashBytes, partial }
  return { edge: grown, full, partial: partialFiles(grown) }
}

function rowOfEdge({ partial }: Edge, level: number): Uint8Array {
  return partial[level] ?? new Uint8Array()
}

/** The files of the partial tiles of an edge. */
function partialFiles(edge: Edge): LogFile[] {
  return partialTiles(edge.size).map((tile) => ({
    path: tilePath(tile),
    bytes: rowOfEdge(edge, tile.level),
  }))
}

/** The compact range of the tree of which this is the edge: all its largest complete subtrees stand in the partial tiles. */
export function rangeOfEdge(edge: Edge): Range {
  return rangeAt(
    edge.size,
    hashesFromTiles(edge.size, ({ level }) => rowOfEdge(edge, level)),
  )
}

/** The root of the tree of which this is the edge. */
export function rootOfEdge(edge: Edge): Hash {
  return rootOf(rangeOfEdge(edge))
}

/** The root of a row of 1 to 256 hashes, split as RFC 9162 section 2.1.1 splits a tree. */
function rootOfRow(bytes: Uint8Array): Hash {
  if (bytes.length === hashBytes) return bytes
  let left = hashBytes
  while (left * 2 < bytes.length) left *= 2
  return nodeHash(rootOfRow(bytes.subarray(0, left)), rootOfRow(bytes.subarray(left)))
}

/** Where the hashes of a complete subtree stand: from `start` to before `end`, in bytes of a tile. */
interface Place {
  readonly tile: Tile
  readonly start: number
  readonly end: number
}

function placeOf(size: number, level: number, index: number): Place {
  const tileLevel = Math.floor(level / tileHeight)
  const span = 2 ** (level % tileHeight)
  const first = index * span
  const tileIndex = Math.floor(first / tileWidth)
  const inRow = Math.floor(size / tileWidth ** tileLevel)
  const width = Math.min(tileWidth, inRow - tileIndex * tileWidth)
  const start = (first % tileWidth) * hashBytes
  const end = start + span * hashBytes
  const tile = { level: tileLevel, index: tileIndex, width }
  if (end > width * hashBytes) throw doesNotHold(tile, size, level, index)
  return { tile, start, end }
}

function doesNotHold(tile: Tile, size: number, level: number, index: number): RangeError {
  return new RangeError(`${tilePath(tile)} does not hold the subtree ${level}/${index} of a tree of ${size}`)
}

/**
 * A source of hashes from the tiles of a log of this size; the levels between those of the tiles are computed.
 *
 * @param read - gives the bytes of a tile
 * @throws RangeError when a tile has not the width that the size demands, or a subtree lies outside of the tree
 */
export function hashesFromTiles(size: number, read: (tile: Tile) => Uint8Array): HashSource {
  return (level, index) => {
    const { tile, start, end } = placeOf(size, level, index)
    const bytes = read(tile)
    if (bytes.length !== tile.width * hashBytes) throw doesNotHold(tile, size, level, index)
    return rootOfRow(bytes.subarray(start, end))
  }
}

/**
 * The same where many hashes are asked for that have subtrees in common: each is worked out once, and kept as long as the source.
 *
 * @throws RangeError as `hashesFromTiles`
 */
export function keptHashesFromTiles(size: number, read: (tile: Tile) => Uint8Array): HashSource {
  const stored = hashesFromTiles(size, read)
  const known = new Map<string, Hash>()
  const hashAt = (level: number, index: number): Hash => {
    const name = `${level} ${index}`
    const found = known.get(name)
    if (found !== undefined) return found
    const isStored = level % tileHeight === 0
    const hash = isStored
      ? stored(level, index)
      : nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1))
    known.set(name, hash)
    return hash
  }
  return hashAt
}

/** The tiles of the tree of this size from which the hashes over these leaves are worked out, each once. */
export function tilesOfSpans(size: number, spans: readonly Span[]): Tile[] {
  const read = new Map<string, Tile>()
  for (const { level, index } of spans.flatMap(({ start, end }) => subtrees(start, end))) {
    const { tile } = placeOf(size, level, index)
    read.set(`${tile.level} ${tile.index}`, tile)
  }
  return [...read.values()]
}
