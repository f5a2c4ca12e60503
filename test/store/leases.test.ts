import assert from 'node:assert/strict'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { append, lockSequencer, readHead, readWaiting, writeHead } from '../../src/store/audit.ts'
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import {
  forgetGone,
  leaveLeases,
  leaveProcess,
  listProcesses,
  sayAlive,
  takeLeases,
} from '../../src/store/leases.ts'
import { readSetting, writeSetting } from '../../src/store/settings.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openLine } from '../support/databaseLine.ts'
import { entryOf } from '../support/rows.ts'
import { until } from '../support/world.ts'

const long = 60_000

describe('leases of the processes of a node', () => {
  let database: TestDatabase
  let first: OpenDatabase
  let second: OpenDatabase
  before(async () => {
    database = await testDatabase()
    first = await openDatabase({ url: database.url, poolMax: 2 })
    second = await openDatabase({ url: database.url, poolMax: 2 })
    for (const [one, id] of [
      [first, 1],
      [second, 2],
    ] as const) {
      await one.presence.enter()
      assert.equal(await one.presence.standBy(id), 'stands')
    }
  })
  after(async () => {
    await first.close()
    await second.close()
    await database.close()
  })

  const place = { place: 'machine-1 4711', version: '1.0.0', form: newestForm }
  const fencesOf = async (one: OpenDatabase, id: number, names: readonly string[], forMs = long) =>
    Object.fromEntries(await takeLeases(one.db, id, names, forMs))

  it('go to one process, and stay with it while it renews them', async () => {
    const asked = await Promise.all([
      fencesOf(first, 1, ['sequence', 'clocks']),
      fencesOf(second, 2, ['clocks', 'sequence']),
    ])
    assert.equal(asked.filter((one) => Object.keys(one).length === 2).length, 1, JSON.stringify(asked))
    const [holder, id, other, otherId] =
      'sequence' in asked[0] ? ([first, 1, second, 2] as const) : ([second, 2, first, 1] as const)
    assert.deepEqual(await fencesOf(holder, id, ['sequence', 'clocks']), { sequence: 1, clocks: 1 })
    assert.deepEqual(await fencesOf(other, otherId, ['sequence', 'clocks', 'index']), { index: 1 })
    await leaveLeases(holder.db, id, ['sequence', 'clocks'])
    await leaveLeases(other.db, otherId, ['index'])
  })

  it('go to another with a higher number when their time is over by the clock of the database', async () => {
    const one = await fencesOf(first, 1, ['balance'], 300)
    assert.deepEqual(await fencesOf(second, 2, ['balance']), {})
    let two: Record<string, number> = {}
    await until('its time is over', async () => {
      two = await fencesOf(second, 2, ['balance'])
      return 'balance' in two
    })
    assert.equal(two.balance, (one.balance ?? 0) + 1)
    assert.deepEqual(await fencesOf(first, 1, ['balance']), {})
    // Whoever writes to the database by hand cannot let an old number count again either.
    const back = sql`update lease set fence = 1, holder = 1 where name = 'balance'`.execute(database.db)
    await assert.rejects(back, /has a higher number/)
  })

  it('go to another at once when their process stands no longer on its connection', async () => {
    const third = await openDatabase({ url: database.url, poolMax: 2 })
    await third.presence.enter()
    assert.equal(await third.presence.standBy(3), 'stands')
    assert.equal(await third.presence.standBy(3), 'stands')
    assert.equal(await second.presence.standBy(3), 'taken', 'nobody else stands by that number')
    assert.equal(await second.presence.standBy(2), 'stands')
    await sayAlive(third.db, { id: 3, ...place }, long)
    assert.deepEqual(await fencesOf(third, 3, ['proof']), { proof: 1 })
    assert.deepEqual(await fencesOf(second, 2, ['proof']), {})
    assert.deepEqual(await forgetGone(second.db, 2), [])
    await third.close()
    await until('it is gone', async () => 'proof' in (await fencesOf(second, 2, ['proof'])))
    assert.deepEqual(await forgetGone(second.db, 2), [3])
  })

  it('are told with the processes that are up, and how many versions of the program these are', async () => {
    assert.deepEqual(await sayAlive(first.db, { id: 1, ...place }, long), { versions: 1, others: 0 })
    assert.deepEqual(await sayAlive(second.db, { id: 2, ...place, version: '1.1.0' }, long), {
      versions: 2,
      others: 1,
    })
    const { processes, leases } = await listProcesses(database.db)
    assert.deepEqual(
      processes.map(({ id, version, isUp }) => [id, version, isUp]),
      [
        [1, '1.0.0', true],
        [2, '1.1.0', true],
      ],
    )
    assert.ok(leases.some(({ name, holder, isHeld }) => name === 'proof' && holder === 2 && isHeld))
    await leaveProcess(second.db, 2)
    const after = await listProcesses(database.db)
    assert.deepEqual(
      after.processes.map(({ id }) => id),
      [1],
    )
    assert.ok(after.leases.every(({ holder, isHeld }) => holder !== 2 || !isHeld))
  })

  it('have no process told of as up that a newer program has shut out, also where it has said so before', async () => {
    const from = (await readSetting(database.db, 'workable from')) ?? ''
    const before = { id: 1, ...place, form: from }
    await sayAlive(first.db, before, long)
    const alive = async () =>
      (await listProcesses(database.db)).processes.find(({ id }) => id === 1)?.alive_until.getTime()
    const until = await alive()
    await writeSetting(database.db, 'workable from', newestForm)
    await assert.rejects(sayAlive(first.db, before, long), { code: 'DATABASE_NEWER' })
    await assert.rejects(sayAlive(second.db, { ...before, id: 9 }, long), { code: 'DATABASE_NEWER' })
    assert.equal(await alive(), until)
    const { processes } = await listProcesses(database.db)
    assert.ok(processes.every(({ id }) => id !== 9))
    await sayAlive(second.db, { id: 2, ...place }, long)
    await writeSetting(database.db, 'workable from', from)
  })

  it('keep the head of the log from who had the lease of it, and has it no longer', async () => {
    await inTransaction(database.db, (trx) =>
      append(trx, { entries: [entryOf('{"n":1}')], secrets: [], opened: [], subjects: [] }),
    )
    const { sequence: old = 0 } = await fencesOf(first, 1, ['sequence'])
    await leaveLeases(first.db, 1, ['sequence'])
    const { sequence: now = 0 } = await fencesOf(second, 2, ['sequence'])
    assert.ok(now > old)
    const { head, pending } = await readWaiting(database.db)
    const next = {
      from: head,
      to: {
        size: head.size + pending.length,
        root: Buffer.alloc(32, 1),
        checkpoint: 'a note',
        signed_at: new Date(),
      },
      entries: pending.map(({ id }) => id),
      tiles: [],
    }
    assert.equal(await writeHead(first.db, { ...next, fence: old }), false)
    assert.equal((await readHead(database.db)).size, head.size)
    assert.equal(await writeHead(second.db, { ...next, fence: now }), true)
    await leaveLeases(second.db, 2, ['sequence'])
  })

  it('are not taken over while something is written under their number', async () => {
    const { sequence: fence = 0 } = await fencesOf(first, 1, ['sequence'], 1)
    let isTaken = false
    let taking: Promise<void> | undefined
    await first.db.transaction().execute(async (trx) => {
      assert.ok(await lockSequencer(trx, fence))
      taking = fencesOf(second, 2, ['sequence']).then(({ sequence }) => {
        isTaken = true
        assert.equal(sequence, fence + 1)
      })
      await letPass(300)
      assert.equal(isTaken, false, 'who takes over waits for what is written')
    })
    await taking
    await first.db.transaction().execute(async (trx) => assert.equal(await lockSequencer(trx, fence), false))
  })

  it('are given up with a connection that does not answer any more, though nobody has closed it', async () => {
    const line = await openLine(database.url)
    const cut = await openDatabase({ url: line.url, poolMax: 2 })
    try {
      await cut.presence.enter()
      assert.equal(await cut.presence.standBy(4), 'stands')
      let hasEnded = false
      cut.presence.onEnd(() => {
        hasEnded = true
      })
      assert.equal(await cut.presence.standBy(4), 'stands')
      assert.equal(hasEnded, false)
      line.lose()
      const askedAt = performance.now()
      assert.equal(await cut.presence.standBy(4), 'apart')
      assert.equal(hasEnded, true)
      assert.ok(performance.now() - askedAt < 5_000, 'it does not wait for the system to give the line up')
      assert.notEqual(await cut.presence.enter(), null, 'it comes again by another connection')
    } finally {
      await cut.close()
      await line.close()
    }
  })
  it('are kept by a connection whose server was paused: nobody has gone, so no peer is to be heard anew', async () => {
    const line = await openLine(database.url)
    const slow = await openDatabase({ url: line.url, poolMax: 2 })
    try {
      await slow.presence.enter()
      assert.equal(await slow.presence.standBy(5), 'stands')
      line.pause()
      assert.equal(await slow.presence.standBy(5), 'apart', 'nothing is done by it meanwhile')
      assert.equal(await slow.presence.standBy(5), 'apart')
      line.goOn()
      assert.equal(await slow.presence.standBy(5), 'stands')
      assert.equal(await slow.presence.enter(), null)
    } finally {
      line.goOn()
      await slow.close()
      await line.close()
    }
  })
})
