import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deriveChunkKeys, headerOf, sealChunk } from '../../../src/exhibit/chunkedEncryption.ts'
import { chunkPosition, chunksIn, segmentsOf } from '../../../src/exhibit/segments.ts'
import { fileThread } from '../../../src/packageFolder.ts'
import { openDirect } from '../../../src/store/exhibits/directFile.ts'
import { workOnFile } from '../../../src/store/exhibits/fileWork.ts'
import { giveBack } from '../../../src/store/exhibits/giveBack.ts'

const mebibyte = 1024 * 1024

describe('work on a sealed file that comes in', () => {
  let folder: string
  let handle: FileHandle
  let direct: FileHandle | null
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-work-'))
    handle = await open(join(folder, 'file'), 'wx+')
    direct = await openDirect(join(folder, 'file'))
  })
  afterEach(async () => {
    await direct?.close()
    await handle.close()
    await rm(folder, { recursive: true })
  })

  for (const { where, bytes } of [
    { where: 'here', bytes: mebibyte / 2 },
    { where: 'in a thread', bytes: 3 * mebibyte },
    { where: 'in a thread with another beside it that hashes', bytes: 20 * mebibyte + 4_321 },
  ])
    for (const hasSecondHash of [true, false])
      it(`${where} gives the hashes of all of it, ${hasSecondHash ? 'both of them' : 'one'}, whatever lacked and came later`, async () => {
        const { clear, sealed, header, keys } = sealedFile(bytes)
        const open = { file: handle.fd, direct: direct?.fd ?? null }
        const work = workOnFile(open, fileThread, { header, keys, bytes: sealed.length, hasSecondHash })
        try {
          const chunks = chunksIn(sealed.length) ?? 0
          const hole = { first: 7, end: 9 }
          const write = async (start: number, end: number): Promise<void> =>
            await work.write(start, inPieces(sealed.subarray(start, end)))
          await write(0, chunkPosition(hole.first))
          await write(chunkPosition(hole.end), sealed.length)
          const [segment] = segmentsOf(chunks)
          assert.ok(segment)
          assert.deepEqual(await work.take(segment), [{ ...hole, begunBytes: 0 }])
          await write(chunkPosition(hole.first), chunkPosition(hole.end))
          for (const one of segmentsOf(chunks)) assert.deepEqual(await work.take(one), [])
          assert.deepEqual(await work.through(), {
            bytes,
            sha256: hashed('sha256', clear),
            sha512: hasSecondHash ? hashed('sha512', clear) : null,
            sealedSha256: hashed('sha256', sealed),
          })
        } finally {
          await work.close()
        }
        // Whoever asks a thread that has ended is told, and does not wait for ever.
        if (bytes > mebibyte) await assert.rejects(work.through(), /has ended/)
      })
})

describe('memory that is given back', () => {
  it('is gone at once where a piece has it for itself, and stays where others may have it too', () => {
    const own = new Uint8Array(64 * 1024)
    const part = new Uint8Array(64 * 1024).subarray(1)
    const small = Buffer.from('in the pool')
    giveBack([own, part, small])
    assert.deepEqual([own.length, part.length, small.toString()], [0, 64 * 1024 - 1, 'in the pool'])
  })
})

function sealedFile(bytes: number) {
  const clear = randomBytes(bytes)
  const keys = deriveChunkKeys(randomBytes(32), randomBytes(24), Buffer.from('context'))
  const header = headerOf(randomBytes(24), keys)
  const chunks = Array.from({ length: Math.floor(bytes / 16_384) + 1 }, (_, number) =>
    sealChunk(keys, number, clear.subarray(number * 16_384, (number + 1) * 16_384)),
  )
  return { clear, keys, header, sealed: Buffer.concat([header, ...chunks.flat()]) }
}

/** As they come from a line: most of them as much as it gives at once, some of them small. */
function inPieces(bytes: Buffer): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = pieces.length % 5 === 4 ? 1_000 : 64 * 1024
    pieces.push(new Uint8Array(bytes.subarray(at, at + length)))
    at += length
  }
  return pieces
}

function hashed(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}
