import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { inTransaction, isUniqueViolation } from '../../src/store/failures.ts'
import {
  findMessage,
  findMessages,
  findPlaces,
  insertMessages,
  judgeMessages,
  listRecord,
  listUnplaced,
} from '../../src/store/messages.ts'
import { insertRequests } from '../../src/store/requests.ts'
import type { MessageRow } from '../../src/store/tables.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { messageRow, requestRow, someDigest, someReceipt } from '../support/rows.ts'

describe('messages in the store', () => {
  let database: TestDatabase
  const request = requestRow()
  before(async () => {
    database = await testDatabase()
    await inTransaction(database.db, (trx) => insertRequests(trx, [request]))
  })
  after(() => database.close())

  const insert = (messages: readonly MessageRow[]): Promise<void> =>
    inTransaction(database.db, (trx) => insertMessages(trx, messages))

  it('are found by their author and id, whatever else was asked for', async () => {
    const messages = [messageRow(request.id, { sequence: 101 }), messageRow(request.id, { sequence: 102 })]
    await insert(messages)
    const names = messages.map(({ from_state, id }) => ({ from_state, id }))
    const found = await findMessages(database.db, [...names, { from_state: 'VN', id: names[0]?.id ?? '' }])
    assert.deepEqual(
      new Set(found.map(({ digest }) => digest)),
      new Set(messages.map(({ digest }) => digest)),
    )
    assert.deepEqual(await findMessages(database.db, []), [])
    assert.deepEqual(await findMessage(database.db, messages[0]?.digest ?? ''), messages[0])
    assert.equal(await findMessage(database.db, someDigest()), null)
  })

  it('have an id that their State cannot use twice, while another State may use it', async () => {
    const message = messageRow(request.id, { sequence: 201 })
    await insert([message])
    await assert.rejects(
      insert([messageRow(request.id, { id: message.id, sequence: 202 })]),
      isUniqueViolation,
    )
    await insert([messageRow(request.id, { id: message.id, sequence: 203, from_state: 'VN' })])
  })

  it('have a place that no other message of the record can have', async () => {
    await insert([messageRow(request.id, { sequence: 301 })])
    await assert.rejects(insert([messageRow(request.id, { sequence: 301 })]), isUniqueViolation)
  })

  it('cannot have a place without a head, be placed without a place, or refused without a reason', async () => {
    for (const wrong of [{ head: null }, { sequence: null, head: null }, { status: 'refused' as const }]) {
      await assert.rejects(insert([messageRow(request.id, { sequence: 401, ...wrong })]), { code: '23514' })
    }
  })

  it('belong to a request that exists', async () => {
    await assert.rejects(insert([messageRow(randomUUID())]), { code: '23503' })
  })

  it('wait without a place until they are judged', async () => {
    const { db } = database
    const own = requestRow()
    const [first, second] = [0, 1].map(() =>
      messageRow(own.id, { direction: 'sent', status: 'pending', sequence: null, head: null }),
    )
    assert.ok(first !== undefined && second !== undefined)
    await inTransaction(db, async (trx) => {
      await insertRequests(trx, [own])
      await insertMessages(trx, [first, second])
    })
    assert.equal((await listUnplaced(db, own.id)).length, 2)
    const judged = [
      {
        digest: first.digest,
        status: 'placed',
        sequence: 1,
        head: someDigest(),
        receipt: someReceipt,
        refusal: null,
      },
      {
        digest: second.digest,
        status: 'refused',
        sequence: null,
        head: null,
        receipt: null,
        refusal: 'NOT_A_PARTY',
      },
    ] as const
    await inTransaction(db, (trx) => judgeMessages(trx, judged))
    assert.deepEqual(await listRecord(db, own.id, 0, 10), [{ ...first, ...judged[0] }])
    assert.deepEqual(await listUnplaced(db, own.id), [{ ...second, ...judged[1] }])
    assert.deepEqual(
      await findPlaces(db, [
        { request: own.id, sequence: 1 },
        { request: own.id, sequence: 2 },
      ]),
      [{ request: own.id, sequence: 1, head: judged[0].head, digest: first.digest, id: first.id }],
    )
  })

  it('make a record in the order of their places, part by part', async () => {
    const own = requestRow()
    await inTransaction(database.db, async (trx) => {
      await insertRequests(trx, [own])
      await insertMessages(
        trx,
        [3, 1, 2].map((sequence) => messageRow(own.id, { sequence })),
      )
    })
    const places = (rows: readonly MessageRow[]): (number | null)[] => rows.map(({ sequence }) => sequence)
    assert.deepEqual(places(await listRecord(database.db, own.id, 0, 2)), [1, 2])
    assert.deepEqual(places(await listRecord(database.db, own.id, 2, 2)), [3])
  })
})
