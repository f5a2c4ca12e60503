import assert from 'node:assert/strict'
import { type LookedAt, narrow, openLookedAt } from '../support/lookedAt.ts'

describe('every page of the desk in the other languages', function () {
  this.timeout(300_000)
  let at: LookedAt
  before(async function () {
    at = await openLookedAt(this)
  })
  after(() => at.close())

  for (const language of ['ar', 'es', 'fr', 'ru', 'vi', 'zh'])
    it(`has nothing serious for axe, and fits a telephone, a tablet, a zoom of 200 % and a screen, in ${language}`, async () => {
      assert.deepEqual(await at.wrongIn(language, [narrow]), [])
    })
})
