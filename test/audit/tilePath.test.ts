import assert from 'node:assert/strict'
import fc from 'fast-check'
import { tilePath } from '../../src/audit/tile.ts'
import { readTilePath } from '../../src/audit/tilePath.ts'

describe('the path of a tile', () => {
  it('reads back as the tile', () => {
    const tile = fc.record({
      level: fc.integer({ min: 0, max: 63 }),
      index: fc.nat({ max: 10 ** 14 }),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(fc.property(tile, (one) => assert.deepEqual(readTilePath(tilePath(one)), { ...one })))
  })

  it('has one spelling only', () => {
    for (const path of [
      '',
      'tile/0/0',
      'tile/00/000',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/300',
      'tile/0/000.p/01',
      'tile/entries/000',
      'tile/0/000/',
      '/tile/0/000',
      'tile/100/000',
    ]) {
      assert.equal(readTilePath(path), null, path)
    }
  })
})
