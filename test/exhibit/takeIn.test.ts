import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { opening } from '../../src/exhibit/chunkStreams.ts'
import { sealedBytes } from '../../src/exhibit/chunkedEncryption.ts'
import { exhibitContext } from '../../src/exhibit/context.ts'
import { type TakingIn, sealWhole, takeIn, wholeFile } from '../../src/exhibit/takeIn.ts'

const of = (algorithm: string, bytes: Uint8Array): Buffer => createHash(algorithm).update(bytes).digest()

describe('taking in a file', () => {
  const keys = (): TakingIn => ({
    fileKey: randomBytes(32),
    context: exhibitContext('VN', crypto.randomUUID()),
    salt: randomBytes(24),
  })
  const piecesOf = (bytes: Buffer, length: number): Readable =>
    Readable.from(
      Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
        bytes.subarray(index * length, (index + 1) * length),
      ),
    )

  it('tells size, hashes and beginning of a file, and gives what opens to it, however it comes', async () => {
    for (const length of [0, 1, 4095, 4096, 4097, 16_384, 100_000]) {
      for (const piece of [1000, 1 << 20]) {
        const file = randomBytes(length)
        const sealing = keys()
        const written: Uint8Array[] = []
        const taken = await takeIn(piecesOf(file, piece), sealing, async (sealed) => {
          written.push(Buffer.from(sealed))
          await Promise.resolve()
        })
        const sealed = Buffer.concat(written)
        assert.deepEqual(taken, {
          ok: true,
          bytes: length,
          sha256: of('sha256', file),
          sha512: of('sha512', file),
          head: file.subarray(0, 4096),
          sealed: { bytes: sealedBytes(length), sha256: of('sha256', sealed) },
        })
        assert.deepEqual(await buffer(Readable.from([sealed]).pipe(opening(sealing))), file)
      }
    }
  })

  it('tells the same of a file that lies in memory, and seals it to the same bytes', async () => {
    for (const length of [0, 1, 4097, 16_383, 16_384, 16_385, 32_768, 100_000]) {
      const file = randomBytes(length)
      const sealing = keys()
      const written: Uint8Array[] = []
      const taken = await takeIn(piecesOf(file, 1000), sealing, async (sealed) => {
        written.push(Buffer.from(sealed))
        await Promise.resolve()
      })
      const { sealedForm, ...told } = sealWhole(wholeFile(file), sealing)
      assert.deepEqual({ ok: true, ...told }, taken)
      assert.deepEqual(sealedForm, Buffer.concat(written))
    }
  })

  it('hands over the next piece only when the one before was written', async () => {
    let writing = 0
    let read = 0
    const source = async function* () {
      for (let count = 0; count < 200; count += 1) {
        read += 1
        yield randomBytes(65_536)
        await Promise.resolve()
      }
    }
    const lead: number[] = []
    let written = 0
    await takeIn(source(), keys(), async () => {
      writing += 1
      assert.equal(writing, 1)
      await new Promise((done) => setTimeout(done, 1))
      written += 1
      lead.push(read - written)
      writing -= 1
    })
    assert.ok(Math.max(...lead) < 20, `${Math.max(...lead)} pieces ahead`)
  })

  it('refuses a file that has no end in sight', async () => {
    const taken = await takeIn(piecesOf(randomBytes(50_001), 10_000), { ...keys(), bytesMax: 50_000 }, () =>
      Promise.resolve(),
    )
    assert.equal(taken.ok ? '' : taken.code, 'EXHIBIT_TOO_LARGE')
    const fits = await takeIn(piecesOf(randomBytes(50_000), 10_000), { ...keys(), bytesMax: 50_000 }, () =>
      Promise.resolve(),
    )
    assert.ok(fits.ok)
  })

  it('ends as the source or the writer ends', async () => {
    const source = async function* () {
      yield randomBytes(10)
      await Promise.resolve()
      throw new Error('the disk is gone')
    }
    await assert.rejects(
      takeIn(source(), keys(), () => Promise.resolve()),
      /the disk is gone/,
    )
    const full = () => Promise.reject(new Error('the disk is full'))
    await assert.rejects(takeIn(piecesOf(randomBytes(100_000), 1000), keys(), full), /the disk is full/)
  })

  it('binds a sealed file to its State and its deposit', () => {
    assert.deepEqual(
      exhibitContext('VN', '0b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e'),
      Buffer.from('rogatory-exhibit/v1\x00VN\x000b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e', 'latin1'),
    )
  })
})
