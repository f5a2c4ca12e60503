import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { inTransaction } from '../../src/store/failures.ts'
import { insertMessages } from '../../src/store/messages.ts'
import {
  type SharedRange,
  listClosed,
  listSettled,
  listShared,
  markOf,
  rangesOf,
  setClosed,
} from '../../src/store/recall.ts'
import { insertRefusals } from '../../src/store/refusals.ts'
import { findRequest, insertRequests, updateRequests } from '../../src/store/requests.ts'
import type { RequestRow } from '../../src/store/tables.ts'
import { emptyRecord } from '../../src/workflow/record.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { messageRow, noon, requestRow, someDigest, someReceipt } from '../support/rows.ts'

/** Where a record stands, as docs/interoperability.md describes it. */
function markIn(request: string, head: string, last: string | null): number {
  const bytes = Buffer.from(request.replaceAll('-', '') + head + (last ?? ''), 'hex')
  return parseInt(createHash('sha256').update(bytes).digest('hex').slice(0, 13), 16)
}

/** Marks have 52 bits, and the operators of numbers 32. */
function xor(marks: readonly number[]): number {
  return Number(marks.reduce((all, mark) => all ^ BigInt(mark), 0n))
}

describe('what two nodes compare of their records', () => {
  let database: TestDatabase
  let rows: RequestRow[]
  before(async () => {
    database = await testDatabase()
    const last = (n: number): string | null => (n % 3 === 0 ? null : someDigest())
    const theirs = Array.from({ length: 25 }, (_, n) => requestRow({ last_other: last(n) }))
    const others = Array.from({ length: 5 }, () => requestRow({ counterpart_state: 'EE' }))
    await inTransaction(database.db, (trx) => insertRequests(trx, [...theirs, ...others]))
    rows = theirs.sort((a, b) => (a.id < b.id ? -1 : 1))
  })
  after(() => database.close())

  const rangeOf = (some: readonly RequestRow[], until: string | null): SharedRange => {
    const mark = xor(some.map(({ id, head, last_other: last }) => markIn(id, head, last)))
    return { until, count: some.length, mark }
  }

  it('is counted and marked in ranges, the last of which goes to the end', async () => {
    const { db } = database
    assert.deepEqual(await rangesOf(db, 'QA', null, { size: 10, max: 10 }), [
      rangeOf(rows.slice(0, 10), rows[9]?.id ?? ''),
      rangeOf(rows.slice(10, 20), rows[19]?.id ?? ''),
      rangeOf(rows.slice(20), null),
    ])
    assert.deepEqual(await rangesOf(db, 'QA', rows[4]?.id ?? '', { size: 10, max: 1 }), [
      rangeOf(rows.slice(5, 15), rows[14]?.id ?? ''),
    ])
    assert.deepEqual(await rangesOf(db, 'QA', rows[24]?.id ?? '', { size: 10, max: 10 }), [rangeOf([], null)])
    assert.deepEqual(await rangesOf(db, 'FI', null, { size: 10, max: 10 }), [rangeOf([], null)])
  })

  it('is the same between two ids as in the range of the other node', async () => {
    const { db } = database
    const [after, until] = [rows[3]?.id ?? '', rows[8]?.id ?? '']
    const { count, mark } = rangeOf(rows.slice(4, 9), null)
    assert.deepEqual(await markOf(db, 'QA', after, until), { count, mark })
    assert.deepEqual(await markOf(db, 'FI', null, null), { count: 0, mark: 0 })
    const listed = await listShared(db, 'QA', { after, until }, 3)
    assert.deepEqual(
      listed,
      rows.slice(4, 7).map(({ id: request, sequence, head, last_other: last }) => ({
        request,
        sequence,
        head,
        last,
        erased: false,
      })),
    )
  })

  it('changes with every move of a record', async () => {
    const { db } = database
    const [row] = rows
    assert.ok(row !== undefined)
    const before = await markOf(db, 'QA', null, null)
    await inTransaction(db, (trx) => updateRequests(trx, [{ ...row, last_other: someDigest() }]))
    assert.notDeepEqual(await markOf(db, 'QA', null, null), before)
    await inTransaction(db, (trx) => updateRequests(trx, [row]))
    assert.deepEqual(await markOf(db, 'QA', null, null), before)
  })

  it('counts a request of which no more is known than that its opening was refused', async () => {
    const { db } = database
    const request = randomUUID()
    const [first, second] = [someDigest(), someDigest()]
    const refusal = (digest: string, more: object = {}) => ({
      at: noon,
      from_state: 'FI',
      message_digest: digest,
      message_id: randomUUID(),
      request,
      code: 'MESSAGE_INVALID',
      detail: '',
      bytes: `jws of ${digest}`,
      receipt: someReceipt,
      ...more,
    })
    await insertRefusals(db, [
      refusal(first),
      refusal(second),
      refusal(someDigest(), { request: null }),
      refusal(someDigest(), { request: 'no-uuid' }),
      // Of a record that has a row, the row counts.
      refusal(someDigest(), { request: rows[0]?.id, from_state: 'QA' }),
      refusal(someDigest(), { request: rows[0]?.id }),
    ])
    const { head } = emptyRecord(request)
    assert.deepEqual(await listShared(db, 'FI', { after: null, until: null }, 10), [
      { request, sequence: 0, head, last: second, erased: false },
    ])
    assert.deepEqual(await markOf(db, 'FI', null, null), { count: 1, mark: markIn(request, head, second) })
    assert.equal((await markOf(db, 'QA', null, null)).count, 25)
    const settled = await listSettled(db, 'FI', { request, sequence: 0, after: null }, 10)
    assert.deepEqual(
      settled.map(({ jws }) => jws),
      [first, second].sort().map((digest) => `jws of ${digest}`),
    )
    // What a third State had refused about a record of others is not told to it as a part of that record.
    assert.deepEqual(
      await listSettled(db, 'FI', { request: rows[0]?.id ?? '', sequence: 0, after: null }, 10),
      [],
    )
  })

  it('is handed over in the order of putting it back, page by page: what has a receipt, and no other', async () => {
    const { db } = database
    const request = requestRow({ sequence: 3 })
    await inTransaction(db, (trx) => insertRequests(trx, [request]))
    const place = (sequence: number, receipt: string | null) =>
      messageRow(request.id, { sequence, receipt, jws: `placed ${sequence}` })
    const unplaced = { sequence: null, head: null, direction: 'sent' } as const
    await inTransaction(db, (trx) =>
      insertMessages(trx, [
        place(1, someReceipt),
        place(2, null),
        place(3, someReceipt),
        messageRow(request.id, { ...unplaced, status: 'pending', receipt: someReceipt, jws: 'pending' }),
        messageRow(request.id, { ...unplaced, status: 'pending', jws: 'on its way' }),
        messageRow(request.id, {
          ...unplaced,
          status: 'refused',
          refusal: 'X',
          receipt: someReceipt,
          jws: 'refused',
        }),
      ]),
    )
    const listed = async (sequence: number, after: string | null, limit: number) =>
      await listSettled(db, 'QA', { request: request.id, sequence, after }, limit)
    const all = await listed(0, null, 10)
    assert.deepEqual(
      all.map(({ jws }) => jws),
      ['refused', 'placed 1', 'placed 3', 'pending'],
    )
    assert.deepEqual(
      (await listed(1, null, 10)).map(({ jws }) => jws),
      ['refused', 'placed 3', 'pending'],
    )
    const [first, ...rest] = all
    assert.deepEqual(await listed(0, first?.at ?? null, 10), rest)
    assert.deepEqual(await listed(0, null, 1), [first])
    assert.deepEqual(
      await listSettled(db, 'EE', { request: request.id, sequence: 0, after: null }, 10),
      [],
      'a record is told to its other party only',
    )
  })

  it('is handed over in the order of the places that receipts name, where none could be given here yet', async () => {
    const { db } = database
    const request = requestRow({ sequence: 3 })
    await inTransaction(db, (trx) => insertRequests(trx, [request]))
    const receiptOf = (sequence: number): string => {
      const payload = JSON.stringify({ time: noon.toISOString(), sequence })
      return `header.${Buffer.from(payload).toString('base64url')}.signature`
    }
    // The other way round than their digests.
    const digests = [someDigest(), someDigest(), someDigest()].sort().reverse()
    await inTransaction(db, (trx) =>
      insertMessages(
        trx,
        [5, 6, 10].map((sequence, place) =>
          messageRow(request.id, {
            ...{ sequence: null, head: null, direction: 'sent', status: 'pending' },
            ...{ digest: digests[place] ?? '', receipt: receiptOf(sequence), jws: `named ${sequence}` },
          }),
        ),
      ),
    )
    const all = await listSettled(db, 'QA', { request: request.id, sequence: 0, after: null }, 10)
    assert.deepEqual(
      all.map(({ jws }) => jws),
      ['named 5', 'named 6', 'named 10'],
    )
    for (const { at } of all) assert.match(at, /^[ -~]{1,100}$/)
  })

  it('may be closed for new messages, and opened again', async () => {
    const { db } = database
    const id = rows[7]?.id ?? ''
    const closed = (code: string | null) => inTransaction(db, (trx) => setClosed(trx, id, code))
    await closed('RECORD_FORK')
    assert.deepEqual(await listClosed(db, 'QA'), [id])
    assert.deepEqual(await listClosed(db, 'EE'), [])
    assert.equal((await findRequest(db, id))?.closed, 'RECORD_FORK')
    await closed(null)
    assert.deepEqual(await listClosed(db, 'QA'), [])
  })
})
