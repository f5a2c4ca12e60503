import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { documents } from '../../src/message/generated/schemas.ts'
import { messageTypes } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { particular } from '../../src/message/particular.ts'
import { refuse, type Result } from '../../src/message/refusal.ts'
import {
  validateLote,
  validateMade,
  validateMessage,
  validateReceipt,
  validateTrustList,
} from '../../src/message/validate.ts'
import { isObject, places, withChange } from './schemaWalk.ts'

function example(name: string): JsonObject {
  return JSON.parse(readFileSync(`schemas/example/${name}.json`, 'utf8')) as JsonObject
}

function schema(path: string): JsonObject {
  const found = documents[path]
  assert.ok(found)
  return found
}

/** Frame and body walked together, as the validator of one type sees them. */
function* allPlaces(type: string, value: JsonObject) {
  yield* places(schema('envelope.json'), { ...value, body: {} })
  const { body } = value
  assert.ok(isObject(body))
  yield* places(schema(`message/${type}.json`), body, ['body'])
}

function faultOf(result: Result<object>): [string, string | undefined] {
  assert.equal(result.ok, false)
  return [result.code, result.pointer]
}

const judged: [
  string,
  (value: unknown) => Result<object>,
  (value: JsonObject) => Iterable<{ path: (string | number)[]; required: string[] }>,
][] = [
  ...messageTypes.map(
    (type) =>
      [type, validateMessage, (value: JsonObject) => allPlaces(type, value)] as (typeof judged)[number],
  ),
  ['delivery.sealed', validateMessage, (value) => allPlaces('delivery', value)],
  ['receipt-acceptance', validateReceipt, (value) => places(schema('receipt.json'), value)],
  ['receipt-rejection', validateReceipt, (value) => places(schema('receipt.json'), value)],
  ['trust-list', validateTrustList, (value) => places(schema('trust-list.json'), value)],
  ['made', validateMade, (value) => places(schema('made.json'), value)],
  ['lote', validateLote, (value) => places(schema('lote.json'), value)],
]

describe('message: validation', () => {
  it('refuses controls and changes of direction in the place that an amendment names', () => {
    const value = example('amend')
    const at = (pointer: string) => ({
      ...value,
      body: { ...(value.body as JsonObject), replaces: [{ pointer }] },
    })
    assert.ok(validateMessage(at('/body/outcomes/1/authorisation/date')).ok)
    for (const odd of ['\u001f', '\n', '\u0085', '\u202e', '\u2028', 'e\u0301'])
      assert.deepEqual(faultOf(validateMessage(at(`/body/outcomes${odd}`))), [
        'MESSAGE_INVALID',
        '/body/replaces/0/pointer',
      ])
  })

  it('names the character that nobody sees and which one of the text it is, and says nothing of a twin but that it is no plain text', () => {
    const said = (text: string) => {
      const amend = example('amend')
      const body = { ...(amend.body as JsonObject), replaces: [{ pointer: text }] }
      const result = validateMessage({ ...amend, body })
      assert.ok(!result.ok)
      return result.detail
    }
    assert.equal(said('/body/a😀\u202eb'), 'pointer: U+202E at character 9 is not allowed')
    assert.equal(said('/body/e\u0301'), 'pointer is not in Unicode NFC or holds control characters')
    // The one before says nothing of the one that follows.
    assert.equal(said('/body/\u000ca'), 'pointer: U+000C at character 7 is not allowed')
  })

  for (const [name, validate, walk] of judged) {
    it(`takes the example of ${name}, and nothing less or more`, () => {
      const value = example(name)
      const judged = validate(value)
      assert.ok(judged.ok, JSON.stringify(judged))
      for (const { path, required } of walk(value)) {
        for (const member of required) {
          const less = withChange(value, path, (at) => {
            Reflect.deleteProperty(at, member)
          })
          const place = `/${[...path, member].join('/')}`
          const refusal = validate(less)
          assert.ok(!refusal.ok, `without ${place}`)
          assert.ok(place.startsWith(refusal.pointer ?? '?'), `without ${place}: ${refusal.pointer ?? ''}`)
        }
        const more = withChange(value, path, (at) => {
          at.surprise = 1
        })
        assert.equal(validate(more).ok, false, `with a surprise in ${path.join('/')}`)
      }
    })
  }

  it('says what is missing and where (pain point 16)', () => {
    const value = withChange(example('request'), ['body', 'measures', 0], (at) => {
      delete at.necessity
    })
    assert.deepEqual(
      validateMessage(value),
      refuse('MESSAGE_INVALID', {
        pointer: '/body/measures/0/necessity',
        detail: 'necessity is missing',
        says: [particular('memberMissing', { member: 'necessity' })],
      }),
    )
  })

  it('refuses what is no message at all', () => {
    for (const value of [null, 1, 'request', [], undefined]) {
      assert.deepEqual(faultOf(validateMessage(value)), ['MESSAGE_INVALID', ''])
    }
    assert.deepEqual(faultOf(validateMessage({})), ['MESSAGE_INVALID', '/type'])
    assert.deepEqual(faultOf(validateMessage({ type: 7 })), ['MESSAGE_INVALID', '/type'])
    assert.deepEqual(faultOf(validateMessage(Object.create({ type: 'close' }))), ['MESSAGE_INVALID', '/type'])
  })

  it('tells an unknown type or version from a wrong message', () => {
    assert.deepEqual(faultOf(validateMessage({ ...example('close'), type: 'surrender' })), [
      'SCHEMA_UNKNOWN',
      '/type',
    ])
    assert.deepEqual(faultOf(validateMessage({ ...example('close'), type: 'constructor' })), [
      'SCHEMA_UNKNOWN',
      '/type',
    ])
    assert.deepEqual(faultOf(validateMessage({ ...example('close'), v: 2 })), ['SCHEMA_UNKNOWN', '/v'])
    assert.deepEqual(faultOf(validateMessage({ ...example('close'), v: '1' })), ['MESSAGE_INVALID', '/v'])
  })

  const wrong: [string, string, (string | number)[], string, JsonValue | undefined, string, RegExp][] = [
    [
      'a moment without offset',
      'status-request',
      [],
      'sentAt',
      '2027-03-08 11:15:00',
      '/sentAt',
      /sentAt must match/,
    ],
    [
      'a day that does not exist',
      'status-request',
      [],
      'sentAt',
      '2027-02-30T11:15:00Z',
      '/sentAt',
      /format/,
    ],
    ['a leap second', 'status-request', [], 'sentAt', '2016-12-31T23:59:60Z', '/sentAt', /pattern/],
    ['an id that is not UUIDv7', 'close', [], 'id', '0197b1c0-4001-4e01-9e00-0123456789ab', '/id', /pattern/],
    ['a digest in upper case', 'close', ['basis'], 'head', 'A'.repeat(64), '/basis/head', /pattern/],
    ['a salt with a second spelling', 'close', [], 'salt', `${'A'.repeat(42)}B`, '/salt', /pattern/],
    ['a sequence of nought', 'acknowledgement', [], 'sequence', 0, '/sequence', />= 1/],
    [
      'a name with a bidirectional control',
      'request',
      ['body', 'requestingAuthority'],
      'officer',
      'abc\u202etxt',
      '/body/requestingAuthority/officer',
      /U\+202E at character 4/,
    ],
    [
      'a decomposed name',
      'request',
      ['body', 'requestingAuthority'],
      'officer',
      'Nguye\u0302\u0303n',
      '/body/requestingAuthority/officer',
      /NFC/,
    ],
    [
      'an unknown code',
      'obstacle',
      ['body', 'outcomes', 0],
      'code',
      'BORED',
      '/body/outcomes/0/code',
      /not in the list/,
    ],
    [
      'an unknown outcome',
      'decision',
      ['body', 'outcomes', 0],
      'outcome',
      'maybe',
      '/body/outcomes/0/outcome',
      /says nothing that is known/,
    ],
    [
      'an unknown member with a plain name',
      'close',
      ['body'],
      'surprise',
      1,
      '/body/surprise',
      /surprise is not known here/,
    ],
    [
      'an unknown member with a name that could carry words',
      'close',
      ['body'],
      'Mr Example was here',
      1,
      '/body',
      /^a member is not known here$/,
    ],
    [
      'a request without a regime',
      'request',
      ['body', 'legalBasis', 0],
      'regime',
      undefined,
      '/body/legalBasis',
      /contain/,
    ],
    [
      'a new request that follows another',
      'request',
      ['body'],
      'earlier',
      { reference: 'X' },
      '/body/earlier',
      /earlier is not allowed here/,
    ],
    [
      'an urgency without a date',
      'request',
      ['body', 'urgency'],
      'date',
      undefined,
      '/body/urgency/date',
      /date is missing/,
    ],
    [
      'a postponement without an end',
      'postponed',
      ['body'],
      'until',
      undefined,
      '/body',
      /one is wanted: until, reviewAt/,
    ],
    [
      'a condition to delete without a date',
      'conditions-offer',
      ['body', 'conditions', 2],
      'until',
      undefined,
      '/body/conditions/2/until',
      /until is missing/,
    ],
    [
      'a path in the name of an exhibit',
      'delivery',
      ['exhibits', 0],
      'name',
      '../E2',
      '/exhibits/0/name',
      /pattern/,
    ],
    ['a key called __proto__', 'close', [], '__proto__', 1, '/__proto__', /not known here/],
  ]
  for (const [what, type, path, member, value, pointer, detail] of wrong) {
    it(`refuses ${what}`, () => {
      const changed = withChange(example(type), path, (at) => {
        if (type === 'postponed') delete at.reviewAt
        Object.defineProperty(at, member, { value, enumerable: true, configurable: true, writable: true })
      })
      const text = JSON.stringify(changed)
      const result = validateMessage(JSON.parse(text))
      assert.ok(!result.ok, text)
      assert.deepEqual([result.code, result.pointer], ['MESSAGE_INVALID', pointer])
      assert.match(result.detail ?? '', detail)
    })
  }

  it('asks for the proceeding and the purpose unless only preservation is wanted', () => {
    const file = JSON.parse(readFileSync('schemas/example/case/02-subscriber-information.json', 'utf8')) as {
      steps: { message: { body: JsonObject } }[]
    }
    const body = file.steps[0]?.message.body
    assert.ok(body)
    const { purpose, ...rest } = body
    assert.ok(purpose)
    const message = { ...example('request'), body, exhibits: [] }
    assert.equal(validateMessage(message).ok, true)
    assert.deepEqual(faultOf(validateMessage({ ...message, body: rest })), [
      'MESSAGE_INVALID',
      '/body/purpose',
    ])
  })

  it('refuses a rejection without a code, and an event that does not exist', () => {
    const { code, ...rest } = example('receipt-rejection')
    assert.ok(code)
    assert.deepEqual(faultOf(validateReceipt(rest)), ['MESSAGE_INVALID', '/code'])
    assert.deepEqual(faultOf(validateReceipt({ ...rest, event: 'opened' })), ['MESSAGE_INVALID', '/event'])
  })

  it('reads a trust list that names kinds of measures it does not know', () => {
    const list = withChange(example('trust-list'), ['capabilities'], (at) => {
      at.kinds = ['preservation', 'surrender-of-ships']
    })
    assert.equal(validateTrustList(list).ok, true)
    assert.deepEqual(faultOf(validateTrustList({ ...example('trust-list'), listSigners: [] })), [
      'MESSAGE_INVALID',
      '/listSigners',
    ])
  })
})
