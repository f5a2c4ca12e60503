import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { isRarer, rarestOf } from '../../../src/exchange/search/rarest.ts'
import { countWords } from '../../../src/store/search/finding.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { afterNoon } from '../../support/rows.ts'

describe('the word along which a search goes', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
    const rows = Array.from({ length: 600 }, (_, at) => ({
      ...{ authority: 'vn.spp', opened_at: afterNoon(at * 60), request: randomUUID(), part: 'text' as const },
    }))
    const having = (word: string, each: number) =>
      rows.filter((_row, at) => at % each === 0).map((row) => ({ ...row, word }))
    const words = [
      ...having('always', 1),
      ...having('often', 2),
      ...having('seldom', 5),
      ...having('once', 600),
    ]
    await database.db.insertInto('search_word').values(words).execute()
  })
  after(() => database.close())

  it('is the rarest one, also among those that occur more often than is counted', async () => {
    const rarestAmong = async (...words: string[]) => {
      const counts = await countWords(
        database.db,
        { authority: 'vn.spp', from: null, until: null },
        words,
        100,
      )
      return rarestOf(words, counts)
    }
    assert.equal(await rarestAmong('always', 'often'), 'often')
    assert.equal(await rarestAmong('often', 'seldom', 'always'), 'seldom')
    assert.equal(await rarestAmong('seldom', 'once'), 'once')
    assert.equal(await rarestAmong('once', 'nowhere', 'always'), 'nowhere')
  })

  it('is that which reaches further back where two were counted to the end', () => {
    const [near, far] = [10, 5].map((at) => ({ requests: 500, since: afterNoon(at) }))
    assert.ok(near !== undefined && far !== undefined)
    assert.deepEqual([isRarer(far, near), isRarer(near, far), isRarer(near, near)], [true, false, false])
  })
})
