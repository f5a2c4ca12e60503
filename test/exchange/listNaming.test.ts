import assert from 'node:assert/strict'
import { signTrustList } from '../../src/envelope/trustList.ts'
import { listNaming } from '../../src/exchange/listNaming.ts'
import { insertTrustList } from '../../src/store/trustLists.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { list, listSigner, listWith, now } from '../trust/fixture.ts'

describe('the list by which a signer is judged later', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  it('is the newest that names it, whatever lists come afterwards, and of nobody who is not known', async () => {
    const { db } = database
    const [one, other] = list.signers
    assert.ok(one !== undefined && other !== undefined)
    const taken = async (sequence: number, signers: readonly (typeof one)[]) => {
      const { jws, digest } = await signTrustList(listWith({ sequence, signers: [...signers] }), listSigner)
      await insertTrustList(db, { digest, state: 'VN', sequence, jws, accepted_at: now })
    }
    const sequenceFor = async ({ certificate }: typeof one): Promise<number | null | undefined> => {
      const named = await listNaming(db, 'VN', digestOfBase64(certificate))
      return named?.sequence ?? (named === null ? null : undefined)
    }
    assert.equal(await sequenceFor(one), undefined)
    await taken(1, [one])
    await taken(3, [one])
    assert.deepEqual([await sequenceFor(one), await sequenceFor(other)], [3, null])
    await taken(4, [other])
    assert.deepEqual([await sequenceFor(one), await sequenceFor(other)], [3, 4])
    // As one that was missed, or lost, and comes after newer ones.
    await taken(2, [one, other])
    assert.deepEqual([await sequenceFor(one), await sequenceFor(other)], [3, 4])
    assert.equal(await listNaming(db, 'QA', digestOfBase64(one.certificate)), undefined)
  })
})
