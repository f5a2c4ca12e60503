import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import {
  type NewAudit,
  append,
  followLog,
  lockSequencer,
  lockSubjects,
  readHead,
  readPending,
  readStanding,
  writeHead,
} from '../../src/store/audit.ts'
import { readTiles } from '../../src/store/tiles.ts'
import { findLeaves, readEntries, readSecrets } from '../../src/store/placed.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { entryOf, noon } from '../support/rows.ts'

describe('the log in the store', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await testDatabase()
  })
  afterEach(() => database.close())

  const add = (audit: Partial<NewAudit>): Promise<void> =>
    inTransaction(database.db, (trx) =>
      append(trx, { entries: [], secrets: [], opened: [], subjects: [], ...audit }),
    )

  /** Gives all pending entries their places, under a root that is not a real one. */
  const place = (): Promise<boolean> =>
    inTransaction(database.db, async (trx) => {
      const from = await readHead(trx)
      const pending = await readPending(trx)
      const size = from.size + pending.length
      const to = { size, root: randomBytes(32), checkpoint: `log\n${size}\n`, signed_at: noon }
      const bytes = Buffer.concat(pending.map(({ leaf }) => leaf)).subarray(0, 8192)
      const tiles = bytes.length === 0 ? [] : [{ level: 0, index: 0, bytes }]
      return await writeHead(trx, { from, to, entries: pending.map(({ id }) => id), tiles })
    })

  it('begins with the empty tree', async () => {
    const root = createHash('sha256').digest()
    assert.deepEqual(await readHead(database.db), {
      ...{ size: 0, root, checkpoint: '', signed_at: null },
      ...{ log: 1, log_since: null, log_key: null },
    })
    assert.deepEqual(await inTransaction(database.db, (trx) => readPending(trx)), [])
  })

  it('queues entries in their order and gives them places once', async () => {
    const entries = ['{"n":1}', '{"n":2,"text":"طلب \\" \\\\"}', '{"n":3}'].map(entryOf)
    await add({ entries })
    const pending = await inTransaction(database.db, (trx) => readPending(trx))
    assert.deepEqual(
      pending.map(({ leaf }) => leaf),
      entries.map(({ leaf }) => leaf),
    )
    assert.equal(await place(), true)
    assert.deepEqual(await inTransaction(database.db, (trx) => readPending(trx)), [])
    await add({ entries: [entryOf('{"n":4}')] })
    assert.equal(await place(), true)
    const placed = await readEntries(database.db, 1, 4)
    assert.deepEqual(
      placed.map(({ index, entry }) => [index, entry]),
      [
        [1, entries[1]?.entry],
        [2, '{"n":3}'],
        [3, '{"n":4}'],
      ],
    )
    const leaves = [entries[2]?.leaf ?? Buffer.alloc(0), Buffer.alloc(32)]
    assert.deepEqual(await findLeaves(database.db, leaves), [{ leaf: entries[2]?.leaf, index: 2 }])
    assert.deepEqual(
      await readTiles(database.db, [
        { level: 0, index: 0 },
        { level: 1, index: 0 },
      ]),
      [{ level: 0, index: 0, bytes: entryOf('{"n":4}').leaf }],
    )
  })

  it('attack 43: the head moves only from the head that is stored', async () => {
    await add({ entries: [entryOf('{"n":1}')] })
    const { db } = database
    const head = await readHead(db)
    const to = { size: 1, root: randomBytes(32), checkpoint: 'log\n1\n', signed_at: noon }
    const entries = (await inTransaction(db, (trx) => readPending(trx))).map(({ id }) => id)
    const write = (from: { size: number; root: Buffer; log: number }, size = 1): Promise<boolean> =>
      inTransaction(db, (trx) => writeHead(trx, { from, to: { ...to, size }, entries, tiles: [] }))
    assert.equal(await write({ ...head, root: randomBytes(32) }), false)
    assert.equal(await write({ ...head, size: 5 }), false)
    assert.equal(await write({ ...head, log: 2 }), false)
    assert.equal(await write(head, 2), false)
    assert.deepEqual(await readHead(db), head)
    assert.deepEqual(await readEntries(db, 0, 10), [])
    assert.equal(await write(head), true)
    assert.equal(await write(head), false)
    assert.deepEqual(await readHead(db), { ...to, log: 1, log_since: null, log_key: null })
  })

  it('is followed by another log that begins with its entries', async () => {
    const { db } = database
    await add({ entries: [entryOf('{"n":1}')] })
    await place()
    const before = await readHead(db)
    const followed = (beyond: number, leap: number) =>
      inTransaction(db, (trx) => followLog(trx, { beyond, leap }, noon, 'b'.repeat(64)))
    assert.deepEqual(await followed(0, 1), before)
    assert.deepEqual(await readHead(db), {
      ...before,
      ...{ log: 2, log_since: noon, log_key: 'b'.repeat(64) },
    })
    await followed(7, 30)
    assert.deepEqual(await readStanding(db), { log: 37, size: 1, unheard: [] })
    await followed(7, 5)
    assert.deepEqual(await readStanding(db), { log: 42, size: 1, unheard: [] })
    assert.equal((await readEntries(db, 0, 10)).length, 1)
  })

  it('has one sequencer at a time', async () => {
    const { db } = database
    await inTransaction(db, async (trx) => {
      assert.equal(await lockSequencer(trx), true)
      assert.equal(await inTransaction(db, lockSequencer), false)
    })
    assert.equal(await inTransaction(db, lockSequencer), true)
  })

  it('keeps what opens an entry beside it, and the last entry of each subject', async () => {
    const entries = [entryOf('{"n":1}'), entryOf('{"n":2}')]
    const [first, second] = entries.map(({ leaf }) => leaf)
    assert.ok(first !== undefined && second !== undefined)
    const salt = randomBytes(32)
    await add({
      entries,
      secrets: [
        { leaf: second, field: 'actor', salt, value: '{"name":"Lan"}' },
        { leaf: second, field: 'details', salt, value: '{}' },
      ],
      opened: [{ subject: 'aa', entries: 2, last_leaf: second }],
    })
    await place()
    assert.deepEqual(await readSecrets(database.db, 0, 2), [
      { index: 1, field: 'actor', salt, value: '{"name":"Lan"}' },
      { index: 1, field: 'details', salt, value: '{}' },
    ])
    const third = entryOf('{"n":3}')
    await add({ entries: [third], subjects: [{ subject: 'aa', entries: 3, last_leaf: third.leaf }] })
    const subjects = await inTransaction(database.db, (trx) => lockSubjects(trx, ['aa', 'bb', 'aa']))
    assert.deepEqual([...subjects.values()], [{ subject: 'aa', entries: 3, last_leaf: third.leaf }])
    const fourth = entryOf('{"n":4}')
    const again = [{ subject: 'aa', entries: 1, last_leaf: fourth.leaf }]
    await assert.rejects(add({ entries: [fourth], opened: again }), { code: '23505' }, 'it has first entries')
  })

  it('refuses a leaf that is not the hash of its entry, and takes the very same entry once', async () => {
    await assert.rejects(add({ entries: [{ ...entryOf('{"n":1}'), leaf: randomBytes(32) }] }), {
      code: '23514',
    })
    await add({ entries: [entryOf('{"n":1}'), entryOf('{"n":1}')] })
    await add({ entries: [entryOf('{"n":1}')] })
    const rows = await database.db.selectFrom('audit_entry').select('entry').execute()
    assert.deepEqual(rows, [{ entry: '{"n":1}' }])
  })

  it('attack 40: the tables of the log refuse to change, remove or empty anything', async () => {
    await add({ entries: [entryOf('{"n":1}')] })
    await place()
    for (const statement of [
      `update audit_entry set at = now()`,
      `delete from audit_entry`,
      `truncate audit_entry cascade`,
      `update audit_leaf set index = 7`,
      `delete from audit_leaf`,
      `truncate audit_leaf`,
    ]) {
      await assert.rejects(sql.raw(statement).execute(database.db), { code: '42501' }, statement)
    }
  })

  it('loses nothing and repeats nothing while many write and the sequencer runs', async () => {
    const writing = new Set([1])
    const sequencer = (async () => {
      while (writing.size > 0) await place()
      await place()
    })()
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 25; n += 1) {
        await add({
          entries: [entryOf(`{"writer":${writer},"n":${n}}`), entryOf(`{"writer":${writer},"then":${n}}`)],
        })
      }
    })
    await Promise.all(writers)
    writing.clear()
    await sequencer
    const entries = await readEntries(database.db, 0, 1000)
    assert.deepEqual(
      entries.map(({ index }) => index),
      Array.from({ length: 300 }, (_, index) => index),
    )
    assert.equal(new Set(entries.map(({ entry }) => entry)).size, 300)
  })
})
