import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { listOnDesk, noteNotOpened } from '../../src/store/desk.ts'
import { inTransaction, isUniqueViolation } from '../../src/store/failures.ts'
import { insertMessages } from '../../src/store/messages.ts'
import {
  findRequest,
  findRequestsByReference,
  insertRequests,
  listMeasures,
  listRequests,
  lockDueRequests,
  lockRequests,
  saveMeasures,
  updateRequests,
} from '../../src/store/requests.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import type { MessageRow } from '../../src/store/tables.ts'
import { afterNoon, entryOf, messageRow, noon, requestRow } from '../support/rows.ts'
import { append, lockSubjects } from '../../src/store/audit.ts'
import { lockRequestsAndSubjects } from '../../src/store/lockedWithLog.ts'

describe('requests in the store', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  it('come back as they were written, many at once', async () => {
    const { db } = database
    const requests = [
      requestRow({
        snapshot: '{"text":"\\"quoted\\", back\\\\slash, {brace}, طلب, null"}',
        last_other: 'ab',
      }),
      requestRow({ next_clock_at: afterNoon(60.123), side: 'requested', reference: 'NULL' }),
    ]
    await inTransaction(db, (trx) => insertRequests(trx, requests))
    for (const request of requests) assert.deepEqual(await findRequest(db, request.id), request)
    assert.equal(await findRequest(db, randomUUID()), null)
    assert.deepEqual(await findRequestsByReference(db, 'vn.spp', 'NULL'), requests.slice(1))
    assert.deepEqual(await findRequestsByReference(db, 'vn.other', 'NULL'), [])
  })

  it('are replaced in what may change, each with its own values', async () => {
    const { db } = database
    const opened = [requestRow(), requestRow()]
    await inTransaction(db, (trx) => insertRequests(trx, opened))
    const moved = opened.map((request, index) => ({
      ...request,
      sequence: 2 + index,
      state: `moved${index}`,
    }))
    await inTransaction(db, async (trx) => {
      const locked = await lockRequests(trx, [...opened.map(({ id }) => id), randomUUID()])
      assert.deepEqual(new Set(locked.keys()), new Set(opened.map(({ id }) => id)))
      await updateRequests(trx, moved)
    })
    for (const request of moved) assert.deepEqual(await findRequest(db, request.id), request)
  })

  it('are locked, so that two who move the same one do it one after the other', async () => {
    const { db } = database
    const requests = [requestRow({ sequence: 0 }), requestRow({ sequence: 0 })]
    await inTransaction(db, (trx) => insertRequests(trx, requests))
    const ids = requests.map(({ id }) => id)
    const move = (order: readonly string[]): Promise<void> =>
      inTransaction(db, async (trx) => {
        const locked = await lockRequests(trx, order)
        await updateRequests(
          trx,
          [...locked.values()].map((request) => ({ ...request, sequence: request.sequence + 1 })),
        )
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => move(n % 2 === 0 ? ids : [...ids].reverse())))
    for (const id of ids) assert.equal((await findRequest(db, id))?.sequence, 20)
  })

  it('are locked with what the log has of them, so that no entry about one is counted twice, be it the first', async () => {
    const { db } = database
    const requests = [requestRow({ sequence: 0 }), requestRow({ sequence: 0 })]
    await inTransaction(db, (trx) => insertRequests(trx, requests))
    const named = requests.map(({ id }) => ({ id, subject: `about ${id}` }))
    const absent = { id: randomUUID(), subject: 'about nothing' }
    const log = (order: typeof named): Promise<void> =>
      inTransaction(db, async (trx) => {
        const locked = await lockRequestsAndSubjects(trx, [...order, absent])
        assert.deepEqual(locked.get(absent.id), { row: null, last: null })
        const known = order.map(({ id, subject }) => ({ subject, ...locked.get(id) }))
        const rows = known.flatMap(({ row }) => row ?? [])
        await updateRequests(
          trx,
          rows.map((row) => ({ ...row, sequence: row.sequence + 1 })),
        )
        const entry = entryOf(JSON.stringify({ n: randomUUID() }))
        const counted = known.map(({ subject, last }) => ({
          subject,
          entries: (last?.entries ?? 0) + 1,
          last_leaf: entry.leaf,
        }))
        const isFirst = (_: unknown, at: number): boolean => (known[at]?.last ?? null) === null
        await append(trx, {
          entries: [entry],
          secrets: [],
          opened: counted.filter(isFirst),
          subjects: counted.filter((one, at) => !isFirst(one, at)),
        })
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => log(n % 2 === 0 ? named : named.toReversed())))
    for (const { id } of named) assert.equal((await findRequest(db, id))?.sequence, 20)
    const subjects = await inTransaction(db, (trx) =>
      lockSubjects(
        trx,
        named.map(({ subject }) => subject),
      ),
    )
    assert.deepEqual(
      [...subjects.values()].map(({ entries }) => entries),
      [20, 20],
    )
  })

  it('are opened once when two open the same one at once, and the second then finds it', async () => {
    const { db } = database
    const request = requestRow()
    const open = (): Promise<'opened' | 'found'> =>
      inTransaction(db, async (trx) => {
        if ((await lockRequests(trx, [request.id])).has(request.id)) return 'found'
        await insertRequests(trx, [request])
        return 'opened'
      })
    const outcomes = await Promise.all([open(), open(), open(), open()])
    assert.equal(outcomes.filter((outcome) => outcome === 'opened').length, 1)
    await assert.rejects(
      inTransaction(db, (trx) => insertRequests(trx, [request])),
      isUniqueViolation,
    )
  })

  it('are listed by authority, the last changed first, page by page without loss or repetition', async () => {
    const { db } = database
    const own_authority = 'vn.lists'
    const requests = Array.from({ length: 7 }, (_, n) =>
      requestRow({
        own_authority,
        reference: `50%_${n}`,
        updated_at: afterNoon(Math.floor(n / 3)),
        state: `s${n % 2}`,
      }),
    )
    await inTransaction(db, (trx) => insertRequests(trx, requests))
    const seen: string[] = []
    let after: { updated_at: Date; id: string } | undefined
    for (;;) {
      const page = await listRequests(db, { authority: own_authority, limit: 3, ...(after ? { after } : {}) })
      seen.push(...page.map(({ id }) => id))
      after = page.at(-1)
      if (page.length < 3) break
    }
    const expected = [...requests].sort(
      (a, b) => b.updated_at.getTime() - a.updated_at.getTime() || (a.id < b.id ? 1 : -1),
    )
    assert.deepEqual(
      seen,
      expected.map(({ id }) => id),
    )
    const some = await listRequests(db, {
      authority: own_authority,
      state: 's1',
      referencePrefix: '50%_',
      limit: 100,
    })
    assert.equal(some.length, 3)
    assert.deepEqual(
      await listRequests(db, { authority: own_authority, referencePrefix: '5%', limit: 100 }),
      [],
    )
    assert.deepEqual(
      await listRequests(db, { authority: own_authority, counterpartState: 'EE', limit: 9 }),
      [],
    )
  })

  it('have measures that are replaced as a whole', async () => {
    const { db } = database
    const { id } = await inTransaction(db, async (trx) => {
      const request = requestRow()
      await insertRequests(trx, [request])
      await saveMeasures(trx, [
        { request: request.id, id: 'm2', kind: 'freezing', state: 'received', until: null },
        { request: request.id, id: 'm1', kind: 'preservation', state: 'requested', until: noon },
      ])
      await saveMeasures(trx, [
        { request: request.id, id: 'm1', kind: 'preservation', state: 'preserved', until: null },
      ])
      return request
    })
    assert.deepEqual(
      (await listMeasures(db, id)).map(({ id: measure, state, until }) => [measure, state, until]),
      [
        ['m1', 'preserved', null],
        ['m2', 'received', null],
      ],
    )
  })

  it('are found by the clock that runs out first, and passed over while another worker holds them', async () => {
    const { db } = database
    const requests = [3600, 3610, 3620].map((seconds) => requestRow({ next_clock_at: afterNoon(seconds) }))
    await inTransaction(db, (trx) => insertRequests(trx, requests))
    const early = afterNoon(3600)
    await inTransaction(db, async (trx) => {
      const due = (await lockDueRequests(trx, afterNoon(3615), 100)).filter(
        (row) => (row.next_clock_at ?? noon) >= early,
      )
      assert.deepEqual(
        due.map(({ id }) => id),
        requests.slice(0, 2).map(({ id }) => id),
      )
      const other = await inTransaction(db, (second) => lockDueRequests(second, afterNoon(3625), 100))
      assert.deepEqual(
        other.map(({ id }) => id),
        requests.slice(2).map(({ id }) => id),
      )
    })
  })

  it('are noted as not opened where all that this node has sent was refused, and as nothing else', async () => {
    const { db } = database
    const own_authority = 'vn.refused'
    const unplaced = { sequence: null, head: null }
    const refused = { direction: 'sent', status: 'refused', refusal: 'MESSAGE_INVALID', ...unplaced } as const
    const pending = { ...refused, status: 'pending', refusal: null } as const
    const cases: readonly [sequence: number, messages: readonly Partial<MessageRow>[], turn: string][] = [
      [0, [refused], 'refused'],
      [0, [refused, refused], 'refused'],
      [0, [refused, pending], 'theirs'],
      [0, [refused, { ...pending, direction: 'received' }], 'theirs'],
      [0, [], 'theirs'],
      [1, [refused], 'theirs'],
    ]
    const requests = cases.map(([sequence]) => requestRow({ own_authority, sequence, turn: 'theirs' }))
    const others = requestRow({ own_authority, sequence: 0, turn: 'theirs' })
    await inTransaction(db, async (trx) => {
      await insertRequests(trx, [...requests, others])
      const messages = cases.flatMap(([, said], at) =>
        said.map((change) => messageRow(requests[at]?.id ?? '', change)),
      )
      await insertMessages(trx, [...messages, messageRow(others.id, refused)])
      await noteNotOpened(
        trx,
        requests.map(({ id }) => id),
        afterNoon(60),
      )
    })
    const found = await Promise.all(requests.map(async ({ id }) => (await findRequest(db, id))?.turn))
    assert.deepEqual(
      found,
      cases.map(([, , turn]) => turn),
    )
    assert.equal((await findRequest(db, others.id))?.turn, 'theirs')
    const { rows } = await listOnDesk(db, own_authority, 'needs', null, 10)
    assert.deepEqual(
      rows.map(({ id }) => id).toSorted(),
      requests
        .slice(0, 2)
        .map(({ id }) => id)
        .toSorted(),
    )
  })
})
