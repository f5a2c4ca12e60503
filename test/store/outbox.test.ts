import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { inTransaction } from '../../src/store/failures.ts'
import {
  type ClaimOptions,
  bury,
  claim,
  complete,
  countWaiting,
  enqueue,
  fail,
  release,
  releaseAll,
} from '../../src/store/outbox.ts'
import { listDead, resend } from '../../src/store/deadLetters.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { afterNoon, noon, outboxRow } from '../support/rows.ts'

describe('the outbox', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())
  afterEach(() => database.db.deleteFrom('outbox').execute())

  const usual: ClaimOptions = { now: noon, worker: 'one', limit: 100, perRecordMax: 10, leaseSeconds: 30 }
  const take = async (changes: Partial<ClaimOptions> = {}): Promise<string[]> =>
    (await claim(database.db, { ...usual, ...changes })).map(({ digest }) => digest)
  const settle = (digests: readonly string[], now = noon): Promise<void> =>
    inTransaction(database.db, (trx) => complete(trx, digests, now))

  /** Queues `count` messages of a new record, one transaction each, and returns their digests. */
  const queue = async (count: number, peer_state = 'QA'): Promise<string[]> => {
    const request = randomUUID()
    const digests: string[] = []
    for (let n = 0; n < count; n += 1) {
      const row = outboxRow(request, { peer_state })
      await inTransaction(database.db, (trx) => enqueue(trx, [row], noon))
      digests.push(row.digest)
    }
    return digests
  }
  const failure = (digest: string, seconds: number) => ({
    digest,
    next_attempt_at: afterNoon(seconds),
    code: 'NODE_UNAVAILABLE',
    detail: 'no answer',
  })

  it('gives the messages of a record in their order, also when they are queued together', async () => {
    const one = randomUUID()
    const two = randomUUID()
    const rows = [outboxRow(one), outboxRow(two), outboxRow(one), outboxRow(two), outboxRow(one)]
    await inTransaction(database.db, (trx) => enqueue(trx, rows, noon))
    const claimed = await claim(database.db, usual)
    for (const request of [one, two]) {
      const of = (list: readonly { request: string; digest: string }[]): string[] =>
        list.filter((row) => row.request === request).map(({ digest }) => digest)
      assert.deepEqual(of(claimed), of(rows))
    }
    assert.equal(claimed.length, rows.length)
    assert.equal(claimed[0]?.jwe, 'a.b.c.d.e')
  })

  it('gives a record to one worker only, also what is queued while it has it', async () => {
    const request = randomUUID()
    const first = outboxRow(request)
    await inTransaction(database.db, (trx) => enqueue(trx, [first], noon))
    assert.deepEqual(await take(), [first.digest])
    const second = outboxRow(request)
    await inTransaction(database.db, (trx) => enqueue(trx, [second], noon))
    assert.deepEqual(await take({ worker: 'two' }), [])
    await settle([first.digest])
    assert.deepEqual(await take({ worker: 'two' }), [second.digest])
  })

  it('never gives two workers the same record, however many claim at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => queue(3)))
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        claim(database.db, { ...usual, worker: `w${n}`, limit: 20, perRecordMax: 2 }),
      ),
    )
    const holders = new Map<string, number>()
    claims.forEach((rows, worker) => {
      for (const { request } of rows) {
        assert.equal(holders.get(request) ?? worker, worker)
        holders.set(request, worker)
      }
    })
    const all = claims.flat().map(({ digest }) => digest)
    assert.equal(new Set(all).size, all.length)
  })

  it('lets a record that waits hold up no other (pain point 5)', async () => {
    const [blocked = '', behind = ''] = await queue(2)
    const [other = ''] = await queue(1)
    await take()
    await fail(database.db, 'one', [failure(blocked, 600)], noon)
    await settle([other])
    assert.deepEqual(await take({ now: afterNoon(10) }), [])
    const [later = ''] = await queue(1)
    assert.deepEqual(await take({ now: afterNoon(10) }), [later])
    await settle([later])
    const [claimed] = await claim(database.db, { ...usual, now: afterNoon(600), perRecordMax: 1 })
    assert.equal(claimed?.digest, blocked)
    assert.equal(claimed.attempts, 1)
    assert.deepEqual(claimed.first_failed_at, noon)
    await settle([blocked])
    assert.deepEqual(await take(), [behind])
  })

  it('takes only so many of one record and only so many in all, the first of each record before the second of any', async () => {
    const one = await queue(5)
    const two = await queue(5)
    assert.deepEqual(new Set(await take({ perRecordMax: 2, limit: 3 })), new Set([one[0], one[1], two[0]]))
    await release(database.db, 'one', [one[0] ?? '', two[0] ?? ''], noon)
    assert.equal((await take({ perRecordMax: 2, limit: 3 })).length, 3)
  })

  it('gives what a dead worker had to another when the lease has run out, and not before', async () => {
    const digests = await queue(2)
    assert.deepEqual(await take(), digests)
    assert.deepEqual(await take({ worker: 'two', now: afterNoon(29) }), [])
    assert.deepEqual(await take({ worker: 'two', now: afterNoon(30) }), digests)
    // The first worker was only slow: what it says now changes nothing for the second.
    await fail(database.db, 'one', [failure(digests[0] ?? '', 0)], noon)
    await release(database.db, 'one', [digests[0] ?? ''], noon)
    assert.deepEqual(await take({ worker: 'three', now: afterNoon(31) }), [])
  })

  it('gives up, or puts off, nothing that another worker has delivered or taken over, and says what it did', async () => {
    const { db } = database
    const digests = await queue(3)
    const [first = '', second = '', third = ''] = digests
    await take()
    assert.deepEqual(await take({ worker: 'two', now: afterNoon(30) }), digests)
    const lost = digests.map((digest) => ({ digest, code: 'NODE_UNAVAILABLE', detail: 'for 14 days' }))
    assert.deepEqual(await bury(db, lost, noon, 'one'), [])
    const late = digests.map((digest) => failure(digest, 5))
    assert.deepEqual(await fail(db, 'one', late, noon), [])
    assert.deepEqual(await listDead(db, 10), [])
    await settle([first])
    // Nobody has the others at the moment, and the first is there no more.
    assert.deepEqual(await fail(db, 'one', late.slice(0, 2), noon), [second])
    assert.deepEqual(
      await bury(
        db,
        [lost[0], lost[2]].flatMap((one) => one ?? []),
        noon,
        'one',
      ),
      [third],
    )
    assert.deepEqual(await bury(db, lost, noon, 'two'), [second])
  })

  it('goes on with the first that is left when some of a claim were delivered', async () => {
    const [first = '', second = '', third = ''] = await queue(3)
    await take()
    await settle([first])
    await fail(database.db, 'one', [failure(second, 60), failure(third, 5)], noon)
    assert.deepEqual(await take({ now: afterNoon(59) }), [])
    assert.deepEqual(await take({ now: afterNoon(60) }), [second, third])
  })

  it('is not disturbed by a delivery that is reported twice', async () => {
    const [first = '', second = ''] = await queue(2)
    await take()
    await settle([first])
    await settle([first])
    assert.deepEqual(await take(), [second])
    await settle([second])
    assert.deepEqual(await countWaiting(database.db), [])
  })

  it('keeps a dead message and what stands behind it until a person sends it again', async () => {
    const { db } = database
    const [dead = '', behind = ''] = await queue(2)
    await take()
    await bury(db, [{ digest: dead, code: 'NODE_UNAVAILABLE', detail: 'for 14 days' }], noon)
    assert.deepEqual(await take({ now: afterNoon(9999) }), [])
    const [listed] = await listDead(db, 10)
    assert.equal(listed?.digest, dead)
    assert.equal(listed.last_code, 'NODE_UNAVAILABLE')
    assert.equal(await inTransaction(db, (trx) => resend(trx, behind, noon)), false)
    assert.equal(await inTransaction(db, (trx) => resend(trx, dead, noon)), true)
    assert.deepEqual(await take(), [dead, behind])
  })

  it('stops before a dead message in the middle of a record', async () => {
    const { db } = database
    const [first = '', dead = '', last = ''] = await queue(3)
    await bury(db, [{ digest: dead, code: 'NODE_UNAVAILABLE', detail: '' }], noon)
    assert.deepEqual(await take(), [first])
    await settle([first])
    assert.deepEqual(await take(), [])
    await inTransaction(db, (trx) => resend(trx, dead, noon))
    assert.deepEqual(await take(), [dead, last])
  })

  it('leaves out records of which the worker has rows, and releases all but those', async () => {
    const { db } = database
    const [first = '', next = ''] = await queue(2)
    const [other = ''] = await queue(1)
    const row = await db
      .selectFrom('outbox')
      .select('request')
      .where('digest', '=', first)
      .executeTakeFirstOrThrow()
    const exceptRequests = [row.request]
    assert.deepEqual(await take({ exceptRequests }), [other])
    assert.deepEqual(await take(), [first, next])
    await settle([first])
    assert.deepEqual(await take({ exceptRequests }), [])
    await releaseAll(db, 'one', noon, exceptRequests)
    assert.deepEqual(await take({ exceptRequests }), [other])
    assert.deepEqual(await take(), [next])
  })

  it('leaves out peers that are not to be tried', async () => {
    const [qatar = ''] = await queue(1, 'QA')
    const [estonia = ''] = await queue(1, 'EE')
    assert.deepEqual(await take({ exceptPeers: ['QA'] }), [estonia])
    assert.deepEqual(await take(), [qatar])
    assert.deepEqual(
      (await countWaiting(database.db)).map(({ peer_state, rows }) => [peer_state, rows]),
      [
        ['EE', 1],
        ['QA', 1],
      ],
    )
  })
})
