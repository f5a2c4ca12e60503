import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { canonicalText } from '../../src/message/canonical.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { knownMessageTypes, registryOf, validatorOfMessage } from '../../src/message/registry.ts'
import { schemaProblems } from '../../src/message/schemaRules.ts'
import { readStrict } from '../../src/message/strict.ts'
import { schemaBase } from '../../src/message/unions.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { isObject, schemaDocuments, subschemas } from '../message/schemaWalk.ts'
import { requireTool } from '../support/outsideTool.ts'
import { root } from './sources.ts'

/** One whole message of every type, as the published examples have them. */
const examples = new Map(
  knownMessageTypes().map((type): [string, JsonObject] => [
    type,
    JSON.parse(readFileSync(join(root, 'schemas/example', `${type}.json`), 'utf8')) as JsonObject,
  ]),
)
const request = examples.get('request') ?? {}

/** Every object in a value, each as a function that gives the whole value with this member added there. */
function places(value: JsonValue, rebuild: (part: JsonValue) => JsonValue = (part) => part): Place[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => places(item, (part) => rebuild(value.with(at, part))))
  if (!isObject(value)) return []
  const here: Place = (name, member) => rebuild(withOwn(value, name, member))
  const inside = Object.entries(value).flatMap(([name, item]) =>
    places(item, (part) => rebuild(withOwn(value, name, part))),
  )
  return [here, ...inside]
}

type Place = (name: string, member: JsonValue) => JsonValue

/** Like spreading, and with `__proto__` a member like any other, as JSON has it. */
function withOwn(value: JsonObject, name: string, member: JsonValue): JsonObject {
  const copy = { ...value }
  Object.defineProperty(copy, name, { value: member, enumerable: true, writable: true, configurable: true })
  return copy
}

const codeOf = (value: unknown): string => {
  const judged = validateMessage(value)
  return judged.ok ? 'good' : judged.code
}

describe('attacks on what a message says', () => {
  it('takes the examples that these tests change', () => {
    for (const [type, example] of examples) assert.equal(codeOf(example), 'good', type)
  })

  it('attack 12: a member with the name of a prototype is refused wherever it stands, and changes nothing', () => {
    for (const [type, example] of examples) {
      for (const place of places(example)) {
        for (const name of ['__proto__', 'constructor', 'prototype', 'toString']) {
          const read = readStrict(Buffer.from(canonicalText(place(name, { polluted: true }))))
          assert.ok(read.ok)
          assert.notEqual(codeOf(read.value), 'good', `${type} with ${name}`)
        }
      }
    }
    assert.equal(({} as Record<string, unknown>).polluted, undefined)
  })

  it('attack 12: what must be there is not found in the prototype', () => {
    const path = 'part/prototype.json'
    const schema: JsonObject = {
      $id: schemaBase + path,
      type: 'object',
      properties: { toString: {} },
      required: ['toString'],
      additionalProperties: false,
    }
    const validator = registryOf({ ...documents, [path]: schema }).getSchema(schemaBase + path)
    assert.deepEqual([validator?.({}), validator?.({ toString: 'here' })], [false, true])
  })

  it('attack 55: members that nobody asked for are refused in every object of every type, and not passed over', () => {
    const described = new Set(
      schemaDocuments().flatMap(([, document]) =>
        [...subschemas(document)].flatMap(([, { properties }]) =>
          isObject(properties) ? Object.keys(properties) : [],
        ),
      ),
    )
    const names = ['iss', 'seq', 'keeper', 'approved', 'role', 'ifState'].filter(
      (name) => !described.has(name),
    )
    assert.ok(names.includes('iss') && names.includes('seq'))
    for (const [type, example] of examples) {
      const [frame, ...inner] = places(example)
      for (const place of [frame, ...inner])
        for (const name of names) assert.notEqual(codeOf(place?.(name, 'x')), 'good', `${name} in ${type}`)
      for (const name of ['state', 'authority', 'status', 'head'])
        assert.equal(
          codeOf(frame?.(name, 'accepted')),
          'MESSAGE_INVALID',
          `${name} beside the frame of ${type}`,
        )
    }
  })

  it('attack 55: an object that is not closed is refused in any schema', () => {
    const schema: JsonObject = { type: 'object', properties: { one: { type: 'string', maxLength: 9 } } }
    const codes = (more: JsonObject) => schemaProblems({ ...schema, ...more }).map(({ code }) => code)
    assert.deepEqual(codes({ additionalProperties: false }), [])
    assert.deepEqual(codes({}), ['OBJECT_OPEN'])
    assert.ok(codes({ additionalProperties: true }).includes('OBJECT_OPEN'))
  })

  it('attack 14: a pattern that can be made to cost and a string without an end are refused in any schema', () => {
    const withMember = (one: JsonObject): JsonObject => ({
      type: 'object',
      additionalProperties: false,
      properties: { one },
    })
    const codesOf = (one: JsonObject) => schemaProblems(withMember(one)).map(({ code }) => code)
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '^([a-z]+,?)*$', '^a*a*a*$', 'a+$', '^(?=a)a'])
      assert.deepEqual(codesOf({ type: 'string', maxLength: 9, pattern }), ['PATTERN_NOT_LINEAR'], pattern)
    assert.deepEqual(codesOf({ type: 'string' }), ['STRING_UNBOUNDED'])
    for (const [path, document] of schemaDocuments()) {
      const costly = schemaProblems(document).filter(
        ({ code }) => code === 'PATTERN_NOT_LINEAR' || code === 'STRING_UNBOUNDED',
      )
      assert.deepEqual(costly, [], path)
    }
  })

  it('attack 14: no pattern of any schema takes more than its share for ten times as much text', () => {
    const patterns = new Set(
      schemaDocuments().flatMap(([, document]) =>
        [...subschemas(document)].flatMap(([, { pattern }]) =>
          typeof pattern === 'string' ? [pattern] : [],
        ),
      ),
    )
    assert.ok(patterns.size > 20)
    for (const pattern of patterns) assert.ok(growthOf(new RegExp(pattern, 'u')) < 30, pattern)
    // The measure itself: a pattern that costs is found by it.
    assert.ok(growthOf(/^a*a*b$/u) > 30)
  })

  it('attack 15: two hundred thousand wrong items are one fault, not two hundred thousand', () => {
    const validator = validatorOfMessage('request')
    const exhibits = Array.from({ length: 200_000 }, () => 7)
    assert.equal(validator({ ...request, exhibits }), false)
    assert.ok((validator.errors ?? []).length < 10, `${validator.errors?.length ?? 0} errors`)
    assert.equal(codeOf({ ...request, exhibits }), 'MESSAGE_INVALID')
  })

  it('attack 16: a number that is canonical and beyond what its place may hold is refused', () => {
    for (const sequence of [0, -1, 1.5, 1e21, 1e300, Number.MAX_SAFE_INTEGER + 1]) {
      const read = readStrict(Buffer.from(canonicalText({ ...request, sequence })))
      assert.ok(read.ok)
      assert.equal(codeOf(read.value), 'MESSAGE_INVALID', String(sequence))
    }
  })

  it('attack 17: a text of a person holds no NUL, though JSON may', () => {
    const read = readStrict(Buffer.from(canonicalText({ ...request, reference: 'VN\0' })))
    assert.ok(read.ok)
    assert.equal(codeOf(read.value), 'MESSAGE_INVALID')
  })

  it('attack 18: the twin of a reference, or one that turns the reading direction, is refused in a message', () => {
    for (const reference of ['VN-e\u0301', 'VN-\u202e1', 'VN-\u2066a', 'VN-\u001b[31m'])
      assert.equal(codeOf({ ...request, reference }), 'MESSAGE_INVALID', JSON.stringify(reference))
    assert.equal(codeOf({ ...request, reference: 'VN-\u00e9' }), 'good')
  })

  it('attack 19: canonical JSON is byte for byte what another implementation writes', function () {
    requireTool(this, hasOther(), 'python3-rfc8785')
    const values = fc.sample(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), 500).filter(isWellFormed)
    const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 2_000)
    const all = [
      ...values,
      ...numbers,
      ...examples.values(),
      { '\u20ac': 1, '\r': 2, '\u{1f600}': 3, '\ufb33': 4 },
    ]
    const others = otherTexts(all)
    assert.equal(others.length, all.length)
    for (const [at, value] of all.entries()) {
      assert.equal(canonicalText(value), others[at])
      assert.ok(readStrict(Buffer.from(others[at] ?? '')).ok, others[at])
    }
  })

  it('attack 19: members in any order but that of RFC 8785 are refused', () => {
    for (const text of [
      '{"b":1,"a":2}',
      '{"\ufb33":1,"\u{1f600}":2}',
      '[{"a":{"d":1,"c":2}}]',
      '{"10":1,"9":2,"a":{"b":1,"B":2}}',
    ]) {
      const read = readStrict(Buffer.from(text))
      assert.equal(read.ok || read.code, 'JSON_NOT_CANONICAL', text)
    }
  })
})

/** How many times longer a pattern takes for ten times as much of the text that suits it worst, of those tried. */
function growthOf(pattern: RegExp): number {
  const parts = ['a', '1', 'a-', '1.', 'aA', '/', ':', '-', ' ', '\u00e9']
  const growths = parts.map((part) => {
    const text = (length: number) => `${part.repeat(length / part.length)}\u0000`
    return timeOf(pattern, text(10_000)) / Math.max(timeOf(pattern, text(1_000)), 0.2)
  })
  return Math.max(...growths)
}

/** The best of several, in milliseconds, so that another process on the machine does not count. */
function timeOf(pattern: RegExp, text: string): number {
  let best = Infinity
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now()
    pattern.test(text)
    best = Math.min(best, performance.now() - start)
  }
  return best
}

const isWellFormed = (value: unknown): boolean => {
  try {
    canonicalText(value)
    return true
  } catch {
    return false
  }
}

function hasOther(): boolean {
  try {
    execFileSync(python, ['-c', 'import rfc8785'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The one of the system, for which packages are installed. */
const python = '/usr/bin/python3'

/** What python3-rfc8785 writes for each value; whole numbers go as floats, as ECMAScript has them. */
function otherTexts(values: readonly unknown[]): string[] {
  const program = [
    'import sys, json, rfc8785',
    'whole = lambda text: float(text)',
    'values = json.loads(sys.stdin.read(), parse_int=whole)',
    'print(json.dumps([rfc8785.dumps(value).decode() for value in values]))',
  ].join('\n')
  const out = execFileSync(python, ['-c', program], { input: JSON.stringify(values), maxBuffer: 2 ** 28 })
  return JSON.parse(out.toString('utf8')) as string[]
}
