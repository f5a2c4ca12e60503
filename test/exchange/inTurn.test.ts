import assert from 'node:assert/strict'
import { eachInTurn } from '../../src/exchange/inTurn.ts'

describe('work that is done in turn', () => {
  /** Holds the thread up for so many milliseconds. */
  const holdUp = (ms: number): void => {
    const endMs = performance.now() + ms
    while (performance.now() < endMs);
  }

  it('lets whatever else waits have the thread in between, and keeps its order', async () => {
    let turns = 0
    let isOver = false
    const other = (): void => {
      turns += 1
      if (!isOver) setImmediate(other)
    }
    setImmediate(other)
    const items = [1, 2, 3, 4]
    const pace = { breathesMs: 1, endsMs: 60_000 }
    const seen = await eachInTurn(
      items,
      (item) => {
        holdUp(2)
        return [item, turns] as const
      },
      pace,
    )
    isOver = true
    assert.deepEqual(
      seen.map(([item]) => item),
      items,
    )
    const counts = seen.map(([, count]) => count)
    assert.deepEqual(
      counts,
      [...new Set(counts)].sort((one, next) => one - next),
      'each after a turn of the other',
    )
  })

  it('does the first, and leaves what has not begun when the time is over', async () => {
    const done = await eachInTurn(
      [1, 2, 3],
      (item) => {
        holdUp(2)
        return item
      },
      { breathesMs: 1_000, endsMs: 1 },
    )
    assert.deepEqual(done, [1])
  })
})
