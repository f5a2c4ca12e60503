import assert from 'node:assert/strict'
import fc from 'fast-check'
import { newestAt } from '../../../src/audit/bundle/newestAt.ts'
import type { Mark } from '../../../src/audit/bundle/plan.ts'

const minuteMs = 60_000
const mark = (index: number, ms: number): Mark => ({ index, time: new Date(ms) })

/** Lists in the order of a log whose times go back by no more than five minutes. */
const lists = fc
  .array(
    fc.record({ apart: fc.integer({ min: 1, max: 3 }), later: fc.integer({ min: 0, max: 4 * minuteMs }) }),
    {
      maxLength: 30,
    },
  )
  .map((steps) => {
    let [index, ms] = [0, 0]
    return steps.map(({ apart, later }) => {
      index += apart
      ms += later
      return { index, ms }
    })
  })
  .chain((steady) =>
    fc
      .tuple(...steady.map(() => fc.integer({ min: 0, max: 2 * minuteMs })))
      .map((back) => steady.map(({ index, ms }, at) => mark(index, ms - (back[at] ?? 0)))),
  )

describe('the lists by which a node may have judged', () => {
  it('are the newest before an entry, and those that were replaced within a minute before it', () => {
    fc.assert(
      fc.property(
        lists,
        fc.nat(100),
        fc.integer({ min: -minuteMs, max: 130 * minuteMs }),
        (all, index, ms) => {
          const before = all.filter((one) => one.index < index)
          const expected = before.filter((_, at) => {
            const next = before[at + 1]
            return next === undefined || next.time.getTime() > ms - minuteMs
          })
          assert.deepEqual(newestAt(all, mark(index, ms)), expected)
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('are none before the first', () => {
    assert.deepEqual(newestAt([mark(4, 0)], mark(4, 0)), [])
    assert.deepEqual(newestAt([], mark(4, 0)), [])
  })
})
