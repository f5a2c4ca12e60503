import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { continueLog } from '../../../src/exchange/continueLog.ts'
import { startFetchJob } from '../../../src/exchange/exhibits/fetchJob.ts'
import { exhibitSweeper } from '../../../src/exchange/exhibits/sweep.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { openTrail } from '../../../src/exchange/trail.ts'
import { fileThread } from '../../../src/packageFolder.ts'
import { append } from '../../../src/store/audit.ts'
import { destroyFileKey, findDeposit, markDeposit } from '../../../src/store/exhibits/deposits.ts'
import { openExhibitFolder } from '../../../src/store/exhibits/exhibitFolder.ts'
import { insertAnnounced } from '../../../src/store/exhibits/handedOver.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { type World, heard, twoStates, until } from '../../support/world.ts'

describe('what is left of a file that was fetched', () => {
  let world: World
  let node: Node
  before(async () => {
    world = await twoStates()
    node = world.asking.node.node
  })
  after(() => world.close())

  const day = 24 * 3_600_000
  /** A file of a State that cannot be reached; its id. */
  const announced = async (): Promise<string> => {
    const given_id = randomUUID()
    const [sha256, sealed_sha256, file_key] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const said = { name: 'a', media_type: 'text/plain', taken_at: new Date(), derived_from: null, scan: null }
    const row = { given_id, state: 'LV', request: null, sha256, sha512: null, bytes: 1, sealed_sha256 }
    await inTransaction(node.db, (trx) =>
      insertAnnounced(trx, [{ ...row, sealed_bytes: 73, file_key, ...said }], []),
    )
    return given_id
  }
  const folder = (): string => join(world.asking.config.dataFolder, 'exhibits', 'partial')
  const left = async (deposit: string, days: number, isSetAside: boolean): Promise<string> => {
    const file = await node.exhibits.partial(deposit)
    await file.write(0, [randomBytes(100)])
    await (isSetAside ? file.quarantine() : file.close())
    const name = `${deposit}${isSetAside ? '.damaged' : ''}`
    const at = new Date(Date.now() - days * day)
    await utimes(join(folder(), name), at, at)
    return name
  }
  const status = (id: string, said: 'whole' | 'damaged') =>
    inTransaction(node.db, (trx) => markDeposit(trx, id, { status: said }))

  it('goes a day after it is whole or erased, and a month after it was set aside; what is on its way stays', async () => {
    const [coming, whole, erased, damaged] = await Promise.all([1, 2, 3, 4].map(announced))
    assert.ok(coming !== undefined && whole !== undefined && erased !== undefined && damaged !== undefined)
    await status(whole, 'whole')
    await status(damaged, 'damaged')
    await inTransaction(node.db, (trx) => destroyFileKey(trx, erased))
    const young = await announced()
    await status(young, 'whole')
    await left(whole, 31, true)
    await left(erased, 2, true)
    await left(coming, 31, true)
    const stays = [
      await left(damaged, 29, true),
      await left(damaged, 29, false),
      await left(coming, 100, false),
      await left(randomUUID(), 29, false),
      await left(young, 0.9, false),
    ]
    await left(whole, 2, false)
    await left(erased, 2, false)
    await left(randomUUID(), 31, false)
    assert.equal((await readdir(folder())).length, 11)
    const told: string[] = []
    const log = { ...node.log, warn: (_fields: object, words: string) => told.push(words) }
    await exhibitSweeper({ ...node, log }, () => 0)()
    assert.deepEqual((await readdir(folder())).sort(), stays.sort())
    assert.deepEqual(
      told,
      [1, 2, 3].map(() => 'what came damaged of a file, and was set aside, was removed'),
    )
  })

  it('goes from a disk that a process has for itself, whichever process fetches and sweeps the files', async () => {
    const own = await mkdtemp(join(tmpdir(), 'rogatory-own-'))
    const exhibits = await openExhibitFolder(own, fileThread)
    const deposit = randomUUID()
    const file = await exhibits.partial(deposit)
    await file.write(0, [randomBytes(100)])
    await file.close()
    const at = new Date(Date.now() - 31 * day)
    await utimes(join(own, 'partial', deposit), at, at)
    const { database, courier } = world.asking.node
    const started = (mark: typeof exhibits.mark) =>
      startFetchJob(
        {
          node: { ...node, exhibits: { ...exhibits, mark } },
          ...{ courier, signals: database.signals, hearing: { isOver: () => true }, isAlone: () => false },
        },
        // The lease is that of another process.
        () => ({ wake: () => undefined, close: () => Promise.resolve() }),
        1_000,
      )
    // In a folder that all of them have, it goes with the other files.
    await started(exhibits.mark).close()
    assert.equal((await exhibits.partials()).length, 1)
    const job = started(null)
    try {
      await until('it is swept', async () => (await exhibits.partials()).length === 0)
    } finally {
      await job.close()
      await rm(own, { recursive: true })
    }
  })

  it('that was found damaged where it lay goes a month later, unless it is the only one of a file that has its key', async () => {
    const { exhibits, db } = node
    const kept = async (deposit: string, times: number, days: number): Promise<string> => {
      const row = await findDeposit(db, deposit)
      const sha256 = row?.sealed_sha256.toString('hex') ?? ''
      for (let time = 0; time < times; time += 1) {
        const file = await exhibits.begin()
        await file.write(randomBytes(10))
        await file.keep(sha256)
        if (time === 0) await exhibits.setAside(sha256, new Date(Date.now() - days * day))
      }
      return `${sha256}.`
    }
    const [only, back, erased, young] = await Promise.all([1, 2, 3, 4].map(announced))
    assert.ok(only !== undefined && back !== undefined && erased !== undefined && young !== undefined)
    const stays = [await kept(only, 1, 31), await kept(young, 2, 29)]
    await kept(back, 2, 31)
    await kept(erased, 1, 31)
    await inTransaction(db, (trx) => destroyFileKey(trx, erased))
    await exhibitSweeper(node, () => 0)()
    const left = await readdir(join(world.asking.config.dataFolder, 'exhibits', 'damaged'))
    assert.deepEqual(left.map((name) => name.slice(0, 65)).sort(), stays.sort())
  })

  it('is left to the next process by one that stops, between two files', async () => {
    await left(randomUUID(), 31, true)
    await left(randomUUID(), 31, true)
    const before = (await readdir(folder())).length
    const stopping = new AbortController()
    const log = { ...node.log, warn: () => stopping.abort() }
    await exhibitSweeper({ ...node, log }, () => 0, stopping.signal)()
    assert.equal((await readdir(folder())).length, before - 1)
    await exhibitSweeper(node, () => 0)()
    assert.equal((await readdir(folder())).length, before - 2)
  })

  it('that lies sealed and that no row names stays while a peer was not heard, and for a month after a loss', async () => {
    const { exhibits, db } = node
    const keptSince = async (sha256: string, days: number): Promise<string> => {
      const file = await exhibits.begin()
      await file.write(randomBytes(10))
      await file.keep(sha256)
      const at = new Date(Date.now() - days * day)
      await utimes(join(world.asking.config.dataFolder, 'exhibits', sha256.slice(0, 2), sha256), at, at)
      return sha256
    }
    const erased = await announced()
    const sealed = (await findDeposit(db, erased))?.sealed_sha256.toString('hex') ?? ''
    await inTransaction(db, (trx) => destroyFileKey(trx, erased))
    const all = [await keptSince(randomBytes(32).toString('hex'), 3), await keptSince(sealed, 3)]
    const left = async (): Promise<readonly string[]> => {
      const sizes = await Promise.all(all.map((name) => exhibits.sizeOf(name)))
      return all.filter((_name, place) => sizes[place] !== null)
    }
    const [unknown] = all
    // As after a start, when a peer cannot be reached: it may hand back what names it.
    world.answering.link.up = false
    await db.updateTable('peer').set({ heard_at: null }).execute()
    await exhibitSweeper(node, () => 0)()
    assert.deepEqual(await left(), all)
    world.answering.link.up = true
    await heard(world.asking)
    await inTransaction(db, async (trx) => {
      const since = node.now()
      const trail = await openTrail(node, trx, [], since)
      await continueLog(node, trx, trail, { reason: 'an example', since })
      await append(trx, trail.audit())
    })
    await exhibitSweeper(node, () => 0)()
    assert.deepEqual(await left(), [unknown], 'a key that was destroyed does not come back')
    await exhibitSweeper({ ...node, now: () => new Date(Date.now() + 31 * day) }, () => 0)()
    assert.deepEqual(await left(), [])
  })
})
