import assert from 'node:assert/strict'
import { requireTool } from '../support/outsideTool.ts'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { canonicalBytes, canonicalText } from '../../src/message/canonical.ts'

const vectors = '../shared/vectors/jcs/testdata'

describe('message: canonical JSON (RFC 8785)', () => {
  it('writes the published vectors byte for byte', function () {
    requireTool(this, existsSync(vectors), 'the public test vectors beside the checkout (../shared/vectors)')
    const names = readdirSync(join(vectors, 'input'))
    assert.equal(names.length, 6)
    for (const name of names) {
      const value: unknown = JSON.parse(readFileSync(join(vectors, 'input', name), 'utf8'))
      const expected = readFileSync(join(vectors, 'output', name))
      assert.deepEqual(Buffer.from(canonicalBytes(value)), expected, name)
    }
  })

  it('gives equal values one text, in whatever order their members were written', () => {
    assert.equal(canonicalText({ b: 1, a: [true, null, 1e21] }), '{"a":[true,null,1e+21],"b":1}')
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\ud'))
        const text = canonicalText(value)
        assert.equal(canonicalText(JSON.parse(text)), text)
      }),
    )
  })

  it('throws for what JSON cannot hold', () => {
    for (const value of [undefined, NaN, Infinity, '\ud800', { a: '\udc00' }]) {
      assert.throws(() => canonicalText(value))
    }
  })
})
