import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { awaitSettling, findAsking, putAsking } from '../../src/store/askings.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { claim, enqueue } from '../../src/store/outbox.ts'
import { savePeer } from '../../src/store/peers.ts'
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

  /** Queues a message of each of so many new requests, and returns their ids in order. */
  const queue = async (count: number, peer_state: string): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => randomUUID()).sort()
    await inTransaction(database.db, async (trx) => {
      await insertRequests(
        trx,
        ids.map((id) => requestRow({ id })),
      )
      await enqueue(
        trx,
        ids.map((id) => outboxRow(id, { peer_state })),
        noon,
      )
    })
    return ids
  }

  it('is kept for each, and goes with what is taken for it', async () => {
    const { db } = database
    const asking = randomUUID()
    assert.equal(await findAsking(db, 'QA'), null)
    assert.equal(await putAsking(db, 'QA', asking), true)
    assert.equal(await putAsking(db, 'FI', asking), false)
    assert.deepEqual([await findAsking(db, 'QA'), await findAsking(db, 'EE')], [asking, null])
    for (const state of ['QA', 'EE', 'FI']) await queue(1, state)
    const usual = { now: noon, worker: 'one', limit: 100, perRecordMax: 10, leaseSeconds: 30 }
    const taken = await claim(db, usual)
    assert.deepEqual(
      taken.map((one) => [one.peer_state, one.asking]),
      [
        ['EE', null],
        ['FI', null],
        ['QA', asking],
      ],
    )
    await db.deleteFrom('outbox').execute()
  })

  it('waits for whoever settles what waits for that peer, however much that is, and for nobody else', async () => {
    const { db } = database
    const ids = await queue(1_001, 'QA')
    const [other = ''] = await queue(1, 'EE')
    /** Whether it comes to its end while a transaction has the lock of this request. */
    const isFree = async (held: string): Promise<boolean> => {
      let isOver = false
      let waiting = Promise.resolve()
      const before = await inTransaction(db, async (trx) => {
        await lockRequests(trx, [held])
        waiting = awaitSettling(db, 'QA').then(() => {
          isOver = true
        })
        await Promise.race([waiting, sleep(500)])
        return isOver
      })
      await waiting
      return before
    }
    assert.equal(await isFree(ids.at(0) ?? ''), false)
    assert.equal(await isFree(ids.at(-1) ?? ''), false)
    assert.equal(await isFree(other), true)
  })
})
