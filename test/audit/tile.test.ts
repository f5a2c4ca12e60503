import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeBundle, encodeBundle, growBundles } from '../../src/audit/entryBundle.ts'
import {
  type Edge,
  type LogFile,
  bundlePath,
  emptyEdge,
  grow,
  hashesFromTiles,
  keptHashesFromTiles,
  logPaths,
  openEdge,
  partialTiles,
  rootOfEdge,
  tilePath,
  tileWidth,
  tilesOf,
} from '../../src/audit/tile.ts'
import { verifyConsistency } from '../../src/audit/consistency.ts'
import {
  append,
  consistencyProof,
  emptyRange,
  emptyRoot,
  inclusionProof,
  rangeAt,
  rootOf,
  verifyInclusion,
} from '../../src/audit/tree.ts'
import { entryOf, hex, leavesOf } from './trees.ts'

const leaves = leavesOf(70_000)
const largestRange = append(emptyRange, leaves)

/** All files of hashes of a log that was built at once. */
const fromScratch = (size: number): Map<string, Uint8Array> => {
  const { full, partial } = grow(emptyEdge, leaves.slice(0, size))
  return filesOf([...full, ...partial])
}
const filesOf = (files: readonly LogFile[]): Map<string, Uint8Array> =>
  new Map(files.map(({ path, bytes }) => [path, bytes]))
const readFrom =
  (files: ReadonlyMap<string, Uint8Array>) =>
  (tile: Parameters<typeof tilePath>[0]): Uint8Array =>
    files.get(tilePath(tile)) ?? new Uint8Array()

/** Batches that grow a log to at most 70,000 entries, most of them small. */
const batches = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 300, max: 6_800 }) },
    { weight: 1, arbitrary: fc.constantFrom(255, 256, 257, 65_536 / 8) },
  ),
  { maxLength: 8 },
)

describe('tiles of the log', () => {
  it('have the paths of C2SP tlog-tiles', () => {
    assert.equal(tilePath({ level: 0, index: 0, width: 256 }), 'tile/0/000')
    assert.equal(tilePath({ level: 1, index: 7, width: 17 }), 'tile/1/007.p/17')
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
    assert.equal(tilePath({ level: 2, index: 1_000, width: 1 }), 'tile/2/x001/000.p/1')
    assert.equal(bundlePath(999, 256), 'tile/entries/999')
    assert.equal(bundlePath(273, 112), 'tile/entries/273.p/112')
  })

  it('are for 70,000 entries those that C2SP tlog-tiles names', () => {
    const count = (level: number, full: boolean): number =>
      tilesOf(70_000).filter((tile) => tile.level === level && (tile.width === tileWidth) === full).length
    assert.equal(count(0, true), 273)
    assert.equal(count(1, true), 1)
    assert.deepEqual(partialTiles(70_000).map(tilePath), [
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ])
    assert.equal(logPaths(70_000).length, 273 + 1 + 3 + 274)
    assert.deepEqual(logPaths(256), ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000'])
    assert.deepEqual(logPaths(0), [])
  })

  it('grow in batches of any size to what they are when built at once', () => {
    fc.assert(
      fc.property(batches, (sizes) => {
        let edge: Edge = emptyEdge
        const kept = new Map<string, Uint8Array>()
        let partial: readonly LogFile[] = []
        for (const size of sizes) {
          const growth = grow(edge, leaves.slice(edge.size, edge.size + size))
          for (const { path, bytes } of growth.full) {
            assert.ok(!kept.has(path), `${path} was written twice`)
            kept.set(path, Buffer.from(bytes))
          }
          ;({ edge, partial } = growth)
          assert.equal(hex(rootOfEdge(edge)), hex(rootOf(append(emptyRange, leaves.slice(0, edge.size)))))
        }
        for (const { path, bytes } of partial) kept.set(path, bytes)
        assert.deepEqual(kept, fromScratch(edge.size))
        assert.deepEqual([...kept.keys()].sort(), tilesOf(edge.size).map(tilePath).sort())
        assert.deepEqual(openEdge(edge.size, readFrom(kept)).partial.map(hex), trimmed(edge).map(hex))
      }),
      { numRuns: 40 },
    )
  })

  it('go on after a start from the stored partial tiles', () => {
    for (const size of [0, 1, 255, 256, 257, 65_535, 65_536, 65_700, 69_999]) {
      const files = fromScratch(size)
      const opened = openEdge(size, readFrom(files))
      const { edge } = grow(opened, leaves.slice(size))
      assert.equal(hex(rootOfEdge(edge)), hex(rootOf(largestRange)))
    }
    assert.throws(() => openEdge(3, () => new Uint8Array(64)), /tile\/0\/000.p\/3 has 64 bytes, not 96/)
  })

  it('prove any leaf and any growth of a log of any size up to 70,000', () => {
    const size = fc.integer({ min: 1, max: 70_000 })
    const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
    fc.assert(
      fc.property(size, part, fc.boolean(), (size, at, isKept) => {
        const read = readFrom(fromScratch(size))
        const hashAt = isKept ? keptHashesFromTiles(size, read) : hashesFromTiles(size, read)
        const root = rootOf(append(emptyRange, leaves.slice(0, size)))
        assert.equal(hex(rootOf(rangeAt(size, hashAt))), hex(root))
        const index = Math.floor(at * size)
        const leaf = leaves[index] ?? emptyRoot
        assert.ok(verifyInclusion({ leaf, index, size, root, proof: inclusionProof(index, size, hashAt) }))
        const fromRoot = rootOf(append(emptyRange, leaves.slice(0, index)))
        const proof = consistencyProof(index, size, hashAt)
        assert.ok(verifyConsistency({ from: index, fromRoot, to: size, toRoot: root, proof }))
      }),
      { numRuns: 25 },
    )
  })

  it('give no hash of what lies outside, or from a tile of the wrong width', () => {
    const read = readFrom(fromScratch(300))
    for (const source of [hashesFromTiles, keptHashesFromTiles]) {
      assert.equal(source(300, read)(8, 0).length, 32)
      assert.throws(() => source(300, read)(0, 300), /does not hold the subtree 0\/300 of a tree of 300/)
      assert.throws(() => source(300, read)(9, 0), RangeError)
      assert.throws(() => source(300, read)(6, 4), RangeError)
      assert.throws(() => source(300, () => new Uint8Array(32))(0, 1), RangeError)
    }
  })
})

describe('bundles of entries', () => {
  it('come back as they were written, and from nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), fc.nat(), (entries, at) => {
        const bytes = encodeBundle(entries)
        const read = decodeBundle(bytes, entries.length)
        assert.deepEqual(read.ok && read.entries.map(hex), entries.map(hex))
        const wrong = [Buffer.concat([bytes, Buffer.from([0])])]
        if (bytes.length > 0) wrong.push(Buffer.from(bytes.subarray(0, at % bytes.length)))
        for (const one of wrong) {
          const refused = decodeBundle(one, entries.length)
          assert.equal(refused.ok ? '' : refused.code, 'LOG_TILE_INVALID')
        }
      }),
    )
  })

  it('hold entries of up to 65,535 bytes', () => {
    const longest = new Uint8Array(65_535).fill(1)
    assert.deepEqual(decodeBundle(encodeBundle([longest]), 1), { ok: true, entries: [Buffer.from(longest)] })
    assert.throws(() => encodeBundle([new Uint8Array(65_536)]), RangeError)
  })

  it('grow in batches of any size to what they are when built at once', () => {
    const entries = Array.from({ length: 3_000 }, (_, index) => entryOf(index))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 5 }), (sizes) => {
        const kept = new Map<string, Uint8Array>()
        let partial: LogFile | null = null
        let size = 0
        for (const count of sizes) {
          const held = entries.slice(size - (size % tileWidth), size)
          const growth = growBundles(size, held, entries.slice(size, size + count))
          for (const { path, bytes } of growth.full) kept.set(path, bytes)
          partial = growth.partial
          size += count
        }
        if (partial !== null) kept.set(partial.path, partial.bytes)
        const whole = growBundles(0, [], entries.slice(0, size))
        assert.deepEqual(kept, filesOf(whole.partial === null ? whole.full : [...whole.full, whole.partial]))
      }),
    )
    assert.throws(() => growBundles(3, [], entries), /0 entries do not end a log of 3/)
  })
})

/** The rows of an edge up to the last that holds something. */
function trimmed({ partial }: Edge): readonly Uint8Array[] {
  const last = partial.findLastIndex((bytes) => bytes.length > 0)
  return partial.slice(0, last + 1)
}
