import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, open as openFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileThread } from '../../../src/packageFolder.ts'
import { type Bucket, bucketAt } from '../../../src/store/exhibits/bucket/bucket.ts'
import {
  type BucketLimits,
  type BucketPlace,
  bucketLimits,
} from '../../../src/store/exhibits/bucket/bucketPlace.ts'
import { openExhibitBucket } from '../../../src/store/exhibits/bucket/exhibitBucket.ts'
import { putFile } from '../../../src/store/exhibits/bucket/putting.ts'
import { type ExhibitStore, ExhibitStoreUnavailable } from '../../../src/store/exhibits/exhibitStore.ts'
import { smallAtOnceMax } from '../../../src/store/exhibits/smallFiles.ts'
import { type BucketServer, requireBucketServer, startBucketServer } from '../../support/bucketServer.ts'
import { until } from '../../support/world.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const mebibyte = 1024 * 1024
const limits: BucketLimits = {
  ...bucketLimits,
  pausesMs: [20, 40, 80, 160, 320],
  partBytes: 5 * mebibyte,
  atOnceBytes: 10 * mebibyte,
}

describe('a bucket', () => {
  let server: BucketServer
  let place: BucketPlace
  let spool: string
  const opened: ExhibitStore[] = []
  before(async function () {
    requireBucketServer(this)
    server = await startBucketServer()
  })
  after(() => server.stop())
  beforeEach(async () => {
    Object.assign(server.line, {
      up: true,
      isDeaf: false,
      cutAfterBytes: null,
      garbleAfterBytes: null,
      cuts: 0,
    })
    place = await server.newBucket()
    spool = await mkdtemp(join(tmpdir(), 'rogatory-spool-'))
  })
  afterEach(async () => {
    for (const exhibits of opened.splice(0)) exhibits.close()
    await rm(spool, { recursive: true })
  })

  const open = async (at = place, credentials = server.credentials, more = {}): Promise<ExhibitStore> => {
    const all = { ...limits, ...more }
    const bucket = bucketAt(at, () => Promise.resolve(credentials), all)
    const exhibits = await openExhibitBucket({
      bucket,
      prefix: at.prefix,
      spool,
      thread: fileThread,
      limits: all,
    })
    opened.push(exhibits)
    return exhibits
  }
  const keep = async (exhibits: ExhibitStore, bytes: Buffer): Promise<string> => {
    const file = await exhibits.begin()
    await file.write(bytes)
    await file.keep(sha256(bytes))
    return sha256(bytes)
  }
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await server.s3.listObjectsV2({ Bucket: place.bucket })
    return Contents.map(({ Key = '' }) => Key)
  }
  const uploads = async (): Promise<number> => {
    const { Uploads = [] } = await server.s3.listMultipartUploads({ Bucket: place.bucket })
    return Uploads.length
  }
  const isUnavailable = { name: 'Error', code: 'EXHIBIT_STORE_UNAVAILABLE' }

  it('is read on where the line was cut', async () => {
    const exhibits = await open()
    const bytes = randomBytes(12 * mebibyte)
    const name = await keep(exhibits, bytes)
    for (const cutAfterBytes of [1_000_000, 7_000_000]) {
      server.line.cutAfterBytes = cutAfterBytes
      const stream = await exhibits.read(name)
      assert.ok(stream !== null)
      assert.ok((await buffer(stream)).equals(bytes))
    }
    assert.equal(server.line.cuts, 2)
  })

  it('that goes away in the middle and comes back has the file whole, or not at all until then', async () => {
    const exhibits = await open()
    const bytes = randomBytes(22 * mebibyte)
    const file = await exhibits.begin()
    await file.write(bytes)
    const keeping = file.keep(sha256(bytes))
    await until('an upload is under way', async () => (await uploads()) === 1)
    server.line.up = false
    assert.deepEqual(await keys(), [])
    await new Promise((resolve) => setTimeout(resolve, 100))
    server.line.up = true
    await keeping
    const stream = await exhibits.read(sha256(bytes))
    assert.ok(stream !== null && (await buffer(stream)).equals(bytes))
    assert.equal(await uploads(), 0)
  })

  it('that stays away is told as such, and what has come by then is kept when it is back', async () => {
    const exhibits = await open()
    const [bytes, deposit] = [randomBytes(100_000), randomUUID()]
    const first = await exhibits.partial(deposit)
    await first.write(0, [bytes])
    server.line.up = false
    await assert.rejects(first.keep(sha256(bytes)), isUnavailable)
    await assert.rejects(exhibits.sizeOf(sha256(bytes)), isUnavailable)
    await assert.rejects(exhibits.read(sha256(bytes)), isUnavailable)
    await assert.rejects(exhibits.begin(), isUnavailable)
    await assert.rejects(
      exhibits.look(),
      (reason) => reason instanceof ExhibitStoreUnavailable && !reason.isLasting,
    )
    server.line.up = true
    const second = await exhibits.partial(deposit)
    assert.equal(second.sizeAtOpening, bytes.length)
    await second.keep(sha256(bytes))
    assert.equal(await exhibits.sizeOf(sha256(bytes)), bytes.length)
    assert.equal(await exhibits.partialBytes(deposit), 0)
  })

  it('that is away is waited for once, not for each of many small files in turn', async () => {
    const exhibits = await open()
    const files = Array.from({ length: 3 * smallAtOnceMax }, () => {
      const bytes = randomBytes(100)
      return { sha256: sha256(bytes), bytes }
    })
    server.line.up = false
    const kept = await exhibits.keepSmall(files)
    assert.ok(kept.every((one) => one instanceof ExhibitStoreUnavailable))
    // Those that were under way when the first had failed have failed by themselves.
    assert.ok(new Set(kept).size <= smallAtOnceMax, `${new Set(kept).size} were waited for`)
  })

  it('that takes a connection and says nothing is not waited for without end', async () => {
    const name = await keep(await open(), randomBytes(10))
    const exhibits = await open(place, server.credentials, { idleMs: 100, pausesMs: [10] })
    server.line.isDeaf = true
    await assert.rejects(exhibits.sizeOf(name), isUnavailable)
  })

  it('that falls silent in the middle of a file is asked again', async () => {
    const exhibits = await open(place, server.credentials, { idleMs: 300 })
    const bytes = randomBytes(3 * mebibyte)
    const name = await keep(exhibits, bytes)
    server.line.silentAfterBytes = 1_000_000
    const stream = await exhibits.read(name)
    assert.ok(stream !== null && (await buffer(stream)).equals(bytes))
    assert.equal(server.line.cuts, 1)
  })

  it('is given bytes again that were garbled on their way, and has them right', async () => {
    const exhibits = await open()
    for (const size of [200_000, 11 * mebibyte]) {
      server.line.garbleAfterBytes = 100_000
      const bytes = randomBytes(size)
      const name = await keep(exhibits, bytes)
      assert.equal(server.line.garbleAfterBytes, null)
      const stream = await exhibits.read(name)
      assert.ok(stream !== null && (await buffer(stream)).equals(bytes))
    }
  })

  it('gets no file that has changed on this disk on its way', async () => {
    const exhibits = await open()
    for (const size of [1_000, 11 * mebibyte]) {
      const file = await exhibits.begin()
      await file.write(randomBytes(size))
      const [draft = ''] = await readdir(join(spool, 'incoming'))
      await writeFile(join(spool, 'incoming', draft), randomBytes(size))
      await assert.rejects(file.keep('ab'.repeat(32)), /is not abab/)
      await file.drop()
    }
    assert.deepEqual(await keys(), [])
    assert.equal(await uploads(), 0, 'what was begun was taken back')
  })

  it('loses uploads that were left behind, and no other', async () => {
    const exhibits = await open()
    await server.s3.createMultipartUpload({ Bucket: place.bucket, Key: `ab/${'ab'.repeat(32)}` })
    await exhibits.sweepLeftovers(new Date())
    assert.equal(await uploads(), 1)
    await exhibits.sweepLeftovers(new Date(Date.now() + 8 * 24 * 3_600_000))
    assert.equal(await uploads(), 0)
  })

  /** The bucket itself, of which some requests end otherwise than it thinks. */
  const openBy = async (change: (bucket: Bucket) => Partial<Bucket>): Promise<ExhibitStore> => {
    const bucket = bucketAt(place, () => Promise.resolve(server.credentials), limits)
    const parts = { prefix: place.prefix, spool, thread: fileThread, limits }
    const exhibits = await openExhibitBucket({ ...parts, bucket: { ...bucket, ...change(bucket) } })
    opened.push(exhibits)
    return exhibits
  }

  it('has a file of which the answer that it is complete got lost', async () => {
    const exhibits = await openBy((bucket) => ({
      async complete(upload, parts) {
        await bucket.complete(upload, parts)
        throw new ExhibitStoreUnavailable('the answer got lost')
      },
    }))
    const bytes = randomBytes(11 * mebibyte)
    const name = await keep(exhibits, bytes)
    assert.equal(await exhibits.sizeOf(name), bytes.length)
    assert.equal(await uploads(), 0)
    // One that lies there from before says nothing of it.
    await assert.rejects(keep(exhibits, bytes), isUnavailable)
  })

  it('loses the other uploads that were left behind where one cannot be taken back', async () => {
    for (const name of ['aa', 'ab', 'ac'])
      await server.s3.createMultipartUpload({ Bucket: place.bucket, Key: `${name}/${name.repeat(32)}` })
    const exhibits = await openBy((bucket) => ({
      async abort(upload) {
        const cause = Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } })
        if (upload.key.startsWith('aa')) throw new ExhibitStoreUnavailable('no', { cause })
        await bucket.abort(upload)
      },
    }))
    await exhibits.sweepLeftovers(new Date(Date.now() + 8 * 24 * 3_600_000))
    assert.equal(await uploads(), 1)
  })

  it('takes no file that would have more or larger parts than there may be, and says how large one may be', async () => {
    const more = { partBytes: 5 * mebibyte, partBytesMax: 5 * mebibyte }
    const exhibits = await open(place, server.credentials, more)
    assert.equal(exhibits.sealedBytesMax, 10_000 * 5 * mebibyte)
    const draft = join(spool, 'large')
    await writeFile(draft, '')
    await truncate(draft, exhibits.sealedBytesMax + 1)
    const bucket = bucketAt(place, () => Promise.resolve(server.credentials), limits)
    const handle = await openFile(draft, 'r')
    try {
      const file = { handle, sha256: 'ab'.repeat(32) }
      await assert.rejects(
        putFile(bucket, 'large', file, { ...limits, ...more }),
        /takes no file of more than 52428800000 bytes/,
      )
    } finally {
      await handle.close()
      bucket.close()
    }
    assert.equal(await uploads(), 0)
  })

  it('that is not there says of no file that it is not there', async () => {
    const exhibits = await open()
    await server.s3.deleteBucket({ Bucket: place.bucket })
    await assert.rejects(exhibits.sizeOf('ab'.repeat(32)), isUnavailable)
    await assert.rejects(exhibits.look(), (reason) => {
      assert.ok(reason instanceof ExhibitStoreUnavailable && reason.isLasting)
      assert.match(reason.message, /is not there: make it, or see ROGATORY_EXHIBITS_S3_BUCKET/)
      return true
    })
  })

  it('gives and takes nothing for another key', async () => {
    const name = await keep(await open(), randomBytes(10))
    const wrong = await open(place, { ...server.credentials, secretAccessKey: 'another' })
    for (const act of [() => wrong.read(name), () => wrong.begin(), () => wrong.remove(name)])
      await assert.rejects(act, isUnavailable)
    await assert.rejects(wrong.look(), (reason) => {
      assert.ok(reason instanceof ExhibitStoreUnavailable && reason.isLasting)
      assert.match(
        reason.message,
        /does not know the credentials in .+ see ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE/,
      )
      return true
    })
  })

  it('is not waited for by a node that is being stopped', async () => {
    const exhibits = await open(place, server.credentials, { pausesMs: [60_000] })
    server.line.up = false
    const asking = exhibits.sizeOf('ab'.repeat(32))
    setTimeout(() => exhibits.close(), 100)
    await assert.rejects(asking, isUnavailable)
  })
})
