import assert from 'node:assert/strict'
import { randomFrom } from '../../fuzz/random.ts'
import { drawer, statesMax, statesNamed } from './pairs.ts'

describe('who asks whom in a year', () => {
  it('is drawn by how many live in both States, and how far they are apart', () => {
    // Brazil and Argentina are near; Japan is far from both, and has more people than Argentina.
    const draw = drawer(['BR', 'AR', 'JP'])
    const random = randomFrom(1, 'pairs', 0)
    const counted = new Map<string, number>()
    const draws = 20_000
    for (let drawn = 0; drawn < draws; drawn += 1) {
      const { from, to } = draw(random)
      const pair = `${from} ${to}`
      counted.set(pair, (counted.get(pair) ?? 0) + 1)
    }
    const between = (one: string, other: string): number =>
      (counted.get(`${one} ${other}`) ?? 0) + (counted.get(`${other} ${one}`) ?? 0)
    // 221 and 47 million at 2,870 km; 221 and 123 million at 17,300 km; 47 and 123 million at 18,300 km.
    const weights = [(221 * 47) / 2870, (221 * 123) / 17_300, (47 * 123) / 18_300]
    const whole = weights.reduce((sum, one) => sum + one, 0)
    const found = [between('BR', 'AR'), between('BR', 'JP'), between('AR', 'JP')]
    for (const [index, weight] of weights.entries()) {
      assert.ok(Math.abs((found[index] ?? 0) / draws - weight / whole) < 0.03, found.join(' '))
    }
    const asked = counted.get('BR AR') ?? 0
    assert.ok(Math.abs(asked / between('BR', 'AR') - 0.5) < 0.03)
  })

  it('knows two hundred States, each once', () => {
    assert.equal(statesMax, 200)
    assert.equal(new Set(statesNamed(statesMax)).size, 200)
    assert.throws(() => drawer(['MA'])(randomFrom(1, 'pairs', 0)), /nobody is there to ask/)
  })
})
