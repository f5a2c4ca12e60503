import assert from 'node:assert/strict'
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chunkReading } from '../../../src/store/exhibits/chunkReading.ts'
import { openDirect } from '../../../src/store/exhibits/directFile.ts'
import { throughHashes } from '../../../src/store/exhibits/throughHashes.ts'
import { writePieces } from '../../../src/store/exhibits/writePieces.ts'
import { chunkPosition, chunksIn } from '../../../src/exhibit/segments.ts'
import { deriveChunkKeys, headerOf, sealChunk, sealedBytes } from '../../../src/exhibit/chunkedEncryption.ts'

describe('pieces that are written to a file', () => {
  let folder: string
  let handle: FileHandle
  let direct: FileHandle | null
  const path = (): string => join(folder, 'file')
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-pieces-'))
    handle = await open(path(), 'wx+')
    direct = await openDirect(path())
  })
  afterEach(async () => {
    await direct?.close()
    await handle.close()
    await rm(folder, { recursive: true })
  })

  it('lie where they belong, wherever they begin and end, with several written at a time', async () => {
    const all = randomBytes(6_000_000)
    const cuts = [0, 1, 5_000, 200_000, 1_500_001, 1_500_002, 4_096 * 500, 5_000_000, all.length]
    await Promise.all(
      cuts.slice(1).map(async (end, at) => {
        const start = cuts[at] ?? 0
        await writePieces(
          { file: handle.fd, direct: direct?.fd ?? null },
          start,
          inPieces(all.subarray(start, end)),
        )
      }),
    )
    assert.ok((await readFile(path())).equals(all))
  })

  it('are written past the memory of the system where its disk lets them', async function () {
    if (direct === null) this.skip()
    const all = randomBytes(2 ** 20)
    await writePieces({ file: handle.fd, direct: direct.fd }, 0, inPieces(all))
    assert.ok((await readFile(path())).equals(all))
    const flags =
      /^flags:\s+(\d+)$/m.exec(await readFile(`/proc/self/fdinfo/${direct.fd}`, 'utf8'))?.[1] ?? ''
    assert.notEqual(Number.parseInt(flags, 8) & constants.O_DIRECT, 0)
  })

  it('go as usual where the disk does not take them directly', async () => {
    const all = randomBytes(2 ** 20 + 11)
    // What is written there must be a small number; all else is invalid.
    const refusing = await open('/proc/self/oom_score_adj', 'r+')
    try {
      await writePieces({ file: handle.fd, direct: refusing.fd }, 0, inPieces(all))
      assert.ok((await readFile(path())).equals(all))
    } finally {
      await refusing.close()
    }
  })

  it('are not called written where the disk has failed', async () => {
    const full = await open('/dev/full', 'r+')
    try {
      for (const bytes of [100, 2 ** 20])
        await assert.rejects(
          writePieces({ file: full.fd, direct: full.fd }, 0, [randomBytes(bytes)]),
          { code: 'ENOSPC' },
          `${bytes} bytes`,
        )
    } finally {
      await full.close()
    }
  })

  it('are read as chunks in the same way, directly and as usual, and holes among them are found', async () => {
    const clear = randomBytes(5 * 2 ** 20 + 77)
    const keys = deriveChunkKeys(randomBytes(32), randomBytes(24), Buffer.from('context'))
    const header = headerOf(randomBytes(24), keys)
    const chunks = chunksIn(sealedBytes(clear.length)) ?? 0
    const sealed = Buffer.concat([
      header,
      ...Array.from({ length: chunks }, (_, number) =>
        sealChunk(keys, number, clear.subarray(number * 16_384, (number + 1) * 16_384)),
      ).flat(),
    ])
    assert.equal(sealed.length, sealedBytes(clear.length))
    const hole = { first: 100, end: 103 }
    await writePieces({ file: handle.fd, direct: direct?.fd ?? null }, 0, [
      sealed.subarray(0, chunkPosition(hole.first)),
    ])
    await writePieces({ file: handle.fd, direct: direct?.fd ?? null }, chunkPosition(hole.end), [
      sealed.subarray(chunkPosition(hole.end)),
    ])
    for (const descriptor of [null, direct?.fd ?? null]) {
      const file = { file: handle.fd, direct: descriptor }
      const reading = chunkReading(file, { keys, bytes: sealed.length }, throughHashes(header, false))
      assert.deepEqual(await reading.look({ first: 0, end: chunks }), [{ ...hole, begunBytes: 0 }])
      assert.deepEqual(await reading.take({ first: 0, end: 256 }), [{ ...hole, begunBytes: 0 }])
      assert.equal((await reading.through()).bytes, hole.first * 16_384)
    }
    // Whoever wrote there died in the middle of a chunk, before a byte that is not zero.
    let begunBytes = 1_000
    while (sealed[chunkPosition(hole.first) + begunBytes - 1] === 0) begunBytes += 1
    const isThere = chunkPosition(hole.first) + begunBytes
    await writePieces({ file: handle.fd, direct: null }, chunkPosition(hole.first), [
      sealed.subarray(chunkPosition(hole.first), isThere),
    ])
    const file = { file: handle.fd, direct: direct?.fd ?? null }
    const reading = chunkReading(file, { keys, bytes: sealed.length }, throughHashes(header, true))
    assert.deepEqual(await reading.look({ first: 0, end: chunks }), [{ ...hole, begunBytes }])
    await writePieces(file, isThere, [sealed.subarray(isThere, chunkPosition(hole.end))])
    assert.deepEqual(await reading.take({ first: 0, end: chunks }), [])
    const { bytes, sha512 } = await reading.through()
    assert.deepEqual([bytes, sha512], [clear.length, createHash('sha512').update(clear).digest('hex')])
    // Bytes that are there to the end of a chunk and do not open are no beginning of it.
    const noise = randomBytes(chunkPosition(6) - chunkPosition(5))
    // Of one that ends with a zero nobody could tell that it is there to the end.
    noise[noise.length - 1] = 1
    await writePieces(file, chunkPosition(5), [noise])
    assert.deepEqual(await reading.look({ first: 0, end: 256 }), [{ first: 5, end: 6, begunBytes: 0 }])
  })
})

/** The bytes in pieces of any length. */
function inPieces(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = randomInt(1, 100_000)
    pieces.push(bytes.subarray(at, at + length))
    at += length
  }
  return pieces
}
