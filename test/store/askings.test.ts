import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { subjectOf } from '../../src/audit/entry.ts'
import { findAsking, putAsking } from '../../src/store/askings.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { lockRequestsAndSubjects } from '../../src/store/lockedWithLog.ts'
import { claim, enqueue } from '../../src/store/outbox.ts'
import { removePeer, savePeer } from '../../src/store/peers.ts'
import { insertRequests, lockRequests } from '../../src/store/requests.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { noon, outboxRow, requestRow } from '../support/rows.ts'

describe('what a peer has asked last', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
    for (const state of ['QA', 'EE'])
      await savePeer(database.db, { state, pins: ['ab'.repeat(32)], added_at: noon })
  })
  after(() => database.close())

  /** Queues a message of a new request, and returns its id. */
  const queue = async (peer_state: string): Promise<string> => {
    const id = randomUUID()
    await inTransaction(database.db, async (trx) => {
      await insertRequests(trx, [requestRow({ id })])
      await enqueue(trx, [outboxRow(id, { peer_state })], noon)
    })
    return id
  }

  it('is kept for each, and goes with what is taken for it', async () => {
    const { db } = database
    const asking = randomUUID()
    const other = await findAsking(db, 'EE')
    assert.equal(await putAsking(db, 'QA', asking), true)
    assert.deepEqual(
      [await findAsking(db, 'QA'), await findAsking(db, 'EE'), await findAsking(db, 'FI')],
      [asking, other, null],
    )
    for (const state of ['QA', 'EE', 'FI']) await queue(state)
    const usual = { now: noon, worker: 'one', limit: 100, perRecordMax: 10, leaseSeconds: 30 }
    const taken = await claim(db, usual)
    assert.deepEqual(
      taken.map((one) => [one.peer_state, one.asking]),
      [
        ['EE', other],
        ['FI', null],
        ['QA', asking],
      ],
    )
    await db.deleteFrom('outbox').execute()
  })

  it('is another only once nobody settles any more by the one before, and whoever comes after that reads the other', async () => {
    const { db } = database
    const id = await queue('QA')
    const settling = [{ id, subject: subjectOf(id) }]
    const [before, after] = [randomUUID(), randomUUID()]
    await putAsking(db, 'QA', before)
    let isPut = false
    let putting: Promise<unknown> = Promise.resolve()
    const read = await inTransaction(db, async (trx) => {
      await lockRequestsAndSubjects(trx, settling, 'QA')
      putting = putAsking(db, 'QA', after).then((was) => {
        isPut = was
      })
      // Another peer, and whoever only locks the request, are in nobody's way.
      assert.equal(await putAsking(db, 'EE', after), true)
      await sleep(300)
      assert.equal(isPut, false)
      return await findAsking(trx, 'QA')
    })
    await putting
    assert.deepEqual([read, isPut], [before, true])
    await inTransaction(db, async (trx) => {
      await lockRequests(trx, [id])
      assert.equal(await putAsking(db, 'QA', before), true)
      await lockRequestsAndSubjects(trx, settling, 'QA')
      assert.equal(await findAsking(trx, 'QA'), before)
    })
  })

  it('stays where somebody goes on settling for longer than is waited', async () => {
    const { db } = database
    const id = await queue('QA')
    const before = await findAsking(db, 'QA')
    await inTransaction(db, async (trx) => {
      await lockRequestsAndSubjects(trx, [{ id, subject: subjectOf(id) }], 'QA')
      await db.connection().execute(async (one) => {
        await sql`set lock_timeout = '100ms'`.execute(one)
        assert.equal(await putAsking(one, 'QA', randomUUID()), false)
        await sql`reset lock_timeout`.execute(one)
      })
    })
    assert.equal(await findAsking(db, 'QA'), before)
  })

  it('is another each time that a State is pinned', async () => {
    const { db } = database
    const before = await findAsking(db, 'EE')
    assert.equal(await removePeer(db, 'EE'), true)
    assert.equal(await findAsking(db, 'EE'), null)
    await savePeer(db, { state: 'EE', pins: ['ab'.repeat(32)], added_at: noon })
    const again = await findAsking(db, 'EE')
    assert.ok(again !== null && again !== before)
  })
})
