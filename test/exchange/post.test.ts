import assert from 'node:assert/strict'
import { CutOff } from '../../src/exchange/callFailures.ts'
import { courier } from '../../src/exchange/post.ts'
import { paths } from '../../src/web/paths.ts'

const url = 'https://node.example.test'

/** A peer whose network swallows what is sent: a connection to it is neither made nor refused. */
const swallowed = (): void => undefined

describe('what is asked of a peer by a process that stops', () => {
  it('is let go of though no connection has come about, and nothing more is begun', async () => {
    const { fetchTrustList, post, cutOff, close } = courier(paths, null, swallowed)
    const waiting = [fetchTrustList(url), post(url, ['a line'])]
    cutOff()
    waiting.push(fetchTrustList(url))
    for (const { status, ...one } of await Promise.allSettled(waiting)) {
      assert.equal(status, 'rejected')
      assert.ok('reason' in one && one.reason instanceof CutOff)
    }
    await close()
  })
})
