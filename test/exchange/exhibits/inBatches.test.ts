import assert from 'node:assert/strict'
import { inBatches } from '../../../src/exchange/exhibits/inBatches.ts'

describe('what a stream gives, in batches', () => {
  async function* stream(lengths: readonly number[], end: { failure?: Error; closed?: boolean } = {}) {
    try {
      for (const length of lengths) yield await Promise.resolve(Buffer.alloc(length, length))
      if (end.failure !== undefined) throw end.failure
    } finally {
      end.closed = true
    }
  }
  const soon = async () => await new Promise((done) => setTimeout(done, 20))

  it('is all of it, in order, so many bytes at a time', async () => {
    const batches: number[][] = []
    for await (const batch of inBatches(stream([3, 4, 1, 9, 2, 2]), { least: 6, most: 20 }))
      batches.push(batch.map(({ length }) => length))
    assert.deepEqual(batches.flat(), [3, 4, 1, 9, 2, 2])
    for (const batch of batches.slice(0, -1)) assert.ok(batch.reduce((sum, one) => sum + one, 0) >= 6)
  })

  it('is nothing where nothing comes', async () => {
    for await (const batch of inBatches(stream([]), { least: 6, most: 20 })) assert.fail(String(batch.length))
  })

  it('is given up to where it broke off, before its failure is told', async () => {
    const given: number[] = []
    const failure = new Error('cut')
    await assert.rejects(async () => {
      for await (const batch of inBatches(stream([3, 1], { failure }), { least: 6, most: 20 })) {
        await soon()
        given.push(...batch.map(({ length }) => length))
      }
    }, failure)
    assert.deepEqual(given, [3, 1])
  })

  it('waits while so much is held', async () => {
    let asked = 0
    async function* source() {
      for (; asked < 50; asked += 1) yield await Promise.resolve(Buffer.alloc(4))
    }
    for await (const batch of inBatches(source(), { least: 6, most: 20 })) {
      assert.ok(batch.length <= 6, String(batch.length))
      const before = asked
      await soon()
      assert.ok(asked - before <= 6, String(asked - before))
    }
    assert.equal(asked, 50)
  })

  it('closes the stream where nobody wants more of it', async () => {
    const end: { closed?: boolean } = {}
    const long = Array.from({ length: 1_000 }, () => 4)
    for await (const batch of inBatches(stream(long, end), { least: 6, most: 20 })) {
      assert.ok(batch.length > 0)
      break
    }
    await soon()
    assert.equal(end.closed, true)
  })
})
