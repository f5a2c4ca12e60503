import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type Encoding, Buffer as PageBuffer } from '../../../src/cli/page/nodeBuffer.ts'

const encodings: readonly Encoding[] = ['utf8', 'hex', 'base64', 'base64url', 'latin1', 'ascii']
const bytes = fc.uint8Array({ maxLength: 200 })
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...Array.from('AZaz09+/-_= \n.é')), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEFg')), maxLength: 40 }),
)

describe('the Buffer of a page', () => {
  it('writes the same text of any bytes as that of Node, whether they are text or not', () => {
    fc.assert(
      fc.property(bytes, fc.nat(20), fc.nat(220), (some, start, end) => {
        for (const encoding of encodings) {
          assert.equal(PageBuffer.from(some).toString(encoding), Buffer.from(some).toString(encoding))
          const part = Buffer.from(some).toString(encoding, start, end)
          assert.equal(PageBuffer.from(some).toString(encoding, start, end), part)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('reads the same bytes from any text as that of Node, whether it is of the encoding or not', () => {
    fc.assert(
      fc.property(text, (some) => {
        for (const encoding of encodings) {
          const expected = Buffer.from(some, encoding).toString('hex')
          assert.equal(PageBuffer.from(some, encoding).toString('hex'), expected, encoding)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('compares, joins, cuts and reads numbers as that of Node', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const [page, node] = [PageBuffer.from(one), Buffer.from(one)]
        assert.equal(PageBuffer.compare(one, other), Buffer.compare(one, other))
        assert.equal(page.equals(other), node.equals(other))
        assert.ok(PageBuffer.concat([one, other]).equals(Buffer.concat([one, other])))
        assert.ok(page.subarray(1, -1).equals(node.subarray(1, -1)))
        const { buffer } = one.slice()
        const [from, length] = [Math.min(2, one.length), Math.max(0, one.length - 3)]
        assert.ok(PageBuffer.from(buffer, from, length).equals(Buffer.from(buffer, from, length)))
        assert.ok(PageBuffer.from(buffer, from).equals(Buffer.from(buffer, from)))
        assert.ok(PageBuffer.from(buffer).equals(Buffer.from(buffer)))
        if (one.length < 8) return
        assert.equal(page.readBigUInt64BE(), node.readBigUInt64BE())
        assert.equal(page.readUInt32BE(3), node.readUInt32BE(3))
        for (const octets of [1, 2, 4, 6])
          assert.equal(page.readUIntBE(1, octets), node.readUIntBE(1, octets))
      }),
    )
    assert.ok(PageBuffer.alloc(3, 8).equals(Buffer.alloc(3, 8)))
    assert.ok(PageBuffer.of(1, 2).equals(Buffer.of(1, 2)))
    assert.equal(PageBuffer.byteLength('é'), Buffer.byteLength('é'))
    assert.ok(PageBuffer.isBuffer(PageBuffer.of()) && !PageBuffer.isBuffer(new Uint8Array()))
  })

  it('has bytes of its own, and parts that share them, as that of Node', () => {
    const source = Uint8Array.of(1, 2, 3)
    const made = PageBuffer.from(source)
    made.subarray(1)[0] = 9
    assert.deepEqual([...made], [1, 9, 3])
    assert.deepEqual([...source], [1, 2, 3])
  })
})
