import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { type Gather, gatherer } from '../../src/exchange/gather.ts'

/** Hands items over one after another, as they come in the same moment; none is turned away. */
function all<Outcome>(gather: Gather<number, Outcome>, items: readonly number[]): Promise<Outcome>[] {
  return items.map((item) => gather(item) ?? Promise.reject(new Error('turned away')))
}

const limits = { itemsMax: 3, batchesAtOnceMax: 1, waitingMax: 5 }

/** Handles batches only when told to. */
function slow() {
  const batches: (readonly number[])[] = []
  const gates: (() => void)[] = []
  const handle = async (items: readonly number[]): Promise<string[]> => {
    batches.push(items)
    await new Promise<void>((resolve) => gates.push(resolve))
    return items.map((item) => `done ${item}`)
  }
  return { batches, handle, open: () => gates.shift()?.() }
}

describe('a gatherer', () => {
  it('handles a single item at once', async () => {
    const gather = gatherer<number, number>((items) => Promise.resolve(items.map((item) => item * 2)), limits)
    assert.equal(await gather(21), 42)
  })

  it('handles together what waits together, in order, and gives each its own outcome', async () => {
    const { batches, handle, open } = slow()
    const gather = gatherer(handle, limits)
    const first = gather(1)
    await pause(5)
    const others = all(gather, [2, 3, 4, 5])
    open()
    assert.equal(await first, 'done 1')
    await pause(5)
    open()
    assert.deepEqual(await Promise.all(others.slice(0, 3)), ['done 2', 'done 3', 'done 4'])
    await pause(5)
    open()
    assert.equal(await others[3], 'done 5')
    assert.deepEqual(batches, [[1], [2, 3, 4], [5]])
  })

  it('answers null at once when too many wait', async () => {
    const { handle, open } = slow()
    const gather = gatherer(handle, limits)
    const first = gather(0)
    await pause(5)
    const waiting = all(gather, [1, 2, 3, 4, 5])
    assert.equal(gather(6), null)
    for (let round = 0; round < 3; round += 1) {
      open()
      await pause(5)
    }
    assert.equal(await first, 'done 0')
    assert.equal((await Promise.all(waiting)).length, 5)
    assert.notEqual(gather(7), null)
  })

  it('lets no sender take the places of the others', async () => {
    const { handle, open } = slow()
    const senderOf = (item: number): string => (item < 10 ? 'one' : 'other')
    const gather = gatherer(handle, { ...limits, waitingOfOneMax: 2 }, senderOf)
    const first = gather(0)
    await pause(5)
    const waiting = all(gather, [1, 2])
    assert.equal(gather(3), null)
    const others = all(gather, [11, 12])
    assert.equal(gather(13), null)
    open()
    await first
    await pause(5)
    // Three have been taken, one of the other waits.
    const again = all(gather, [4, 5, 14])
    assert.deepEqual([gather(6), gather(15)], [null, null])
    for (let round = 0; round < 3; round += 1) {
      open()
      await pause(5)
    }
    const outcomes = await Promise.all([...waiting, ...others, ...again])
    assert.deepEqual(
      outcomes,
      [1, 2, 11, 12, 4, 5, 14].map((item) => `done ${item}`),
    )
  })

  it('fails the items of a batch that failed and no other', async () => {
    const gather = gatherer<number, number>(
      (items) => (items.includes(13) ? Promise.reject(new Error('thirteen')) : Promise.resolve([...items])),
      { ...limits, itemsMax: 1 },
    )
    const outcomes = await Promise.allSettled(all(gather, [12, 13, 14]))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
  })

  it('fails an item for which no outcome came back', async () => {
    const gather = gatherer<number, number>(() => Promise.resolve([]), limits)
    await assert.rejects(Promise.resolve(gather(1)), /fewer outcomes/)
  })

  it('runs several batches at once up to its bound, and none that is empty', async () => {
    const { batches, handle, open } = slow()
    const gather = gatherer(handle, { itemsMax: 2, batchesAtOnceMax: 2, waitingMax: 100 })
    const outcomes = all(gather, [1, 2, 3, 4, 5, 6])
    await pause(5)
    assert.deepEqual(batches, [
      [1, 2],
      [3, 4],
    ])
    for (let round = 0; round < 4; round += 1) {
      open()
      await pause(5)
    }
    await Promise.all(outcomes)
    const quiet = gatherer(handle, { itemsMax: 10, batchesAtOnceMax: 2, waitingMax: 100 })
    const both = all(quiet, [7, 8])
    await pause(5)
    open()
    await Promise.all(both)
    assert.deepEqual(batches.slice(2), [
      [5, 6],
      [7, 8],
    ])
  })

  it('divides what is much among the batches that may begin, and little not', async () => {
    const { batches, handle, open } = slow()
    const gather = gatherer(handle, { itemsMax: 10, batchesAtOnceMax: 2, waitingMax: 100, dividedFrom: 4 })
    const first = all(gather, [1, 2, 3, 4, 5])
    await pause(5)
    assert.deepEqual(batches, [
      [1, 2, 3],
      [4, 5],
    ])
    const second = all(gather, [6, 7, 8, 9])
    open()
    await pause(5)
    assert.deepEqual(batches.slice(2), [[6, 7, 8, 9]], 'one alone may begin')
    open()
    open()
    await Promise.all([...first, ...second])
    const few = all(gather, [10, 11, 12])
    await pause(5)
    open()
    await Promise.all(few)
    assert.deepEqual(batches.slice(3), [[10, 11, 12]])
  })
})
