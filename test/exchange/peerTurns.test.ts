import assert from 'node:assert/strict'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { peerTurns } from '../../src/exchange/peerTurns.ts'

describe('the turns of peers', () => {
  const { requestsAtOnceMax, bytesAtOnceMax, requestsPerSecond, requestsAfterPauseMax } = exchangeLimits.peer

  it('are so many at once for each, and one that is over makes room for one', () => {
    const turnOf = peerTurns(() => 0)
    const turns = Array.from({ length: requestsAtOnceMax }, () => turnOf('VN', 1))
    assert.ok(turns.every(({ ok }) => ok))
    const [first] = turns
    const refused = turnOf('VN', 1)
    assert.ok(!refused.ok && refused.code === 'NODE_BUSY')
    assert.ok(turnOf('QA', 1).ok)
    assert.ok(first?.ok === true)
    first.end()
    first.end()
    assert.ok(turnOf('VN', 1).ok)
    assert.ok(!turnOf('VN', 1).ok, 'an end counts once')
  })

  it('bring so many bytes at once', () => {
    const turnOf = peerTurns(() => 0)
    const most = turnOf('VN', bytesAtOnceMax)
    assert.ok(most.ok)
    assert.ok(!turnOf('VN', 1).ok)
    most.end()
    assert.ok(turnOf('VN', 1).ok)
  })

  it('are so many in a second, and after a pause some more', () => {
    let now = 0
    const turnOf = peerTurns(() => now)
    const taken = (): number => {
      for (let count = 0; ; count += 1) {
        const turn = turnOf('VN', 1)
        if (!turn.ok) return count
        turn.end()
      }
    }
    assert.equal(taken(), requestsAfterPauseMax)
    now += 1000
    assert.equal(taken(), requestsPerSecond)
    now += 3_600_000
    assert.equal(taken(), requestsAfterPauseMax)
  })
})
