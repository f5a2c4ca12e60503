import assert from 'node:assert/strict'
import { connectionCut } from '../drills/connectionCut.ts'
import { drills } from '../drills/drills.ts'
import { playInShort } from '../support/drillInShort.ts'

describe('the drills', function () {
  this.timeout(180_000)

  it('have names of their own and say what they do', () => {
    assert.equal(new Set(drills.map(({ name }) => name)).size, drills.length)
    for (const { does } of drills) assert.match(does, /^[a-z].{40,200}$/)
  })

  it('show that connections may be cut anywhere, in short', async function () {
    const said = await playInShort(this, connectionCut)
    assert.match(said, /cut: [0-9]+ connections to VN/)
    assert.match(said, /cut: [0-9]+ connections to QA/)
  })
})
