import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileThread } from '../../../src/packageFolder.ts'
import { bucketAt } from '../../../src/store/exhibits/bucket/bucket.ts'
import { type BucketPlace, bucketLimits } from '../../../src/store/exhibits/bucket/bucketPlace.ts'
import { exhibitKey, openExhibitBucket } from '../../../src/store/exhibits/bucket/exhibitBucket.ts'
import { openExhibitFolder } from '../../../src/store/exhibits/exhibitFolder.ts'
import type { ExhibitStore, FileAside } from '../../../src/store/exhibits/exhibitStore.ts'
import { type BucketServer, requireBucketServer, startBucketServer } from '../../support/bucketServer.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const mebibyte = 1024 * 1024

async function asideIn(exhibits: ExhibitStore, before: Date): Promise<FileAside[]> {
  const all: FileAside[] = []
  for await (const some of exhibits.asideBefore(before)) all.push(...some)
  return all
}

/** A place of sealed files, and what a test does to it beside the program. */
interface Tried {
  readonly exhibits: ExhibitStore
  /** Names of what is kept or set aside, without their folders. */
  readonly names: () => Promise<string[]>
  readonly damage: (sha256: string, bytes: Buffer) => Promise<void>
}

async function inFolder(folder: string): Promise<Tried> {
  return {
    exhibits: await openExhibitFolder(folder, fileThread),
    async names() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    },
    damage: (name, bytes) => writeFile(join(folder, name.slice(0, 2), name), bytes),
  }
}

async function inBucket(server: BucketServer, place: BucketPlace, spool: string): Promise<Tried> {
  const limits = { ...bucketLimits, partBytes: 5 * mebibyte, copyBytes: 6 * mebibyte, listMax: 2 }
  const bucket = bucketAt(place, () => Promise.resolve(server.credentials), limits)
  const { prefix } = place
  return {
    exhibits: await openExhibitBucket({ bucket, prefix, spool, thread: fileThread, limits }),
    async names() {
      const { Contents = [] } = await server.s3.listObjectsV2({ Bucket: place.bucket })
      const inSpool = await readdir(spool, { recursive: true, withFileTypes: true })
      return [
        ...Contents.map(({ Key = '' }) => Key.split('/').at(-1) ?? ''),
        ...inSpool.filter((entry) => entry.isFile()).map(({ name }) => name),
      ]
    },
    async damage(name, Body) {
      await server.s3.putObject({ Bucket: place.bucket, Key: exhibitKey(prefix, name), Body })
    },
  }
}

for (const kind of ['folder', 'bucket'] as const)
  describe(`sealed files in a ${kind}`, () => {
    let server: BucketServer | null = null
    let folder: string
    let tried: Tried
    let exhibits: ExhibitStore
    before(async function () {
      if (kind === 'folder') return
      requireBucketServer(this)
      server = await startBucketServer()
    })
    after(() => server?.stop())
    beforeEach(async () => {
      folder = join(await mkdtemp(join(tmpdir(), 'rogatory-exhibits-')), 'exhibits')
      tried =
        server === null
          ? await inFolder(folder)
          : await inBucket(server, await server.newBucket('state/vn/'), folder)
      exhibits = tried.exhibits
    })
    afterEach(async () => {
      exhibits.close()
      await rm(join(folder, '..'), { recursive: true })
    })

    const kept = async (bytes: Buffer): Promise<string> => {
      const file = await exhibits.begin()
      for (let at = 0; at < bytes.length; at += 100_000) await file.write(bytes.subarray(at, at + 100_000))
      await file.keep(sha256(bytes))
      return sha256(bytes)
    }
    const read = async (name: string, range?: { start: number; end: number }): Promise<Buffer> => {
      const stream = await exhibits.read(name, range)
      assert.ok(stream !== null)
      return await buffer(stream)
    }

    it('give back what was kept, whole or in part', async () => {
      const bytes = randomBytes(100_000)
      const name = await kept(bytes)
      assert.deepEqual(await read(name), bytes)
      assert.deepEqual(await read(name, { start: 5, end: 50_004 }), bytes.subarray(5, 50_005))
      assert.deepEqual(await read(name, { start: 99_000, end: 200_000 }), bytes.subarray(99_000))
      const found: Buffer[] = []
      for await (const piece of (await exhibits.pieces(name, { start: 1, end: 99_998 })) ?? [])
        found.push(Buffer.from(piece))
      assert.deepEqual(Buffer.concat(found), bytes.subarray(1, 99_999))
      assert.equal(await exhibits.sizeOf(name), 100_000)
      assert.deepEqual(await tried.names(), [name])
    })

    it('are kept several at once where they are small, and read at once', async () => {
      const files = Array.from({ length: 40 }, (_none, place) => randomBytes(100 + place)).map((bytes) => {
        return { sha256: sha256(bytes), bytes }
      })
      assert.deepEqual(
        await exhibits.keepSmall(files),
        files.map(() => null),
      )
      for (const file of files) assert.deepEqual(await exhibits.small(file.sha256, 200), file.bytes)
      assert.deepEqual((await tried.names()).sort(), files.map((file) => file.sha256).sort())
      const [first] = files
      assert.equal(await exhibits.small(first?.sha256 ?? '', 99), null, 'it has more bytes')
      assert.equal(await exhibits.small('0'.repeat(64), 200), null, 'it is not there')
      assert.deepEqual(await exhibits.keepSmall(files.slice(0, 1)), [null], 'it is kept once more')
      assert.deepEqual(await exhibits.keepSmall([]), [])
      await exhibits.settle(first?.sha256 ?? '')
    })

    it('may be large', async () => {
      const bytes = randomBytes(23 * mebibyte + 17)
      const name = await kept(bytes)
      assert.ok((await read(name)).equals(bytes))
      const across = { start: 10 * mebibyte - 3, end: 10 * mebibyte + 3 }
      assert.deepEqual(await read(name, across), bytes.subarray(across.start, across.end + 1))
      assert.equal(await exhibits.sizeOf(name), bytes.length)
    })

    it('keep the same bytes once, and a file again that has decayed', async () => {
      const bytes = randomBytes(20_000)
      const name = await kept(bytes)
      await tried.damage(name, Buffer.from('decayed'))
      assert.equal(await kept(bytes), name)
      assert.deepEqual(await tried.names(), [name])
      assert.equal(await exhibits.sizeOf(name), 20_000)
    })

    it('say of what is not there that it is not there, and take names only that are digests', async () => {
      const none = '0'.repeat(64)
      assert.equal(await exhibits.read(none), null)
      assert.equal(await exhibits.pieces(none, { start: 0, end: 1 }), null)
      assert.equal(await exhibits.sizeOf(none), null)
      await exhibits.remove(none)
      await exhibits.setAside(none, new Date(1000))
      for (const name of ['../../identity/roles.json', none.slice(1), none.replace('0', 'A'), `${none}/..`])
        await assert.rejects(async () => await exhibits.read(name), RangeError)
    })

    it('are removed, and nothing is left of one that was dropped', async () => {
      const name = await kept(randomBytes(10))
      await exhibits.remove(name)
      const file = await exhibits.begin()
      await file.write(randomBytes(10))
      await file.drop()
      assert.deepEqual(await tried.names(), [])
    })

    it('are set aside where nobody reads them, whatever their size', async () => {
      for (const size of [10, 13 * mebibyte]) {
        const name = await kept(randomBytes(size))
        await exhibits.setAside(name, new Date(1000))
        assert.equal(await exhibits.read(name), null)
        assert.ok((await tried.names()).includes(`${name}.1000`))
        const young: string[] = []
        for await (const names of exhibits.keptBefore(new Date(Date.now() + 60_000))) young.push(...names)
        assert.deepEqual(young, [], 'what is set aside is not swept with the others')
        const aside = { sha256: name, at: new Date(1000) }
        assert.deepEqual(await asideIn(exhibits, new Date(1000)), [])
        assert.ok((await asideIn(exhibits, new Date(1001))).some(({ sha256 }) => sha256 === name))
        await exhibits.dropAside(aside)
        await exhibits.dropAside(aside)
        assert.ok(!(await asideIn(exhibits, new Date())).some(({ sha256 }) => sha256 === name))
      }
    })

    it('are named from when they were kept', async () => {
      const names = await Promise.all([1, 2, 3].map(() => kept(randomBytes(10))))
      const found = async (instant: Date): Promise<string[]> => {
        const all: string[] = []
        for await (const some of exhibits.keptBefore(instant)) all.push(...some)
        return all.sort()
      }
      assert.deepEqual(await found(new Date(Date.now() + 60_000)), [...names].sort())
      assert.deepEqual(await found(new Date(Date.now() - 60_000)), [])
    })

    it('come in pieces in any order, are taken up again, and are kept when they are whole', async () => {
      const bytes = randomBytes(6 * mebibyte)
      const deposit = randomUUID()
      const first = await exhibits.partial(deposit)
      await first.write(4 * mebibyte, [bytes.subarray(4 * mebibyte)])
      await first.close()
      assert.ok((await exhibits.partialBytes(deposit)) > 0)
      assert.equal(await exhibits.sizeOf(sha256(bytes)), null)
      const second = await exhibits.partial(deposit)
      assert.equal(second.sizeAtOpening, bytes.length)
      await second.write(0, [bytes.subarray(0, 4 * mebibyte)])
      await second.keep(sha256(bytes))
      assert.ok((await read(sha256(bytes))).equals(bytes))
      assert.equal(await exhibits.partialBytes(deposit), 0)
      assert.deepEqual(await tried.names(), [sha256(bytes)])
    })

    it('are open to nobody else on this machine, and leave nothing that a dead process wrote a day ago', async () => {
      const file = await exhibits.begin()
      const incoming = join(folder, 'incoming')
      const [draft = ''] = await readdir(incoming)
      const modes = [folder, incoming, join(incoming, draft)].map(
        async (path) => (await stat(path)).mode & 0o777,
      )
      assert.deepEqual(await Promise.all(modes), [0o700, 0o700, 0o600])
      const long = new Date(Date.now() - 25 * 3_600_000)
      // Also one whose process had an id that another one has now, as in a container.
      for (const name of [randomUUID(), `${process.pid}.${randomUUID()}`, `1.${randomUUID()}`]) {
        await writeFile(join(incoming, name), 'x')
        await utimes(join(incoming, name), long, long)
      }
      await exhibits.sweepLeftovers(new Date())
      assert.deepEqual(await readdir(incoming), [draft])
      await file.drop()
    })

    it('can be looked for, and have room on this machine', async () => {
      await exhibits.look()
      assert.ok((await exhibits.freeBytes()) > 0)
    })
  })
