import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { checkSealed } from '../../src/exchange/custody/checkSealed.ts'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { sweepExhibits } from '../../src/exchange/exhibits/sweep.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { startNode } from '../../src/main.ts'
import type { Result } from '../../src/message/refusal.ts'
import { type BucketPlace } from '../../src/store/exhibits/bucket/bucketPlace.ts'
import { exhibitKey } from '../../src/store/exhibits/bucket/exhibitBucket.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { paths } from '../../src/web/paths.ts'
import { type BucketServer, requireBucketServer, startBucketServer } from '../support/bucketServer.ts'
import { runAnywhere } from '../cli/commandLine.ts'
import { handedOver, placeOf, stands, takenIn } from '../support/files.ts'
import { agreed, logOf, opened } from '../support/talk.ts'
import { type World, type WorldState, otherOf, silent, twoStates, until } from '../support/world.ts'

describe('a node whose sealed files lie in a bucket', () => {
  let server: BucketServer
  let place: BucketPlace
  let world: World
  let request: string
  before(async function () {
    requireBucketServer(this)
    server = await startBucketServer()
    place = await server.newBucket('vn/')
    const bucketed = {
      more: () => Promise.resolve({ bucket: place }),
      answering: { more: () => Promise.resolve({}) },
    }
    world = await twoStates(undefined, undefined, bucketed)
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(async () => {
    await world.close()
    await server.stop()
  })

  const orderAt = (at: WorldState) => {
    const authority = at === world.asking ? 'vn.spp' : 'qa.pp'
    return { name: 'phone.bin', person: 'Example-A', authority, reason: 'to look at it' }
  }
  /** Starts the node of a State anew with its sealed files in its folder, or in a bucket. */
  const placed = async (at: WorldState, bucket: BucketPlace | undefined): Promise<void> => {
    await at.node.close()
    const { bucket: before, ...config } = at.config
    assert.ok(before === undefined || before === place)
    at.node = await startNode({ ...config, ...(bucket === undefined ? {} : { bucket }) }, silent)
  }
  const saved = async (at: WorldState, deposit: string): Promise<Result<{ content: Buffer }>> => {
    const target = join(at.config.dataFolder, `saved-${randomBytes(8).toString('hex')}`)
    const outcome = await saveExhibit(at.node.node, deposit, target, orderAt(at))
    return outcome.ok ? { ok: true, content: await readFile(target) } : outcome
  }
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await server.s3.listObjectsV2({ Bucket: place.bucket })
    return Contents.map(({ Key = '' }) => Key)
  }
  const filesOf = async (at: WorldState): Promise<string[]> => {
    const entries = await readdir(join(at.config.dataFolder, 'exhibits'), {
      recursive: true,
      withFileTypes: true,
    })
    // But for the mark by which the folder is known again.
    return entries.filter((entry) => entry.isFile() && entry.name !== 'place').map(({ name }) => name)
  }
  const codeOf = (outcome: Result<object>): string => (outcome.ok ? 'ok' : outcome.code)

  /** Puts the files of the asking State's folder into the bucket. */
  const move = async () =>
    await runAnywhere(
      ['exhibit', 'move', '--json', '--data', world.asking.config.dataFolder, '--as', 'Example-A'],
      {
        DATABASE_URL: world.asking.config.databaseUrl,
        ROGATORY_EXHIBITS_S3_URL: place.url,
        ROGATORY_EXHIBITS_S3_BUCKET: place.bucket,
        ROGATORY_EXHIBITS_S3_PREFIX: place.prefix,
        ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE: place.credentialsFile,
      },
    )

  for (const bytes of [1, 21_000_000])
    it(`gives one of ${bytes} bytes to a node with a folder`, async () => {
      await comes(randomBytes(bytes), { sealedAt: [place], folders: [world.asking] })
    })

  it('fetches from a node with a folder', async () => {
    const there = { ...place, prefix: 'qa/' }
    await placed(world.asking, undefined)
    await rm(join(world.answering.config.dataFolder, 'exhibits'), { recursive: true, force: true })
    await placed(world.answering, there)
    for (const bytes of [1, 21_000_000])
      await comes(randomBytes(bytes), { sealedAt: [there], folders: [world.answering] })
    await placed(world.answering, undefined)
    assert.equal((await move()).code, 0)
    await placed(world.asking, place)
  })

  /** Hands a file over; it opens on both sides, lies in these places, and nothing of it on the disks of these States. */
  const comes = async (
    content: Buffer,
    {
      sealedAt,
      folders,
    }: { readonly sealedAt: readonly BucketPlace[]; readonly folders: readonly WorldState[] },
  ): Promise<void> => {
    const announcement = await takenIn(world, world.asking, content)
    await handedOver(world, request, announcement)
    await stands(world.answering, announcement.deposit, 'whole')
    for (const at of [world.asking, world.answering]) {
      const outcome = await saved(at, announcement.deposit)
      assert.ok(outcome.ok && outcome.content.equals(content), `at ${at.state}`)
    }
    for (const { prefix } of sealedAt)
      assert.ok((await keys()).includes(exhibitKey(prefix, announcement.sealed.sha256)))
    for (const at of folders) assert.ok(!(await filesOf(at)).includes(announcement.sealed.sha256), at.state)
  }

  it('has nothing in the bucket but what is sealed, and what it sealed alone opens it', async () => {
    const content = Buffer.from('what nobody may read there '.repeat(100))
    const { sealed } = await takenIn(world, world.asking, content)
    const { Body } = await server.s3.getObject({
      Bucket: place.bucket,
      Key: exhibitKey('vn/', sealed.sha256),
    })
    const lying = Buffer.from((await Body?.transformToByteArray()) ?? [])
    assert.equal(createHash('sha256').update(lying).digest('hex'), sealed.sha256)
    assert.ok(!lying.includes('nobody may read'))
  })

  it('finds one that was changed there when it is read again, sets it aside and tells the other State', async () => {
    const announcement = await takenIn(world, world.asking, randomBytes(300_000))
    const { deposit, sealed } = announcement
    await handedOver(world, request, announcement)
    await stands(world.answering, deposit, 'whole')
    const Key = exhibitKey('vn/', sealed.sha256)
    const { Body } = await server.s3.getObject({ Bucket: place.bucket, Key })
    const lying = Buffer.from((await Body?.transformToByteArray()) ?? [])
    lying[150_000] = (lying[150_000] ?? 0) ^ 1
    await server.s3.putObject({ Bucket: place.bucket, Key, Body: lying })
    const { node } = world.asking.node
    assert.equal(codeOf(await saved(world.asking, deposit)), 'EXHIBIT_DAMAGED')
    const checked = await checkSealed(node, deposit)
    assert.ok(checked.ok)
    assert.deepEqual([checked.status, checked.code], ['damaged', 'EXHIBIT_DAMAGED'])
    const there = await keys()
    assert.ok(!there.includes(Key))
    assert.ok(there.some((key) => key.startsWith(`vn/damaged/${sealed.sha256}.`)))
    const told = (await logOf(node.db)).findLast(({ evt }) => evt === 'exhibit.checked')
    assert.deepEqual([told?.digest, told?.code], [sealed.sha256, 'EXHIBIT_DAMAGED'])
    await until('the other State has the report', async () => {
      const reports = await otherOf(world.asking)
        .node.node.db.selectFrom('exhibit_report')
        .selectAll()
        .execute()
      return reports.some(
        (report) => report.deposit === deposit && !report.own && report.outcome === 'damaged',
      )
    })
    // Put back from a backup.
    lying[150_000] = lying[150_000] ^ 1
    await server.s3.putObject({ Bucket: place.bucket, Key, Body: lying })
    assert.equal((await checkSealed(node, deposit)).ok, true)
    assert.equal(codeOf(await saved(world.asking, deposit)), 'ok')
  })

  it('says that it is not ready and takes nothing in while the bucket is away, and goes on when it is back', async () => {
    const { asking, answering } = world
    const announcement = await takenIn(world, asking, randomBytes(2_000_000))
    server.line.up = false
    const ready = await fetch(asking.node.url + paths.ready)
    assert.equal(ready.status, 503)
    const { checks } = (await ready.json()) as { checks: { name: string; ok: boolean }[] }
    assert.deepEqual(
      checks.filter(({ ok }) => !ok).map(({ name }) => name),
      ['exhibits'],
    )
    const refused = await takeInExhibit(asking.node.node, Readable.from([Buffer.of(1)]), orderAt(asking))
    assert.equal(codeOf(refused), 'EXHIBIT_STORE_UNAVAILABLE')
    const entry = (await logOf(asking.node.node.db)).findLast(({ evt }) => evt === 'act.refused')
    assert.equal(entry?.code, 'EXHIBIT_STORE_UNAVAILABLE')
    // Messages go without it.
    await handedOver(world, request, announcement)
    await until('it is announced', async () => {
      return (await findDeposit(answering.node.node.db, announcement.deposit)) !== null
    })
    assert.notEqual((await findDeposit(answering.node.node.db, announcement.deposit))?.status, 'whole')
    server.line.up = true
    await stands(answering, announcement.deposit, 'whole')
    assert.equal((await fetch(asking.node.url + paths.ready)).status, 200)
  })

  it('starts without a bucket that is away for now, and not with keys or a bucket that are wrong', async () => {
    const { config } = world.asking
    await world.asking.node.close()
    const wrongKeys = join(config.dataFolder, 'wrong-credentials')
    await writeFile(wrongKeys, 'state:node\nanother\n', { mode: 0o600 })
    const empty = join(config.dataFolder, 'no-credentials')
    await writeFile(empty, 'state:node\n')
    for (const [change, words] of [
      [{ credentialsFile: wrongKeys }, /does not know the credentials in .*wrong-credentials/],
      [{ credentialsFile: empty }, /no-credentials must have two lines/],
      [{ credentialsFile: `${empty}-either` }, /cannot be read from .*ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE/],
      [{ bucket: 'not-there' }, /is not there: make it/],
    ] as const)
      await assert.rejects(startNode({ ...config, bucket: { ...place, ...change } }, silent), words)
    server.line.up = false
    world.asking.node = await startNode(config, silent)
    assert.equal((await fetch(world.asking.node.url + paths.ready)).status, 503)
    server.line.up = true
    assert.equal((await fetch(world.asking.node.url + paths.ready)).status, 200)
  })

  it('takes over the files of its folder by a command, whole ones alone, and does not start before', async () => {
    const { asking } = world
    await placed(asking, undefined)
    const [moved, decayed] = [
      await takenIn(world, asking, randomBytes(40_000)),
      await takenIn(world, asking, randomBytes(20_000)),
    ]
    const sealed = await readFile(placeOf(asking, decayed))
    await writeFile(placeOf(asking, decayed), sealed.fill(0, 50, 60))
    await asking.node.close()
    await assert.rejects(
      startNode(asking.config, silent),
      /put them into the bucket by `rogatory exhibit move`/,
    )
    const second = await move()
    assert.equal(second.code, 40, second.beside)
    assert.deepEqual(second.json.damaged, [decayed.sealed.sha256])
    assert.deepEqual(await filesOf(asking), [decayed.sealed.sha256])
    assert.ok((await keys()).includes(exhibitKey('vn/', moved.sealed.sha256)))
    await rm(placeOf(asking, decayed))
    asking.node = await startNode(asking.config, silent)
    assert.equal(codeOf(await saved(asking, moved.deposit)), 'ok')
  })

  it('loses in the bucket what nothing opens any more, and nothing else', async () => {
    const { node } = world.asking.node
    const { sealed } = await takenIn(world, world.asking, randomBytes(10))
    // What a process has put there that died before it told the tables.
    const stray = await node.exhibits.begin()
    await stray.write(Buffer.from('stray'))
    const name = createHash('sha256').update('stray').digest('hex')
    await stray.keep(name)
    assert.equal(await sweepExhibits(node), 0, 'it is young: its row may be on its way')
    const later = Object.create(node, {
      machineNow: { value: () => new Date(Date.now() + 2 * 86_400_000) },
    }) as typeof node
    assert.equal(await sweepExhibits(later), 1)
    assert.equal(await node.exhibits.sizeOf(name), null)
    assert.notEqual(await node.exhibits.sizeOf(sealed.sha256), null)
  })
})
