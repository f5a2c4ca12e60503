import assert from 'node:assert/strict'
import { databaseKilled } from '../drills/databaseKilled.ts'
import { failOver, failOverAsynchronous } from '../drills/failOver.ts'
import { playInShort } from '../support/drillInShort.ts'

describe('the drills of databases, in short', function () {
  this.timeout(180_000)

  it('show that a PostgreSQL that is killed costs nothing that was acknowledged', async function () {
    assert.match(await playInShort(this, databaseKilled), /^ {2}killed: /m)
  })

  it('show that a synchronous standby that is promoted has all, and that the log goes on without a fork', async function () {
    assert.match(
      await playInShort(this, failOver),
      /the log went on from [0-9]+ to [0-9]+ entries without a fork/,
    )
  })

  it('show that a node whose asynchronous standby lacked something notices, and gets it back from its peer', async function () {
    assert.match(await playInShort(this, failOverAsynchronous, 10), /NODE_ROLLED_BACK/)
  })
})
