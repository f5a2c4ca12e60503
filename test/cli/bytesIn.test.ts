import assert from 'node:assert/strict'
import { bytesIn } from '../../src/cli/bytesIn.ts'

describe('a size as people write it', () => {
  it('is a number of bytes, in tens or in twos', () => {
    for (const [text, bytes] of [
      ['0', 0],
      ['500', 500],
      ['20MB', 20_000_000],
      ['1.5 TiB', 1.5 * 2 ** 40],
      ['3KiB', 3_072],
      ['2kB', 2_000],
    ] as const)
      assert.equal(bytesIn(text), bytes, text)
  })

  it('is nothing else', () => {
    for (const text of ['', '-1', '20mb', '1e3', 'many', '1.2345GB', '10000000TiB', '20 M B', '٢MB'])
      assert.equal(bytesIn(text), null, text)
  })
})
