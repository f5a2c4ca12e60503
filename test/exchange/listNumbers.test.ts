import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { numberAfterForgotten } from '../../src/exchange/listNumbers.ts'
import { secondOf } from '../../src/message/moment.ts'
import { numberMax } from '../../src/trust/succession.ts'

describe('the number of an own list where some may have been forgotten', () => {
  const now = new Date('2026-11-30T12:00:00.999Z')
  const numberAfter = (before: number): number => numberAfterForgotten(before, now, { random: randomBytes })

  it('is the moment, and drawn above those that are known where the clock has not come as far', () => {
    assert.equal(numberAfter(7), now.getTime())
    const drawn = numberAfter(now.getTime())
    assert.ok(drawn > now.getTime() && drawn <= now.getTime() + exchangeLimits.leapMax, `${drawn}`)
  })

  it('is never one that a peer would refuse, however often it was drawn within a day', () => {
    const most = numberMax(new Date(secondOf(now)))
    let number = now.getTime()
    for (let drawn = 0; drawn < 1_000; drawn += 1) {
      const next = numberAfter(number)
      assert.ok(next > number && next <= most, `${next} after ${number}`)
      number = next
    }
  })
})
