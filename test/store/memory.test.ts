import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { keepHead } from '../../src/exchange/keepHead.ts'
import { openCheckpointFile, shortMemory } from '../../src/store/checkpointFile.ts'
import { openDatabase } from '../../src/store/database.ts'
import { findPeer, listUnheard, savePeer, setHeard } from '../../src/store/peers.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { noon } from '../support/rows.ts'
import { silent, until } from '../support/world.ts'

const { privateKey } = generateKeyPairSync('ed25519')

describe('what a node remembers of its log beside its database', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-memory-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  /** A head of a log with its signed note. */
  const signed = (log: number, size: number) => {
    const root = randomBytes(32)
    return {
      head: { log, size, root },
      note: signCheckpoint(size, root, { name: `x.example/vn/log${log}`, privateKey }),
    }
  }

  it('is nothing at first, then the newest checkpoint, also after a restart', async () => {
    const memory = await openCheckpointFile(folder)
    assert.equal(memory.newest(), null)
    assert.equal(memory.asOfNow()({ log: 1, size: 0 }), false)
    const { head, note } = signed(1, 7)
    await memory.keep(head, note)
    assert.deepEqual(memory.newest(), head)
    assert.equal(await readFile(join(folder, 'checkpoint'), 'utf8'), note)
    assert.deepEqual((await openCheckpointFile(folder)).newest(), head)
    assert.deepEqual(await readdir(folder), ['checkpoint'])
  })

  it('does not go back, whoever writes', async () => {
    const [one, other] = [await openCheckpointFile(folder), await openCheckpointFile(folder)]
    const [earlier, later, next] = [signed(1, 7), signed(1, 9), signed(2, 3)]
    await one.keep(later.head, later.note)
    await other.keep(earlier.head, earlier.note)
    assert.equal(await readFile(join(folder, 'checkpoint'), 'utf8'), later.note)
    await one.keep(earlier.head, earlier.note)
    assert.deepEqual(one.newest(), later.head)
    await Promise.all([one.keep(next.head, next.note), one.keep(later.head, later.note)])
    assert.equal(await readFile(join(folder, 'checkpoint'), 'utf8'), next.note)
  })

  it('is what another process has kept at the same place since, once it is looked for', async () => {
    const [one, other] = [await openCheckpointFile(folder), await openCheckpointFile(folder)]
    const [earlier, later] = [signed(1, 7), signed(1, 9)]
    await other.keep(earlier.head, earlier.note)
    await one.keep(later.head, later.note)
    assert.equal(other.asOfNow()({ log: 1, size: 8 }), false)
    await other.look()
    assert.deepEqual(other.newest(), later.head)
    assert.equal(other.asOfNow()({ log: 1, size: 8 }), true)
    await rm(join(folder, 'checkpoint'))
    await other.look()
    assert.deepEqual(other.newest(), later.head)
  })

  it('is written again where it could not be, leaves nothing beside it, and counts meanwhile', async () => {
    const memory = await openCheckpointFile(folder)
    const [first, second] = [signed(1, 7), signed(1, 9)]
    await memory.keep(first.head, first.note)
    const file = join(folder, 'checkpoint')
    await rm(file)
    await mkdir(file)
    await assert.rejects(memory.keep(second.head, second.note))
    assert.deepEqual([memory.newest(), memory.asOfNow()(first.head)], [second.head, true])
    assert.deepEqual(await readdir(folder), ['checkpoint'])
    await rmdir(file)
    await memory.keep(second.head, second.note)
    assert.equal(await readFile(file, 'utf8'), second.note)
  })

  it('fails nothing that was signed where it cannot be written, and that is said once until it can be', async () => {
    const memory = await openCheckpointFile(folder)
    const said: string[] = []
    const log = { ...silent, error: (_about: object, words: string) => said.push(words) }
    const file = join(folder, 'checkpoint')
    await rm(file, { force: true })
    await mkdir(file)
    const [first, second, third, last] = [signed(3, 1), signed(3, 2), signed(3, 3), signed(3, 4)]
    for (const { head, note } of [first, second]) await keepHead({ memory, log }, head, note)
    assert.equal(said.length, 1)
    assert.deepEqual(memory.newest(), second.head)
    await rmdir(file)
    await keepHead({ memory, log }, third.head, third.note)
    assert.equal(await readFile(file, 'utf8'), third.note)
    await rm(file)
    await mkdir(file)
    await keepHead({ memory, log }, last.head, last.note)
    assert.equal(said.length, 2)
    await rmdir(file)
  })

  it('tells a database that is behind, of an earlier log or not believed', async () => {
    const memory = shortMemory()
    const before = memory.asOfNow()
    const { head, note } = signed(2, 7)
    await memory.keep(head, note)
    const isBehind = memory.asOfNow()
    const found = [
      { log: 1, size: 99 },
      { log: 2, size: 6 },
      { log: 2, size: 7 },
      { log: 2, size: 8 },
      { log: 3, size: 0 },
    ]
    assert.deepEqual(found.map(isBehind), [true, true, false, false, false])
    // What was asked before is judged by what was known before.
    assert.deepEqual(found.map(before), [false, false, false, false, false])
    memory.distrust(2)
    assert.deepEqual(found.map(memory.asOfNow()), [true, true, true, true, false])
  })

  it('cannot be guessed where the file is broken', async () => {
    for (const text of ['', 'x.example/vn/log1\n7\n', 'x.example/vn/log0x\n7\nAAAA\n']) {
      await writeFile(join(folder, 'checkpoint'), text)
      await assert.rejects(openCheckpointFile(folder), /is no checkpoint of this node/)
    }
  })
})

describe('the presence of a node', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
    await savePeer(database.db, { state: 'QA', pins: [], added_at: noon })
  })
  after(() => database.close())

  const heard = () => setHeard(database.db, 'QA', noon)
  const unheard = () => listUnheard(database.db)

  it('begins anew where nobody of the node is up, and then no peer was heard', async () => {
    await heard()
    const one = await openDatabase({ url: database.url })
    const other = await openDatabase({ url: database.url })
    assert.equal(await one.presence.enter(), 'first')
    assert.deepEqual(await unheard(), ['QA'])
    assert.equal(await one.presence.enter(), null)
    await heard()
    // Whoever joins relies on what was heard.
    assert.equal(await other.presence.enter(), 'joined')
    assert.deepEqual(await unheard(), [])
    await one.close()
    const third = await openDatabase({ url: database.url })
    assert.equal(await third.presence.enter(), 'joined')
    await other.close()
    await third.close()
    const last = await openDatabase({ url: database.url })
    assert.equal(await last.presence.enter(), 'first')
    assert.deepEqual((await findPeer(database.db, 'QA'))?.heard_at, null)
    await last.close()
  })

  it('is found once where several come at once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ url: database.url })))
    const arrivals = await Promise.all(all.map(({ presence }) => presence.enter()))
    assert.deepEqual(arrivals.sort(), ['first', 'joined', 'joined', 'joined'])
    await Promise.all(all.map(({ close }) => close()))
  })

  it('ends with its connection, as when a database is put back under a node', async () => {
    const one = await openDatabase({ url: database.url })
    assert.equal(await one.presence.enter(), 'first')
    await heard()
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'rogatory presence' and datname = current_database()`.execute(database.db)
    await until('it comes again', async () => (await one.presence.enter()) === 'first')
    assert.deepEqual(await unheard(), ['QA'])
    await one.close()
  })
})
