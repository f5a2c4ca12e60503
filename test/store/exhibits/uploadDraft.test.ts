import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import {
  type FileHandle,
  mkdtemp,
  open as openFile,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  chunkBytes,
  headerBytes,
  saltBytes,
  sealedChunkBytes,
} from '../../../src/exhibit/chunkedEncryption.ts'
import { DamagedExhibit } from '../../../src/exhibit/chunkStreams.ts'
import { uploadContext } from '../../../src/exhibit/context.ts'
import {
  type UploadDraft,
  type UploadDrafts,
  uploadDraftsIn,
} from '../../../src/store/exhibits/uploadDraft.ts'

const upload = '0b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e'
const fileKey = randomBytes(32)
const writing = {
  partBytesMax: 200_000,
  salt: () => randomBytes(saltBytes),
  onWritten: () => undefined,
  ifAlone: () => undefined,
}

describe('what has come of an upload', () => {
  let folder: string
  let drafts: UploadDrafts
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-uploads-'))
    drafts = uploadDraftsIn(folder)
  })
  afterEach(() => rm(folder, { recursive: true }))

  const open = async (): Promise<UploadDraft> =>
    await drafts.open(upload, { fileKey, contextAt: (start) => uploadContext('VN', upload, start) })
  const place = (name = ''): string => join(folder, 'uploads', upload, name)
  async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length;) {
      const length = randomInt(1, 50_000)
      await Promise.resolve()
      yield bytes.subarray(at, at + length)
      at += length
    }
  }
  const all = async (): Promise<Buffer> => {
    const pieces: Buffer[] = []
    for await (const piece of (await open()).read()) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  /** As a process leaves it that dies while it writes a part. */
  const torn = async (start: number, bytes: number): Promise<string> => {
    await rename(place(`${start}-${bytes}`), place(`${start}.part`))
    return place(`${start}.part`)
  }

  /** While the system cannot bring files to the disk; of folders it says nothing. */
  const withoutSync = async (work: () => Promise<void>): Promise<void> => {
    const handle = await openFile(folder, 'r')
    const methods = Object.getPrototypeOf(handle) as { sync: (this: FileHandle) => Promise<void> }
    await handle.close()
    const { sync } = methods
    methods.sync = async function (this: FileHandle) {
      if ((await this.stat()).isFile()) throw new Error('EIO: no disk')
      await sync.call(this)
    }
    try {
      await work()
    } finally {
      methods.sync = sync
    }
  }

  it('is the same bytes again, however they came, in parts of so many bytes at most', async () => {
    const file = randomBytes(1_000_003)
    for (const [from, until] of [
      [0, 1],
      [1, 16_384],
      [16_384, 16_384],
      [16_384, 500_000],
      [500_000, 1_000_003],
    ] as const) {
      const draft = await open()
      assert.equal(draft.bytes, from)
      assert.equal(await draft.append(inPieces(file.subarray(from, until)), writing), until)
    }
    assert.ok(file.equals(await all()))
    const { bytes, parts } = await open()
    assert.deepEqual([bytes, await drafts.bytes(upload), parts], [file.length, file.length, 8])
    assert.deepEqual(await drafts.list(), [upload])
    await drafts.remove(upload)
    assert.deepEqual([await drafts.list(), await drafts.bytes(upload)], [[], 0])
  })

  it('keeps all that came where the source breaks off', async () => {
    const file = randomBytes(40_000)
    const source = async function* (): AsyncGenerator<Buffer> {
      yield* inPieces(file)
      throw new Error('the line was cut')
    }
    await assert.rejects((await open()).append(source(), writing), /the line was cut/)
    assert.equal((await open()).bytes, file.length)
    assert.ok(file.equals(await all()))
  })

  it('ends with the last whole chunk on the disk where a process died, and goes on under another salt', async () => {
    const file = randomBytes(100_000)
    const saltsSeen = new Set<string>()
    for (const cut of [0, 3, headerBytes, headerBytes + 5, headerBytes + sealedChunkBytes]) {
      await (await open()).append(inPieces(file), writing)
      const path = await torn(0, file.length)
      saltsSeen.add((await readFile(path)).toString('hex', 0, saltBytes))
      await truncate(path, cut)
      const { bytes } = await open()
      assert.equal(bytes, cut === headerBytes + sealedChunkBytes ? chunkBytes : 0, String(cut))
      if (bytes === 0) assert.deepEqual(await readdir(place()), [])
    }
    assert.equal(saltsSeen.size, 5)
    const other = randomBytes(50_000)
    await (await open()).append(inPieces(other), writing)
    assert.ok(Buffer.concat([file.subarray(0, chunkBytes), other]).equals(await all()))
    const parts = await readdir(place())
    const salts = await Promise.all(
      parts.map(async (name) => (await readFile(place(name))).toString('hex', 0, saltBytes)),
    )
    assert.equal(new Set(salts).size, parts.length)
  })

  it('ends before the first chunk that does not open, and believes no zeros of a disk that lost power', async () => {
    const file = randomBytes(100_000)
    await (await open()).append(inPieces(file), writing)
    const path = await torn(0, file.length)
    const sealed = await readFile(path)
    sealed.fill(0, headerBytes + 2 * sealedChunkBytes + 100, headerBytes + 3 * sealedChunkBytes)
    await writeFile(path, sealed)
    assert.equal((await open()).bytes, 2 * chunkBytes)
    assert.ok(file.subarray(0, 2 * chunkBytes).equals(await all()))
  })

  it('is told to be damaged where the disk changed it, or put a part in the place of another', async () => {
    const file = randomBytes(400_000)
    await (await open()).append(inPieces(file), writing)
    const first = place('0-200000')
    const sealed = await readFile(first)
    const { size } = await stat(first)
    for (const at of [0, saltBytes, headerBytes, size - 1]) {
      const flipped = Buffer.from(sealed)
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at)
      await writeFile(first, flipped)
      await assert.rejects(all(), DamagedExhibit)
    }
    await writeFile(first, await readFile(place('200000-200000')))
    await assert.rejects(all(), DamagedExhibit)
    await writeFile(first, sealed.subarray(0, size - 1))
    await assert.rejects(all(), DamagedExhibit)
    await writeFile(first, sealed)
    assert.ok(file.equals(await all()))
  })

  it('goes back to where a part lacks, and to nothing that stands behind it', async () => {
    await (await open()).append(inPieces(randomBytes(500_000)), writing)
    await rm(place('200000-200000'))
    assert.equal((await open()).bytes, 200_000)
    assert.deepEqual(await readdir(place()), ['0-200000'])
  })

  it('has nothing of a part that could not be synced, neither when it was written nor when it was found torn', async () => {
    const file = randomBytes(100_000)
    await withoutSync(async () => {
      await assert.rejects((await open()).append(inPieces(file), writing), /no disk/)
    })
    assert.deepEqual([(await open()).bytes, await readdir(place())], [0, []])
    await (await open()).append(inPieces(file), writing)
    await torn(0, file.length)
    await withoutSync(() => assert.rejects(open(), /no disk/))
    // A second look would find all chunks, in memory alone.
    assert.deepEqual([(await open()).bytes, await readdir(place())], [0, []])
  })

  it('keeps nothing of whoever is not alone at it any more, and nothing that this one has left changes what another has put there', async () => {
    const [late, file] = [randomBytes(90_000), randomBytes(100_000)]
    let isAlone = true
    const ifAlone = (): void => {
      if (!isAlone) throw new Error('another is at it')
    }
    const source = async function* (): AsyncGenerator<Buffer> {
      yield late.subarray(0, 10_000)
      // Another takes it, while this one is paused.
      await (await open()).append(inPieces(file), writing)
      isAlone = false
      throw new Error('the line was cut')
    }
    await assert.rejects((await open()).append(source(), { ...writing, ifAlone }), /another is at it/)
    assert.deepEqual(await readdir(place()), ['0-100000'])
    assert.ok(file.equals(await all()))
    await assert.rejects((await open()).append(inPieces(late), { ...writing, ifAlone }), /another is at it/)
    assert.deepEqual(await readdir(place()), ['0-100000'])
    isAlone = true
    // What it had begun as it died counts for nothing: it stands where something is.
    const draft = await open()
    await draft.append(inPieces(late), writing)
    await rename(place('100000-90000'), place('20000.part'))
    assert.ok(file.equals(await all()))
    assert.deepEqual(await readdir(place()), ['0-100000'])
  })

  it('never names the part of another as long as its own', async () => {
    const [late, file] = [randomBytes(70_000), randomBytes(60_000)]
    const source = async function* (): AsyncGenerator<Buffer> {
      yield late.subarray(0, 10_000)
      // Another takes it, finds no whole chunk, and begins the same part, while this one believes to be alone.
      const cut = async function* (): AsyncGenerator<Buffer> {
        yield file
        await Promise.resolve()
        taken()
        await ended
      }
      const other = (await open()).append(cut(), writing)
      await underWay
      yield late.subarray(10_000)
      others.push(other)
    }
    const others: Promise<number>[] = []
    let taken = (): void => undefined
    const underWay = new Promise<void>((resolve) => (taken = resolve))
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    await assert.rejects((await open()).append(source(), writing), { code: 'ENOENT' })
    end()
    assert.deepEqual(await Promise.all(others), [file.length])
    assert.deepEqual(await readdir(place()), ['0-60000'])
    assert.ok(file.equals(await all()))
  })

  it('is read as it lies, and nothing is made, named anew or taken away for that', async () => {
    const opening = { fileKey, contextAt: (start: number) => uploadContext('VN', upload, start) }
    const lying = async (): Promise<[number, Buffer]> => {
      const found = await drafts.lying(upload, opening)
      const pieces: Buffer[] = []
      for await (const piece of found.read()) pieces.push(piece)
      return [found.bytes, Buffer.concat(pieces)]
    }
    assert.deepEqual([await lying(), await readdir(folder)], [[0, Buffer.alloc(0)], []])
    const file = randomBytes(500_000)
    await (await open()).append(inPieces(file), writing)
    assert.deepEqual(await lying(), [file.length, file])
    await torn(400_000, 100_000)
    assert.deepEqual(await lying(), [400_000, file.subarray(0, 400_000)])
    assert.deepEqual((await readdir(place())).sort(), ['0-200000', '200000-200000', '400000.part'])
    await rm(place('0-200000'))
    assert.deepEqual(await lying(), [0, Buffer.alloc(0)])
    assert.deepEqual((await readdir(place())).sort(), ['200000-200000', '400000.part'])
  })

  it('has no place but by a UUID', async () => {
    for (const name of ['..', '../../etc', upload.toUpperCase(), `${upload}/..`, ''])
      await assert.rejects(drafts.remove(name), RangeError)
  })
})
