import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { findEntrusted, insertEntrusted, listShown } from '../../src/store/entrusted.ts'
import { inTransaction, isUniqueViolation } from '../../src/store/failures.ts'
import { insertMessages, listOfTypes } from '../../src/store/messages.ts'
import { matter as migration } from '../../src/store/migrations/0004-matter.ts'
import { findRequest, findRequestsOf, insertRequests, updateRequests } from '../../src/store/requests.ts'
import { write } from '../../src/store/write.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { messageRow, noon, requestRow, someDigest } from '../support/rows.ts'

function signed(payload: unknown): string {
  return `header.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`
}

describe('what other States have given, in the store', () => {
  let database: TestDatabase
  const request = requestRow({ matter: randomUUID() })
  const message = messageRow(request.id)
  before(async () => {
    database = await testDatabase()
    const shown = {
      message: message.digest,
      request: request.id,
      kind: 'message' as const,
      digest: someDigest(),
    }
    const file = { ...shown, kind: 'file' as const, name: 'E1', digest: someDigest() }
    await inTransaction(database.db, (trx) =>
      write(trx, {
        now: noon,
        opened: [request],
        messages: [message],
        entrusted: [file, { ...shown, name: '1' }, { ...shown, name: '0' }],
      }),
    )
  })
  after(() => database.close())

  it('is found by its digest, and what was shown by the record in which it was', async () => {
    const { db } = database
    const all = await db.selectFrom('entrusted').selectAll().orderBy('name').execute()
    assert.deepEqual(
      all.map(({ name }) => name),
      ['0', '1', 'E1'],
    )
    const digests = all.map(({ digest }) => digest)
    const found = await findEntrusted(db, digests)
    assert.deepEqual(new Set(found.map(({ name }) => name)), new Set(['0', '1', 'E1']))
    assert.deepEqual(await findEntrusted(db, []), [])
    assert.deepEqual(await findEntrusted(db, [someDigest()]), [])
    const shown = await listShown(db, [request.id])
    assert.deepEqual(
      shown.map(({ name, sequence, jws }) => [name, sequence, jws]),
      [
        ['0', 1, message.jws],
        ['1', 1, message.jws],
      ],
    )
    assert.deepEqual(await listShown(db, []), [])
  })

  it('is noted once for a message', async () => {
    const again = { message: message.digest, request: request.id, kind: 'file', name: 'E1' } as const
    await assert.rejects(
      inTransaction(database.db, (trx) => insertEntrusted(trx, [{ ...again, digest: someDigest() }])),
      isUniqueViolation,
    )
    await inTransaction(database.db, (trx) => insertEntrusted(trx, []))
  })

  it('belongs to requests that are found by their ids and by their matters', async () => {
    const { db } = database
    const alone = requestRow()
    const later = requestRow()
    await inTransaction(db, (trx) => insertRequests(trx, [alone, later]))
    await inTransaction(db, (trx) => updateRequests(trx, [{ ...later, matter: request.matter }]))
    assert.equal((await findRequest(db, later.id))?.matter, request.matter)
    const idsOf = async (ids: readonly string[], matters: readonly (string | null)[]) =>
      (
        await findRequestsOf(
          db,
          ids,
          matters.flatMap((one) => one ?? []),
        )
      )
        .map(({ id }) => id)
        .sort()
    assert.deepEqual(await idsOf([alone.id], []), [alone.id])
    assert.deepEqual(await idsOf([], [request.matter]), [request.id, later.id].sort())
    assert.deepEqual(
      await idsOf([alone.id, request.id], [request.matter]),
      [request.id, later.id, alone.id].sort(),
    )
    assert.deepEqual(await idsOf([], []), [])
  })

  it('comes with the answers of its State, those that have a place', async () => {
    const { db } = database
    const consent = messageRow(request.id, { type: 'use-consent', sequence: 2 })
    const pending = { sequence: null, head: null, status: 'pending' as const, direction: 'sent' as const }
    const waiting = messageRow(request.id, { type: 'use-consent', ...pending })
    await inTransaction(db, (trx) => insertMessages(trx, [consent, waiting]))
    assert.deepEqual(await listOfTypes(db, [request.id], ['use-consent']), [consent])
    assert.deepEqual(await listOfTypes(db, [], ['use-consent']), [])
  })

  it('is taken from the messages that were there before the table was', async () => {
    const old = await testDatabase()
    try {
      const { db } = old
      const before = requestRow()
      await inTransaction(db, (trx) => insertRequests(trx, [before]))
      await sql`drop table entrusted`.execute(db)
      await sql`alter table request drop column matter`.execute(db)
      const files = ['é', 'ab', 'abc'].map((name, place) => ({
        id: `E${place + 1}`,
        name,
        sha256: someDigest(),
      }))
      const rows = files.map((_, place) =>
        messageRow(before.id, {
          sequence: place + 1,
          jws: signed({ exhibits: files.slice(place, place + 1) }),
        }),
      )
      const own = messageRow(before.id, { sequence: 9, direction: 'sent', jws: signed({ exhibits: files }) })
      const bare = messageRow(before.id, { sequence: 10, jws: signed({ exhibits: [] }) })
      await inTransaction(db, (trx) => insertMessages(trx, [...rows, own, bare]))
      await migration.up(db)
      const found = await db.selectFrom('entrusted').selectAll().orderBy('name').execute()
      assert.deepEqual(
        found,
        files.map(({ id, sha256 }, place) => ({
          message: rows[place]?.digest,
          request: before.id,
          kind: 'file',
          name: id,
          digest: sha256,
        })),
      )
      assert.equal((await findRequest(db, before.id))?.matter, null)
    } finally {
      await old.close()
    }
  })
})
