import assert from 'node:assert/strict'
import { requireTool } from '../support/outsideTool.ts'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { canonicalBytes, canonicalText } from '../../src/message/canonical.ts'
import { limits } from '../../src/message/limits.ts'
import { readForeign, readForeignWords, readStrict } from '../../src/message/strict.ts'

const suite = '../shared/vectors/JSONTestSuite/test_parsing'

const limitsOfWords = { bytesMax: limits.messageBytesMax, depthMax: limits.depthMax }

function read(text: string) {
  return readStrict(new TextEncoder().encode(text))
}

function codeOf(result: ReturnType<typeof readStrict>): string {
  return result.ok ? 'ok' : result.code
}

describe('message: reading JSON strictly', () => {
  it('accepts of JSONTestSuite no wrong text, and every right one that is canonical', function () {
    requireTool(this, existsSync(suite), 'the public test vectors beside the checkout (../shared/vectors)')
    const accepted: string[] = []
    for (const name of readdirSync(suite)) {
      const bytes = readFileSync(join(suite, name))
      const result = readStrict(bytes)
      if (result.ok) accepted.push(name)
      const text = bytes.toString('utf8')
      if (name.startsWith('n_')) assert.equal(result.ok, false, name)
      if (name.startsWith('y_'))
        assert.equal(codeOf(result), isOwnCanonical(text) ? 'ok' : 'JSON_NOT_CANONICAL', name)
    }
    assert.equal(accepted.filter((name) => name.startsWith('y_')).length, 42)
    // The one open case is a number that the schemas bound.
    assert.deepEqual(
      accepted.filter((name) => name.startsWith('i_')),
      ['i_number_too_big_pos_int.json'].filter((name) => accepted.includes(name)),
    )
  })

  it('reads back what was written canonically', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const result = readStrict(canonicalBytes(value))
        assert.ok(result.ok)
        assert.equal(canonicalText(result.value), canonicalText(value))
      }),
    )
  })

  const refusedAll = (texts: readonly string[]) => {
    for (const text of texts) assert.equal(codeOf(read(text)), 'JSON_NOT_CANONICAL', text)
  }

  it('refuses a second spelling of a value', () => {
    refusedAll(['{"b":1,"a":2}', '{ "a":1}', '{"a":1}\n', '["\\u0041"]', '["\\/"]'])
  })

  it('attack 11: a member that stands twice, plain or escaped, is refused', () => {
    refusedAll(['{"a":1,"a":1}', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '[{"a":{"b":1,"b":1}}]'])
  })

  it('attack 16: a number has one spelling, and none that would be rounded', () => {
    refusedAll(['[1.0]', '[1e0]', '[-0]', '[1e400]', '[9007199254740993]', '[123456789012345678901]'])
  })

  it('attack 17: half of a surrogate pair is refused, escaped as well', () => {
    refusedAll(['["\\ud800"]', '["\\udc00\\ud800"]', '{"\\udfff":1}'])
  })

  it('refuses with its place what others have written as JSON and has no canonical text, where it is to be signed', () => {
    for (const [text, pointer, detail] of [
      ['"\\udc00"', '', /a text/],
      ['{"a":[1,{"b/~":"x\\ud83dy"}]}', '/a/1/b~1~0', /a text/],
      ['[{"\\ude00\\ud83d":1}]', '/0', /the name/],
      ['{"a":-1e999}', '/a', /a number/],
    ] as const) {
      const bytes = Buffer.from(text)
      assert.ok(readForeign(bytes, limitsOfWords).ok)
      const read = readForeignWords(bytes, limitsOfWords)
      assert.deepEqual(
        [read.ok ? 'ok' : read.code, read.ok ? '' : read.pointer],
        ['JSON_INVALID', pointer],
        text,
      )
      assert.match(read.ok ? '' : (read.detail ?? ''), detail)
    }
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        const read = readForeignWords(Buffer.from(text), limitsOfWords)
        if (read.ok) canonicalText(read.value)
      }),
    )
  })

  it('attack 17: what is not JSON or not UTF-8 is refused, a byte order mark and overlong forms too', () => {
    for (const text of ['', '{', '\ufeff{}', '[1,]', '{"a":}', 'NaN']) {
      assert.equal(codeOf(read(text)), 'JSON_INVALID', text)
    }
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ]) {
      assert.equal(codeOf(readStrict(Uint8Array.from(bytes))), 'JSON_INVALID')
    }
  })

  it('attack 13: a depth bomb is stopped before the parser, and brackets inside strings do not count', () => {
    assert.equal(codeOf(read('['.repeat(limits.messageBytesMax))), 'JSON_TOO_DEEP')
    assert.equal(codeOf(read('['.repeat(33) + ']'.repeat(33))), 'JSON_TOO_DEEP')
    assert.equal(codeOf(read('['.repeat(32) + ']'.repeat(32))), 'ok')
    assert.equal(codeOf(read(JSON.stringify('[{'.repeat(50) + '"\\' + '[{'.repeat(50)))), 'ok')
    assert.equal(codeOf(read(`[${Array.from({ length: 40 }, () => '[]').join(',')}]`)), 'ok')
    assert.equal(codeOf(read('"\\')), 'JSON_INVALID')
  })

  it('refuses more bytes than its limit without looking at them', () => {
    assert.equal(codeOf(read(`"${'a'.repeat(limits.messageBytesMax)}"`)), 'JSON_TOO_LARGE')
    assert.equal(codeOf(readStrict(Buffer.from('[[]]'), { bytesMax: 4, depthMax: 1 })), 'JSON_TOO_DEEP')
    assert.equal(codeOf(readStrict(Buffer.from('[[]]'), { bytesMax: 3, depthMax: 9 })), 'JSON_TOO_LARGE')
  })

  it('keeps a key called __proto__ an own member', () => {
    const result = read('{"__proto__":{"type":"decision"}}')
    assert.ok(result.ok)
    assert.equal(Object.getPrototypeOf(result.value), Object.prototype)
    assert.deepEqual(Object.keys(result.value as object), ['__proto__'])
  })
})

function isOwnCanonical(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text)) === text
  } catch {
    return false
  }
}
