import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { readPending } from '../../src/store/audit.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { findMessage } from '../../src/store/messages.ts'
import { claim } from '../../src/store/outbox.ts'
import { listRefusalsOf } from '../../src/store/refusals.ts'
import { findRequest, listMeasures, lockRequests } from '../../src/store/requests.ts'
import { write } from '../../src/store/write.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { entryOf, messageRow, noon, outboxRow, requestRow, someDigest, someReceipt } from '../support/rows.ts'

describe('a batch written as one statement', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  it('writes every part, and in the next one moves, judges and delivers', async () => {
    const { db } = database
    const request = requestRow({ sequence: 0 })
    const message = messageRow(request.id, {
      direction: 'sent',
      status: 'pending',
      sequence: null,
      head: null,
    })
    const queued = outboxRow(request.id, { digest: message.digest })
    const refusal = {
      at: noon,
      from_state: 'QA',
      message_digest: null,
      message_id: null,
      detail: '',
      bytes: null,
    }
    const { leaf, ...entry } = entryOf('{"n":1}')
    await inTransaction(db, (trx) =>
      write(trx, {
        now: noon,
        opened: [request],
        measures: [{ request: request.id, id: 'm1', kind: 'freezing', state: 'received', until: null }],
        messages: [message],
        queued: [queued],
        refusals: [{ ...refusal, request: request.id, code: 'RECORD_GAP' }],
        audit: {
          entries: [{ ...entry, leaf }],
          secrets: [{ leaf, field: 'actor', salt: leaf, value: '{}' }],
          opened: [{ subject: 'aa', entries: 1, last_leaf: leaf }],
          subjects: [],
        },
      }),
    )
    assert.deepEqual(await findRequest(db, request.id), request)
    assert.equal((await listMeasures(db, request.id)).length, 1)
    assert.deepEqual(await findMessage(db, message.digest), message)
    assert.equal((await listRefusalsOf(db, request.id))[0]?.code, 'RECORD_GAP')
    assert.equal((await inTransaction(db, (trx) => readPending(trx))).length, 1)
    const deliveries = await claim(db, {
      now: noon,
      worker: 'one',
      limit: 9,
      perRecordMax: 9,
      leaseSeconds: 9,
    })
    assert.deepEqual(
      deliveries.map(({ digest }) => digest),
      [message.digest],
    )

    const placed = { status: 'placed', sequence: 1, head: someDigest(), receipt: someReceipt } as const
    const moved = { ...request, sequence: 1, head: placed.head }
    await inTransaction(db, async (trx) => {
      await lockRequests(trx, [request.id])
      const judged = [{ digest: message.digest, refusal: null, ...placed }]
      await write(trx, { now: noon, moved: [moved], judged, delivered: [message.digest] })
    })
    assert.deepEqual(await findRequest(db, request.id), moved)
    assert.deepEqual(await findMessage(db, message.digest), { ...message, ...placed })
    assert.deepEqual(await db.selectFrom('outbox').select('digest').execute(), [])
  })

  it('writes nothing when one part cannot be written', async () => {
    const { db } = database
    const request = requestRow()
    const messages = [messageRow(request.id), messageRow(request.id)]
    await assert.rejects(
      inTransaction(db, (trx) => write(trx, { now: noon, opened: [request], messages })),
      { code: '23505' },
    )
    assert.equal(await findRequest(db, request.id), null)
  })

  it('asks nothing of the database when there is nothing to write', async () => {
    const nothing = { now: noon, opened: [], audit: { entries: [], secrets: [], opened: [], subjects: [] } }
    // Whatever is asked of this transaction breaks: it has failed.
    await assert.rejects(
      inTransaction(database.db, async (trx) => {
        await assert.rejects(sql`select 1 / 0`.execute(trx), { code: '22012' })
        await write(trx, nothing)
        throw new Error('nothing was asked')
      }),
      /nothing was asked/,
    )
  })
})
