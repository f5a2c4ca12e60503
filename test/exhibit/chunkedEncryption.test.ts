import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable, type Transform } from 'node:stream'
import { inflateSync } from 'node:zlib'
import {
  chunkBytes,
  deriveChunkKeys,
  headerBytes,
  openChunk,
  openHeader,
  openedBytes,
  sealChunk,
  sealedBytes,
  sealedChunkBytes,
} from '../../src/exhibit/chunkedEncryption.ts'
import { DamagedExhibit, opening, sealing } from '../../src/exhibit/chunkStreams.ts'
import { requireTool } from '../support/outsideTool.ts'

interface Vector {
  readonly tcId: number
  readonly comment: string
  readonly key: string
  readonly ctx: string
  readonly ct: string
  readonly aeadKey?: string
  readonly baseNonce?: string
  readonly msgLength?: number
  readonly msgSha512?: string
  readonly result: 'valid' | 'invalid'
  readonly flags: readonly string[]
}

const file = resolve(
  import.meta.dirname,
  '../../../shared/vectors/wycheproof/c2sp_chunked_encryption_aes_256_gcm_test.json',
)

/** What came through before the end, and the refusal with which it ended. */
async function through(
  stream: Transform,
  bytes: Uint8Array,
  pieceBytes: number,
): Promise<{ readonly given: Buffer; readonly code: string | null }> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes)
      yield Buffer.from(bytes.subarray(at, at + pieceBytes))
  }
  const given: Buffer[] = []
  const source = Readable.from(pieces())
  try {
    for await (const piece of source.pipe(stream)) given.push(piece as Buffer)
    return { given: Buffer.concat(given), code: null }
  } catch (reason) {
    if (!(reason instanceof DamagedExhibit)) throw reason
    return { given: Buffer.concat(given), code: reason.refusal.code }
  }
}

const fileKey = randomBytes(32)
const context = Buffer.from('a record\0E1')
const sealed = async (bytes: Uint8Array) =>
  (await through(sealing({ fileKey, context }, randomBytes(24)), bytes, 10_000)).given
const opened = async (bytes: Uint8Array, order = { fileKey, context }) =>
  await through(opening(order), bytes, 50_000)

describe('the encryption of files in chunks', () => {
  it('takes every valid vector of Wycheproof and refuses every invalid one, giving no more than what holds', async function () {
    requireTool(this, existsSync(file), 'the public test vectors beside the checkout (../shared/vectors)')
    const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly testGroups: readonly { readonly tests: readonly Vector[] }[]
    }
    const vectors = testGroups.flatMap(({ tests }) => tests)
    assert.equal(vectors.length, 35)
    for (const { tcId, comment, ct, key, ctx, result, msgLength = 0, msgSha512, ...vector } of vectors) {
      const bytes = inflateSync(Buffer.from(ct, 'hex'))
      const order = { fileKey: Buffer.from(key, 'hex'), context: Buffer.from(ctx, 'hex') }
      for (const pieceBytes of [100_000, bytes.length < 100_000 ? 7 : 16_400]) {
        const { given, code } = await through(opening(order), bytes, pieceBytes)
        assert.equal(code === null, result === 'valid', `${tcId} ${comment}: ${code ?? 'taken'}`)
        if (code === null) {
          assert.equal(given.length, msgLength)
          assert.equal(hash('sha512', given), msgSha512)
          assert.equal(openedBytes(bytes.length), msgLength)
          assert.equal(sealedBytes(msgLength), bytes.length)
        } else {
          assert.ok(given.length <= msgLength, `${tcId} ${comment} gave more than what holds`)
          if (vector.flags.includes('HeaderFailure')) assert.notEqual(code, 'EXHIBIT_DAMAGED', comment)
        }
      }
      if (vector.aeadKey === undefined) continue
      const header = openHeader(order.fileKey, bytes.subarray(0, headerBytes), order.context)
      assert.ok(header.ok)
      assert.equal(header.keys.key.toString('hex'), vector.aeadKey)
      assert.equal(header.keys.baseNonce.toString('hex'), vector.baseNonce)
    }
  })

  it('gives back files of every length around the edges of a chunk', async () => {
    for (const length of [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 200_001]) {
      const bytes = randomBytes(length)
      const box = await sealed(bytes)
      assert.equal(box.length, sealedBytes(length))
      assert.equal(openedBytes(box.length), length)
      const { given, code } = await opened(box)
      assert.equal(code, null)
      assert.ok(given.equals(bytes))
    }
    for (const impossible of [0, headerBytes, headerBytes + 15, headerBytes + sealedChunkBytes])
      assert.equal(openedBytes(impossible), null)
  })

  it('opens any chunk alone, and none in the place of another', async () => {
    const bytes = randomBytes(5 * chunkBytes + 10)
    const box = await sealed(bytes)
    const header = openHeader(fileKey, box.subarray(0, headerBytes), context)
    assert.ok(header.ok)
    const chunkAt = (number: number) =>
      box.subarray(headerBytes + number * sealedChunkBytes, headerBytes + (number + 1) * sealedChunkBytes)
    for (const number of [4, 0, 5, 2])
      assert.ok(
        openChunk(header.keys, number, chunkAt(number))?.equals(
          bytes.subarray(number * chunkBytes, (number + 1) * chunkBytes),
        ),
      )
    assert.equal(openChunk(header.keys, 1, chunkAt(2)), null)
    assert.equal(openChunk(header.keys, 0, Buffer.alloc(3)), null)
  })

  it('counts chunks beyond those that 32 bits can number, and no further than the format', () => {
    const keys = deriveChunkKeys(fileKey, randomBytes(24), context)
    const seal = (number: number) => Buffer.concat(sealChunk(keys, number, Buffer.from('chunk')))
    const far = 2 ** 32 + 7
    assert.ok(openChunk(keys, far, seal(far))?.equals(Buffer.from('chunk')))
    assert.equal(openChunk(keys, 7, seal(far)), null)
    assert.throws(() => seal(2 ** 40), RangeError)
  })

  it('attack 38: tells what is cut off, changed, swapped, added, or of another key or place', async () => {
    const bytes = randomBytes(3 * chunkBytes + 100)
    const box = await sealed(bytes)
    const edge = (number: number) => headerBytes + number * sealedChunkBytes
    const swapped = Buffer.concat([
      box.subarray(0, edge(0)),
      box.subarray(edge(1), edge(2)),
      box.subarray(edge(0), edge(1)),
      box.subarray(edge(2)),
    ])
    const flipped = Buffer.from(box)
    flipped[edge(2) + 5] = (flipped[edge(2) + 5] ?? 0) ^ 1
    const cases = [
      { what: 'nothing', bytes: Buffer.alloc(0), code: 'EXHIBIT_TRUNCATED', kept: 0 },
      { what: 'half a header', bytes: box.subarray(0, 30), code: 'EXHIBIT_TRUNCATED', kept: 0 },
      { what: 'a cut between chunks', bytes: box.subarray(0, edge(2)), code: 'EXHIBIT_TRUNCATED', kept: 2 },
      { what: 'a cut in a chunk', bytes: box.subarray(0, edge(2) + 90), code: 'EXHIBIT_DAMAGED', kept: 2 },
      { what: 'swapped chunks', bytes: swapped, code: 'EXHIBIT_DAMAGED', kept: 0 },
      { what: 'a flipped bit', bytes: flipped, code: 'EXHIBIT_DAMAGED', kept: 2 },
      { what: 'more behind', bytes: Buffer.concat([box, randomBytes(9)]), code: 'EXHIBIT_DAMAGED', kept: 3 },
    ]
    for (const { what, bytes: damaged, code, kept } of cases) {
      const found = await opened(damaged)
      assert.equal(found.code, code, what)
      assert.ok(found.given.length <= kept * chunkBytes, what)
      assert.ok(bytes.subarray(0, found.given.length).equals(found.given), what)
    }
    for (const order of [
      { fileKey: randomBytes(32), context },
      { fileKey, context: Buffer.from('a record\0E2') },
      { fileKey: fileKey.subarray(1), context },
    ]) {
      const { given, code } = await opened(box, order)
      assert.deepEqual([given.length, code], [0, 'EXHIBIT_KEY_WRONG'])
    }
  })
})
