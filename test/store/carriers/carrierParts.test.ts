import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FileInParts, type ReadPieces, writeInParts } from '../../../src/store/carriers/carrierParts.ts'
import { whileReadingFails } from '../../support/failingDisk.ts'

describe('a sealed file in parts on a carrier', () => {
  const content = randomBytes(250_000)
  const sha256 = createHash('sha256').update(content).digest('hex')
  let file: FileInParts
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-parts-'))
    file = { folder, sha256, bytes: content.length, partBytes: 100_000 }
  })
  afterEach(() => rm(file.folder, { recursive: true }))

  /** Where its parts begin that were asked for from where it is kept. */
  const asked: number[] = []
  const pieces: ReadPieces = ({ start, end }) => {
    asked.push(start)
    return Promise.resolve(
      (async function* () {
        for (let at = start; at <= end; at += 10_000)
          yield content.subarray(at, Math.min(at + 10_000, end + 1))
        await Promise.resolve()
      })(),
    )
  }
  const written = async (): Promise<boolean> => {
    asked.length = 0
    return await writeInParts(file, pieces)
  }
  const part = (number: number): string =>
    join(file.folder, 'exhibits', sha256.slice(0, 2), `${sha256}.00${number}`)
  const whole = async (): Promise<Buffer> =>
    Buffer.concat(await Promise.all([1, 2, 3].map((one) => readFile(part(one)))))

  it('is gone on with, and what is there is read and not written', async () => {
    assert.equal(await written(), true)
    await rm(part(2))
    assert.equal(await written(), true)
    assert.deepEqual(asked, [100_000])
    assert.ok(content.equals(await whole()))
  })

  it('is written anew where the disk does not give a part back any more, and the others stay', async () => {
    assert.equal(await written(), true)
    await whileReadingFails(
      (path) => path === part(2),
      async () => {
        assert.equal(await written(), true)
        assert.deepEqual(asked, [100_000])
      },
    )
    assert.ok(content.equals(await whole()))
    assert.deepEqual((await readdir(join(file.folder, 'exhibits', sha256.slice(0, 2)))).length, 3)
  })

  it('is written anew as well where a part has become another', async () => {
    assert.equal(await written(), true)
    await writeFile(part(3), randomBytes(50_000))
    assert.equal(await written(), true)
    assert.ok(content.equals(await whole()))
  })
})
