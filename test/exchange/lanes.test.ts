import assert from 'node:assert/strict'
import { lanes } from '../../src/exchange/lanes.ts'
import { until } from '../support/world.ts'

const hourMs = 3_600_000

describe('lanes', () => {
  /** Work that ends when the test says so. */
  const work = () => {
    const begun: string[] = []
    const ends = new Map<string, () => void>()
    const named = (name: string) => async (): Promise<void> => {
      begun.push(name)
      await new Promise<void>((resolve) => ends.set(name, resolve))
    }
    return { begun, named, end: (name: string) => ends.get(name)?.() }
  }

  it('let so many be begun at once, and the others in the order in which they came', async () => {
    const inLane = lanes(2, hourMs)
    const { begun, named, end } = work()
    const all = Promise.all(['one', 'two', 'three', 'four'].map((name) => inLane(named(name))))
    assert.deepEqual(begun, ['one', 'two'])
    end('two')
    await until('the next is begun', () => begun.length === 3)
    assert.deepEqual(begun, ['one', 'two', 'three'])
    end('three')
    await until('the last is begun', () => begun.length === 4)
    for (const name of begun) end(name)
    await all
    void inLane(named('five'))
    void inLane(named('six'))
    void inLane(named('seven'))
    assert.deepEqual(begun.slice(4), ['five', 'six'], 'no lane was lost, and none was won')
    for (const name of ['five', 'six']) end(name)
    await until('it ends', () => begun.length === 7)
    end('seven')
  })

  it('are left by what takes too long, which goes on; and by what fails', async () => {
    const inLane = lanes(1, 20)
    const { begun, named, end } = work()
    let isOver = false
    const slow = inLane(named('slow')).then(() => (isOver = true))
    const others = ['one', 'two'].map((name) => inLane(named(name)))
    await until('the others are begun', () => begun.length === 3)
    assert.ok(!isOver)
    for (const name of begun) end(name)
    await Promise.all([slow, ...others])
    const fails = inLane(() => Promise.reject(new Error('broken')))
    const next = inLane(named('next'))
    await assert.rejects(fails, /broken/)
    await until('the next is begun', () => begun.length === 4)
    end('next')
    await next
  })
})
