import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { heldPieces } from '../../../src/store/exhibits/heldPieces.ts'

describe('pieces that are held', () => {
  it('give what was written last, or nothing at all', () => {
    const step = fc.record({
      position: fc.nat(200),
      lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      dropped: fc.option(fc.nat(200)),
      asked: fc.record({ position: fc.nat(250), length: fc.integer({ min: 1, max: 80 }) }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 20, max: 400 }), (steps, bytesMax) => {
        const held = heldPieces(bytesMax)
        const file = Buffer.alloc(500)
        const written = new Set<number>()
        for (const { position, lengths, dropped, asked } of steps) {
          const pieces = lengths.map((length) => randomBytes(length))
          let at = position
          for (const piece of pieces) {
            file.set(piece, at)
            for (let one = at; one < at + piece.length; one += 1) written.add(one)
            at += piece.length
          }
          held.add(position, pieces)
          if (dropped !== null) held.dropBefore(dropped)
          const space = Buffer.alloc(500)
          if (!held.copyInto(space, asked.position, asked.length)) continue
          const end = asked.position + asked.length
          for (let one = asked.position; one < end; one += 1) assert.ok(written.has(one))
          assert.ok(space.subarray(0, asked.length).equals(file.subarray(asked.position, end)))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('are given whole while there is room, from whichever pieces they came, and let go of once they were taken', () => {
    const held = heldPieces(1000)
    const bytes = randomBytes(900)
    held.add(300, [bytes.subarray(300, 600), bytes.subarray(600)])
    held.add(0, [bytes.subarray(0, 10), bytes.subarray(10, 300)])
    const space = Buffer.alloc(900)
    assert.ok(held.copyInto(space, 0, 900))
    assert.ok(space.equals(bytes))
    held.dropBefore(300)
    assert.ok(!held.copyInto(space, 0, 900))
    assert.ok(held.copyInto(space, 300, 600))
    held.add(900, [randomBytes(600)])
    assert.ok(!held.copyInto(space, 300, 601), 'what has no room is not held')
    held.dropBefore(900)
    held.add(900, [randomBytes(600)])
    assert.ok(held.copyInto(space, 900, 600), 'the room is free again')
  })
})
