import assert from 'node:assert/strict'
import { oneByOne } from '../../src/exchange/oneByOne.ts'

describe('several that broke together, done one by one', () => {
  const failing = (code: string): Error => Object.assign(new Error(code), { code })
  /** Which of five were tried, and what is told of all, where some fail so. */
  const tried = async (failures: Readonly<Record<number, string>>) => {
    const begun: number[] = []
    const broken: number[] = []
    const outcomes = await oneByOne([0, 1, 2, 3, 4], {
      of(one) {
        begun.push(one)
        const code = failures[one]
        return code === undefined ? Promise.resolve('done') : Promise.reject(failing(code))
      },
      undone: 'undone',
      onBroken: (one) => broken.push(one),
    })
    return { begun, broken, outcomes: outcomes.map((outcome) => outcome === 'done') }
  }

  it('are all tried where some are at fault themselves, or one takes too long', async () => {
    const all = [0, 1, 2, 3, 4]
    assert.deepEqual(await tried({ 0: '23514', 2: '22P02', 3: '57014' }), {
      begun: all,
      broken: [0, 2, 3],
      outcomes: [false, true, false, false, true],
    })
  })

  it('are tried no more once a second takes too long: a statement, or a lock that others hold', async () => {
    const { begun, outcomes } = await tried({ 1: '57014', 2: '55P03' })
    assert.deepEqual(begun, [0, 1, 2])
    assert.deepEqual(outcomes, [true, false, false, false, false])
  })

  it('are tried no more once the database is away; those that were done before stay done', async () => {
    const { begun, outcomes } = await tried({ 1: '57P01' })
    assert.deepEqual(begun, [0, 1])
    assert.deepEqual(outcomes, [true, false, false, false, false])
  })
})
