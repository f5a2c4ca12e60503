import assert from 'node:assert/strict'
import { backupRestored } from '../drills/backupRestored.ts'
import { nodeKilled } from '../drills/nodeKilled.ts'
import { weekAway } from '../drills/weekAway.ts'
import { playInShort } from '../support/drillInShort.ts'

describe('the drills of absence, in short', function () {
  this.timeout(240_000)

  it('show that nodes that are killed over and over lose nothing', async function () {
    assert.match(await playInShort(this, nodeKilled), /^ {2}killed: /m)
  })

  it('show that both sides may be gone for a week', async function () {
    await playInShort(this, weekAway)
  })

  it("show that yesterday's backup on one side costs no record", async function () {
    assert.match(await playInShort(this, backupRestored, 10), /passed: a day and an hour by the clock/)
  })
})
