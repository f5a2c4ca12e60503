import assert from 'node:assert/strict'
import { steadyClock } from '../../src/exchange/steadyClock.ts'
import { silent } from '../support/world.ts'

const minuteMs = 60_000

describe('the clock of a machine', () => {
  /** A machine on which so much time passes, and whose clock moves by another amount. */
  const machine = () => {
    let [atMs, tickMs] = [Date.parse('2027-02-01T08:00:00Z'), 0]
    const isSteady = steadyClock({ machineNow: () => new Date(atMs), log: silent }, () => tickMs)
    return {
      isSteady,
      pass: (ms: number, ofClockMs = ms): void => {
        tickMs += ms
        atMs += ofClockMs
      },
    }
  }

  it('is steady while it goes as time does, however seldom somebody looks, and is set by seconds', () => {
    const { isSteady, pass } = machine()
    for (const [ms, ofClockMs] of [
      [minuteMs, minuteMs],
      [48 * 60 * minuteMs, 48 * 60 * minuteMs],
      [minuteMs, 100 * 1_000],
      [minuteMs, 30 * 1_000],
    ] as const) {
      pass(ms, ofClockMs)
      assert.ok(isSteady(), `${ms} ${ofClockMs}`)
    }
  })

  it('is not for an hour after it has leapt, ahead or back', () => {
    for (const leapMs of [24 * 60 * minuteMs, -60 * minuteMs]) {
      const { isSteady, pass } = machine()
      pass(minuteMs, minuteMs + leapMs)
      assert.ok(!isSteady())
      pass(59 * minuteMs)
      assert.ok(!isSteady())
      pass(minuteMs)
      assert.ok(isSteady())
    }
  })
})
