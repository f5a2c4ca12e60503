import assert from 'node:assert/strict'
import { addDocuments } from '../../src/message/addDocuments.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import { validatorOf } from '../../src/message/registry.ts'
import { schemaProblems } from '../../src/message/schemaRules.ts'

const line = { type: 'string', maxLength: 60 }
/** A closed object with these members. */
const having = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...more,
})
const faults = (schema: JsonObject) => schemaProblems(schema).map(({ code, pointer }) => `${code} ${pointer}`)
const ofMember = (schema: JsonValue) => faults(having({ one: schema }))

describe('message: the rules that every schema keeps', () => {
  it('are kept by what is closed, bounded and says what it is', () => {
    assert.deepEqual(ofMember(line), [])
    assert.deepEqual(ofMember({ type: 'array', maxItems: 3, items: line }), [])
    assert.deepEqual(ofMember({ type: 'integer', minimum: 1, maximum: 2 }), [])
    assert.deepEqual(ofMember({ enum: ['a', 'b'] }), [])
    assert.deepEqual(ofMember({ type: 'string', oneOf: [{ const: 'A' }, { const: 'B' }] }), [])
    assert.deepEqual(ofMember({ type: 'object', maxProperties: 3, additionalProperties: line }), [])
    assert.deepEqual(ofMember({ type: 'object', oneOf: [having({}), having({ a: line })] }), [])
    assert.deepEqual(faults(having({ one: line }, { anyOf: [{ required: ['one'] }] })), [])
    assert.deepEqual(
      faults(
        having(
          { one: line },
          { if: { properties: { one: { const: 'a' } } }, then: { properties: { one: false } } },
        ),
      ),
      [],
    )
  })

  const broken: readonly (readonly [string, JsonValue, readonly string[]])[] = [
    ['a string without an end', { type: 'string' }, ['STRING_UNBOUNDED']],
    ['a string or nothing', { type: ['string', 'null'] }, ['STRING_UNBOUNDED']],
    [
      'a string of alternatives without an end',
      { type: 'string', oneOf: [{ pattern: '^a' }] },
      ['STRING_UNBOUNDED'],
    ],
    ['a list without an end', { type: 'array', items: line }, ['LIST_UNBOUNDED']],
    ['a list of whatever', { type: 'array', maxItems: 3 }, ['ANYTHING_ALLOWED']],
    ['a number', { type: 'number', minimum: 0, maximum: 1 }, ['NUMBER_UNBOUNDED']],
    ['an integer without an end', { type: 'integer', minimum: 0 }, ['NUMBER_UNBOUNDED']],
    ['an open object', { type: 'object', properties: {} }, ['OBJECT_OPEN']],
    ['an open object that does not say so', { properties: { a: line } }, ['ANYTHING_ALLOWED', 'OBJECT_OPEN']],
    ['a map without an end', { type: 'object', additionalProperties: line }, ['OBJECT_OPEN']],
    [
      'an object with an open alternative',
      { type: 'object', oneOf: [having({}), { required: ['a'] }] },
      ['OBJECT_OPEN'],
    ],
    ['an object of duties alone', { type: 'object', allOf: [{ required: ['a'] }] }, ['OBJECT_OPEN']],
    ['whatever', {}, ['ANYTHING_ALLOWED']],
    ['everything', true, ['ANYTHING_ALLOWED']],
    ['words about nothing', { description: 'Anything.' }, ['ANYTHING_ALLOWED']],
    ['a pattern that costs', { ...line, pattern: '^(a+)+$' }, ['PATTERN_NOT_LINEAR']],
    ['a pattern without a beginning', { ...line, pattern: 'a' }, ['PATTERN_NOT_LINEAR']],
  ]
  for (const [name, schema, codes] of broken)
    it(`are broken by ${name}`, () => {
      assert.deepEqual(
        ofMember(schema)
          .map((one) => one.split(' ')[0])
          .sort(),
        [...codes].sort(),
      )
      assert.ok(ofMember(schema).every((one) => one.includes('/properties/one')))
    })

  it('are broken by a member for a key or a recovery phrase, wherever it is (R-22)', () => {
    for (const name of [
      'privateKey',
      'walletPrivateKey',
      'seed',
      'seedPhrase',
      'mnemonic',
      'recoveryWords',
      'xprv',
      'passphrase',
      'spendKey',
      'view_key',
      'password',
    ])
      assert.deepEqual(faults(having({ deep: having({ [name]: line }) })), [
        `SECRET_NAMED /properties/deep/properties/${name}`,
      ])
    for (const name of ['publicKey', 'keyword', 'recoveredAmount'])
      assert.deepEqual(ofMember(line).concat(faults(having({ [name]: line }))), [], name)
  })

  it('reach into definitions, alternatives and maps, and are not fooled by names of members', () => {
    assert.deepEqual(faults(having({ one: line }, { $defs: { two: { type: 'string' } } })), [
      'STRING_UNBOUNDED /$defs/two',
    ])
    assert.deepEqual(faults(having({ ifNot: { type: 'string' }, then: { type: 'string' } })), [
      'STRING_UNBOUNDED /properties/ifNot',
      'STRING_UNBOUNDED /properties/then',
    ])
    const unevaluated: JsonObject = {
      type: 'object',
      unevaluatedProperties: false,
      allOf: [{ properties: { a: {} } }],
    }
    assert.ok(faults(unevaluated).includes('ANYTHING_ALLOWED /allOf/0/properties/a'))
    assert.ok(
      ofMember({
        type: 'object',
        maxProperties: 2,
        patternProperties: { '(a+)+': line },
        additionalProperties: false,
      }).includes('PATTERN_NOT_LINEAR /properties/one'),
    )
  })
})

describe('message: the schemas of a State', () => {
  const base = 'https://rogatory.example/schemas/'
  const part = (schema: JsonObject): JsonObject => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${base}part/soil.json`,
    version: '1.1',
    title: 'Soil',
    description: 'Made up for a test.',
    ...schema,
  })

  it('are tables too: profiles, machines and words are judged by the schema of their kind', () => {
    const tables = Object.entries(documents).filter(([path]) => /^(profile|workflow|text)\//.test(path))
    assert.ok(tables.length > 20)
    for (const [path, document] of tables) {
      const validator = validatorOf(`${path.slice(0, path.indexOf('/'))}.json`)
      assert.ok(validator(document), `${path} ${JSON.stringify(validator.errors)}`)
    }
    const problems = addDocuments({
      'profile/VNQA.json': { ...documents['profile/UNCC.json'], id: 'VNQA', zone: 7 },
      'version.json': { version: '1.1' },
    })
    assert.deepEqual(problems, [{ path: 'profile/VNQA.json', problem: '/zone must be string' }])
  })

  it('are refused with the rule that they break and the place, and nothing of them is added', () => {
    const problems = addDocuments({
      'part/soil.json': part(having({ words: { type: 'string' }, list: { type: 'array', items: line } })),
      'version.json': { version: '1.1' },
    })
    assert.deepEqual(
      problems.map(({ path, code, pointer }) => [path, code, pointer]),
      [
        ['part/soil.json', 'STRING_UNBOUNDED', '/properties/words'],
        ['part/soil.json', 'LIST_UNBOUNDED', '/properties/list'],
      ],
    )
  })
})
