import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { checkSealed } from '../../../src/exchange/custody/checkSealed.ts'
import { type IntakeOrder, takeInExhibit } from '../../../src/exchange/exhibits/takeIn.ts'
import { type SavingOrder, saveExhibit } from '../../../src/exchange/exhibits/save.ts'
import { sweepExhibits } from '../../../src/exchange/exhibits/sweep.ts'
import { exhibitBytesMax } from '../../../src/exhibit/takeIn.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { destroyFileKey, findDeposit, markDeposit } from '../../../src/store/exhibits/deposits.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { logOf } from '../../support/talk.ts'
import { type World, twoStates } from '../../support/world.ts'

const digest = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex')
const order: IntakeOrder = { name: '../case 12/phone.txt', person: 'Example-A', authority: 'vn.spp' }
const saving: SavingOrder = { person: 'Example-B', authority: 'vn.spp', reason: 'the hearing' }

describe('a file that is taken in', () => {
  let world: World
  let node: Node
  let folder: string
  before(async () => {
    world = await twoStates()
    node = world.asking.node.node
    folder = world.asking.config.dataFolder
  })
  after(() => world.close())

  const taken = async (bytes: Buffer, more: Partial<IntakeOrder> = {}) => {
    const outcome = await takeInExhibit(node, Readable.from([bytes]), { ...order, ...more })
    assert.ok(outcome.ok)
    return outcome.announcement
  }
  const placeOf = ({ sealed }: { readonly sealed: { readonly sha256: string } }): string =>
    join(folder, 'exhibits', sealed.sha256.slice(0, 2), sealed.sha256)
  const files = async (at: string): Promise<string[]> => {
    const entries = await readdir(at, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  }
  const target = (): string => join(folder, `saved-${randomBytes(8).toString('hex')}`)
  // The node writes files of its own into that folder meanwhile.
  const savedFiles = async () => (await readdir(folder)).filter((name) => /^saved-|\.part$/.test(name))
  const lastEntry = async (evt: string) => (await logOf(node.db)).findLast((entry) => entry.evt === evt)
  const saved = async (deposit: string, at: string): Promise<string> => {
    const outcome = await saveExhibit(node, deposit, at, saving)
    return outcome.ok ? 'ok' : outcome.code
  }

  it('is announced with its hashes and its type, kept in sealed form alone, and comes out as it was', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100_000)])
    const announcement = await taken(bytes)
    const { deposit, sealed } = announcement
    assert.deepEqual(announcement, {
      deposit,
      name: 'phone.txt',
      mediaType: 'application/pdf',
      bytes: bytes.length,
      sha256: digest('sha256', bytes),
      sha512: digest('sha512', bytes),
      sealed: { ...sealed, deposit },
    })
    const stored = await readFile(placeOf(announcement))
    assert.deepEqual([sealed.bytes, sealed.sha256], [stored.length, digest('sha256', stored)])
    assert.ok(!stored.includes('%PDF'))
    assert.equal(Buffer.from(sealed.key, 'base64url').length, 32)
    const row = await findDeposit(node.db, deposit)
    assert.deepEqual(
      [row?.status, row?.state, row?.person, row?.bytes, row?.name],
      ['whole', 'VN', 'Example-A', bytes.length, 'phone.txt'],
    )
    const at = target()
    assert.equal(await saved(deposit, at), 'ok')
    assert.deepEqual(await readFile(at), bytes)
  })

  it('is told in the log, in a way that gives nothing of it away', async () => {
    const announcement = await taken(Buffer.from('words'))
    const entry = await lastEntry('exhibit.taken')
    assert.equal(entry?.digest, announcement.sealed.sha256)
    const text = JSON.stringify(entry)
    for (const told of ['phone', 'Example-A', announcement.sha256, announcement.deposit])
      assert.ok(!text.includes(told), told)
    assert.equal(await saved(announcement.deposit, target()), 'ok')
    assert.equal((await lastEntry('exhibit.opened'))?.digest, announcement.sealed.sha256)
  })

  it('may be empty', async () => {
    const { deposit, mediaType } = await taken(Buffer.alloc(0))
    assert.equal(mediaType, 'application/octet-stream')
    const at = target()
    assert.equal(await saved(deposit, at), 'ok')
    assert.deepEqual(await readFile(at), Buffer.alloc(0))
  })

  it('is refused where the disk has no room for it, before anything is read', async () => {
    const source = async function* () {
      await Promise.resolve()
      assert.fail('it was read')
      yield Buffer.alloc(0)
    }
    const outcome = await takeInExhibit(node, source(), { ...order, bytes: exhibitBytesMax })
    assert.equal(outcome.ok ? '' : outcome.code, 'EXHIBIT_NO_SPACE')
    assert.equal((await lastEntry('act.refused'))?.code, 'EXHIBIT_NO_SPACE')
  })

  it('is refused where others take the room while it is read, and leaves nothing', async () => {
    let free = 2 ** 40
    const crowded: Node = Object.assign(Object.create(node) as Node, {
      exhibits: { ...node.exhibits, freeBytes: () => Promise.resolve(free) },
    })
    const before = await files(join(folder, 'exhibits'))
    const source = async function* () {
      for (let count = 0; count < 70; count += 1) {
        free = 1000
        yield Buffer.alloc(1024 * 1024)
        await Promise.resolve()
      }
    }
    const outcome = await takeInExhibit(crowded, source(), order)
    assert.equal(outcome.ok ? '' : outcome.code, 'EXHIBIT_NO_SPACE')
    assert.deepEqual(await files(join(folder, 'exhibits')), before)
  })

  it('leaves nothing where its source breaks', async () => {
    const before = await files(join(folder, 'exhibits'))
    const source = async function* () {
      yield randomBytes(100_000)
      await Promise.resolve()
      throw new Error('the stick was pulled out')
    }
    await assert.rejects(takeInExhibit(node, source(), order), /pulled out/)
    assert.deepEqual(await files(join(folder, 'exhibits')), before)
  })

  it('is swept away where the process died before its row was there, once it is old', async () => {
    const announcement = await taken(randomBytes(1000))
    const file = await node.exhibits.begin()
    const orphan = randomBytes(500)
    await file.write(orphan)
    await file.keep(digest('sha256', orphan))
    const stray = placeOf({ sealed: { sha256: digest('sha256', orphan) } })
    // Its row may be on its way.
    assert.equal(await sweepExhibits(node), 0)
    const long = new Date(Date.now() - 25 * 3_600_000)
    for (const path of [stray, placeOf(announcement)]) await utimes(path, long, long)
    assert.equal(await sweepExhibits(node), 1)
    await assert.rejects(readFile(stray), { code: 'ENOENT' })
    assert.equal(await saved(announcement.deposit, target()), 'ok')
  })

  it('is not saved where a byte of it is another, whichever, and leaves nothing at the target', async () => {
    const bytes = randomBytes(60_000)
    const announcement = await taken(bytes)
    const path = placeOf(announcement)
    const stored = await readFile(path)
    for (const at of [0, 30, 60, 20_000, stored.length - 1]) {
      const changed = Buffer.from(stored)
      changed[at] = (changed[at] ?? 0) ^ 1
      await writeFile(path, changed)
      const to = target()
      const before = await savedFiles()
      assert.equal(await saved(announcement.deposit, to), 'EXHIBIT_DAMAGED', `byte ${at}`)
      assert.deepEqual(await savedFiles(), before)
      await isSetAside(announcement, stored)
    }
    for (const part of [stored.subarray(0, 20), stored.subarray(0, 56 + 16_400), Buffer.alloc(0)]) {
      await writeFile(path, part)
      assert.equal(await saved(announcement.deposit, target()), 'EXHIBIT_DAMAGED', `${part.length} bytes`)
      await isSetAside(announcement, stored)
    }
    await node.exhibits.remove(announcement.sealed.sha256)
    assert.equal(await saved(announcement.deposit, target()), 'EXHIBIT_DAMAGED')
    assert.equal((await lastEntry('act.refused'))?.code, 'EXHIBIT_DAMAGED')
    assert.equal((await lastEntry('exhibit.checked'))?.code, 'EXHIBIT_TRUNCATED')
  })

  /** Whoever opened it had it set aside, and the log told; then it is put back from a backup. */
  async function isSetAside(announcement: Awaited<ReturnType<typeof taken>>, stored: Buffer): Promise<void> {
    const { deposit } = announcement
    await assert.rejects(readFile(placeOf(announcement)), { code: 'ENOENT' })
    const row = await findDeposit(node.db, deposit)
    assert.equal(row?.status, 'damaged')
    assert.match(String((await lastEntry('exhibit.checked'))?.code), /^EXHIBIT_(?:DAMAGED|TRUNCATED)$/)
    await writeFile(placeOf(announcement), stored)
    const checked = await checkSealed(node, deposit)
    assert.equal(checked.ok && checked.status, 'whole')
  }

  it('is not saved where it opens and is not the file that was hashed', async () => {
    const { deposit } = await taken(randomBytes(1000))
    await node.db
      .updateTable('exhibit_deposit')
      .set({ sha512: randomBytes(64) })
      .where('id', '=', deposit)
      .execute()
    const before = await savedFiles()
    assert.equal(await saved(deposit, target()), 'EXHIBIT_DAMAGED')
    assert.deepEqual(await savedFiles(), before)
  })

  it('does not open as another, though its bytes and its key lie in its place', async () => {
    const [one, other] = [await taken(randomBytes(1000)), await taken(randomBytes(1000))]
    await writeFile(placeOf(one), await readFile(placeOf(other)))
    assert.equal(await saved(one.deposit, target()), 'EXHIBIT_DAMAGED')
  })

  it('is not saved over a file that is there', async () => {
    const { deposit } = await taken(randomBytes(1000))
    const at = target()
    await writeFile(at, 'something else')
    assert.equal(await saved(deposit, at), 'EXHIBIT_TARGET_EXISTS')
    assert.equal(await readFile(at, 'utf8'), 'something else')
  })

  it('is not saved where it is not here, not yet, set aside, or gone for good', async () => {
    assert.equal(await saved(crypto.randomUUID(), target()), 'EXHIBIT_UNKNOWN')
    assert.equal(await saved('nothing', target()), 'EXHIBIT_UNKNOWN')
    const announcement = await taken(randomBytes(1000))
    const { deposit } = announcement
    const mark = (status: 'fetching' | 'damaged' | 'whole') =>
      inTransaction(node.db, (trx) => markDeposit(trx, deposit, { status }))
    await mark('fetching')
    assert.equal(await saved(deposit, target()), 'EXHIBIT_NOT_WHOLE')
    await mark('damaged')
    assert.equal(await saved(deposit, target()), 'EXHIBIT_DAMAGED')
    await mark('whole')
    await inTransaction(node.db, (trx) => destroyFileKey(trx, deposit))
    assert.equal(await saved(deposit, target()), 'EXHIBIT_ERASED')
    const long = new Date(Date.now() - 25 * 3_600_000)
    await utimes(placeOf(announcement), long, long)
    assert.equal(await sweepExhibits(node), 1)
  })

  it('may be large: 100 MB that are mostly nothing go in and out in flat memory (pain point 10)', async function () {
    this.timeout(60_000)
    const source = join(folder, 'sparse')
    const handle = await open(source, 'w')
    await handle.truncate(100_000_000)
    await handle.close()
    const before = process.memoryUsage.rss()
    let most = before
    const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10)
    const from = await open(source)
    const outcome = await takeInExhibit(node, from.createReadStream({ highWaterMark: 1 << 20 }), {
      ...order,
      bytes: 100_000_000,
    })
    assert.ok(outcome.ok)
    const at = target()
    assert.equal(await saved(outcome.announcement.deposit, at), 'ok')
    clearInterval(look)
    assert.ok(most - before < 80 * 1024 * 1024, `${Math.round((most - before) / 1e6)} MB more`)
    const hash = createHash('sha256')
    for await (const piece of (await open(at)).createReadStream()) hash.update(piece as Buffer)
    assert.equal(hash.digest('hex'), outcome.announcement.sha256)
  })
})
