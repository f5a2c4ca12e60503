import assert from 'node:assert/strict'
import { isUniqueViolation } from '../../src/store/failures.ts'
import { findAsking } from '../../src/store/askings.ts'
import { findPeer, listPeers, removePeer, savePeer } from '../../src/store/peers.ts'
import { insertRefusals, listRefusals } from '../../src/store/refusals.ts'
import { readSetting, settleSetting, writeSetting } from '../../src/store/settings.ts'
import {
  findTrustList,
  insertTrustList,
  newestListsOfPeers,
  newestTrustList,
  newestTrustLists,
  trustListBefore,
  trustListHistory,
} from '../../src/store/trustLists.ts'
import type { TrustListRow } from '../../src/store/tables.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { afterNoon, noon, someDigest } from '../support/rows.ts'

describe('what a node knows of others', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  it('keeps peers with their pins, and since when it has them', async () => {
    const { db } = database
    const peer = { state: 'QA', pins: ['aa', 'b,"{}'], added_at: noon }
    await savePeer(db, peer)
    const asking = await findAsking(db, 'QA')
    await savePeer(db, { ...peer, pins: ['cc'], added_at: afterNoon(9) })
    assert.deepEqual(await findPeer(db, 'QA'), { ...peer, pins: ['cc'], heard_at: null, asking })
    await savePeer(db, { ...peer, state: 'EE' })
    const states = (await listPeers(db)).map(({ state }) => state)
    assert.deepEqual(states, ['EE', 'QA'])
    assert.equal(await removePeer(db, 'EE'), true)
    assert.equal(await removePeer(db, 'EE'), false)
    assert.equal(await findPeer(db, 'EE'), null)
  })

  it('keeps every trust list, knows the newest, and takes no second one with the same number', async () => {
    const { db } = database
    const list = (state: string, sequence: number) => ({
      digest: someDigest(),
      state,
      sequence,
      jws: 'a.b.c',
      accepted_at: noon,
    })
    const [first, second, other] = [list('QA', 9), list('QA', 10), list('EE', 1)]
    const named = ({ state, digest }: TrustListRow): unknown => ({ state, digest })
    for (const each of [second, first, other, first]) await insertTrustList(db, each)
    await assert.rejects(insertTrustList(db, list('QA', 10)), isUniqueViolation)
    assert.deepEqual(await newestTrustList(db, 'QA'), second)
    assert.equal(await newestTrustList(db, 'FI'), null)
    for (const state of ['EE', 'QA']) await savePeer(db, { state, pins: ['aa'], added_at: noon })
    assert.deepEqual(await newestListsOfPeers(db), [other, second].map(named))
    await removePeer(db, 'EE')
    assert.deepEqual(
      await newestListsOfPeers(db),
      [named(second)],
      'of one that is pinned no more nothing counts',
    )
    for (const atOnce of [1, 2, 3]) {
      const read: TrustListRow[] = []
      for await (const row of trustListHistory(db, 'QA', atOnce)) read.push(row)
      assert.deepEqual(read, [first, second], `${atOnce} at a time`)
    }
    assert.deepEqual(await newestTrustLists(db, 'QA', 1), [second])
    assert.deepEqual([await trustListBefore(db, 'QA', 1), await trustListBefore(db, 'QA', 2)], [first, null])
    assert.deepEqual(await findTrustList(db, first.digest), first)
  })

  it('keeps settings, and lets one win where several set the same at once', async () => {
    const { db } = database
    await writeSetting(db, 'name', 'one')
    await writeSetting(db, 'name', 'two')
    assert.equal(await readSetting(db, 'name'), 'two')
    assert.equal(await readSetting(db, 'other'), null)
    const settled = await Promise.all(['a', 'b', 'c', 'd'].map((value) => settleSetting(db, 'once', value)))
    assert.equal(new Set(settled).size, 1)
  })

  it('remembers what it refused, the newest first, page by page', async () => {
    const { db } = database
    const unknown = { from_state: null, message_digest: null, message_id: null, request: null, bytes: null }
    const codes = ['PEER_UNKNOWN', 'SIGNATURE_INVALID', 'MESSAGE_ID_REUSED']
    await insertRefusals(
      db,
      codes.map((code) => ({ ...unknown, at: noon, code, detail: '' })),
    )
    const page = await listRefusals(db, 2)
    const rest = await listRefusals(db, 2, page.at(-1)?.id)
    const listed = [...page, ...rest].map(({ code }) => code)
    assert.deepEqual(listed, [...codes].reverse())
    const tooLarge = {
      ...unknown,
      at: noon,
      code: 'MESSAGE_ID_REUSED',
      detail: '',
      bytes: 'x'.repeat(2_097_153),
    }
    await assert.rejects(insertRefusals(db, [tooLarge]), { code: '23514' })
  })
})
