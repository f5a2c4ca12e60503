import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { knownMessageTypes, thoroughValidatorOf } from '../../src/message/registry.ts'
import { type BodyFault, faultsMax, faultsOfBody, shapeOfDraft } from '../../src/message/unfinished.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { checkDraft } from '../../src/workflow/check/checkDraft.ts'
import { measureKinds } from '../../src/workflow/table.ts'
import { asking, at, requestFor, stateList } from '../workflow/check/drafts.ts'
import { isObject } from './schemaWalk.ts'

const example = JSON.parse(readFileSync('schemas/example/request.json', 'utf8')) as JsonObject
const body = example.body as JsonObject
const shape = (change: JsonObject) => shapeOfDraft({ ...example, body: { ...body, ...change } }, 'request')
const places = (change: JsonObject) => shape(change).faults.map(({ pointer }) => pointer)

/** Every object of a value, with a way to leave out each of its members. */
function* lessByOne(value: JsonValue, rebuild: (less: JsonValue) => JsonValue): Generator<JsonValue> {
  if (Array.isArray(value)) {
    for (const [place, item] of value.entries())
      yield* lessByOne(item, (less) => rebuild(value.map((one, other) => (other === place ? less : one))))
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const others = Object.entries(value).filter(([other]) => other !== name)
      yield rebuild(Object.fromEntries(others))
      yield rebuild({ ...value, [name]: 7 })
      yield* lessByOne(member, (less) => rebuild({ ...value, [name]: less }))
    }
  }
}

/** A body as it is while somebody fills it in: each member alone, its lists and objects with nothing in them, or all but one member. */
function* halfFilled(body: JsonObject): Generator<JsonObject> {
  for (const [name, member] of Object.entries(body)) {
    const rows = Array.isArray(member) ? [[], [{}], ['']] : isObject(member) ? [{}] : ['']
    for (const one of [member, ...rows]) yield { [name]: one }
    const items: readonly JsonValue[] = Array.isArray(member) ? member : []
    for (const less of items.flatMap((item) => [...lessByOne(item, (value) => value)]))
      yield { [name]: [less] }
    yield Object.fromEntries(Object.entries(body).filter(([other]) => other !== name))
  }
}

describe('message: the shape of what is not finished', () => {
  it('has no fault where the message is valid, and is read as it stands', () => {
    const { faults, more, readable } = shapeOfDraft(example, 'request')
    assert.deepEqual([faults, more], [[], 0])
    assert.deepEqual(readable, example)
  })

  it('tells every fault with its place, once, and not those of alternatives that were not meant', () => {
    const period = { from: '2027-01-01T00:00:00Z' }
    const persons = [{ role: 'suspect' }, { role: 'astrologer', names: [] }]
    assert.deepEqual(places({ period, persons }), [
      '/body/persons/0/names',
      '/body/persons/1/role',
      '/body/persons/1/names',
      '/body/period/to',
    ])
  })

  it('is bounded, and says how much more there is', () => {
    const persons = Array.from({ length: 80 }, () => ({ role: 'suspect' }))
    const { faults, more } = shape({ persons })
    assert.deepEqual([faults.length, more], [faultsMax, 30])
  })

  it('is looked at once for each fault, though thousands are below as many choices', () => {
    const measures = Array.from({ length: 2_500 }, () => ({ kind: 'search-seizure', where: {} }))
    const timeOf = (work: () => void): number => {
      const begun = performance.now()
      work()
      return performance.now() - begun
    }
    const validate = thoroughValidatorOf('request')
    const alone = timeOf(() => validate.call({}, { type: 'request', body: { measures } }))
    let found: readonly BodyFault[] = []
    const told = timeOf(() => (found = faultsOfBody('request', { measures }, Infinity)))
    assert.ok(told < 3 * alone + 1_000, `${told} ms, and ${alone} ms to validate`)
    // Each tells of its own alternatives, and not of those of every other measure.
    assert.deepEqual([...new Set(found.flatMap(({ oneOf }) => [oneOf.join()]))].sort(), [
      '',
      'domesticOrder,possibleAtHome',
      'place,system',
    ])
  }).timeout(60_000)

  it('gathers what is wrong in many rows, and never copies all of it for each of them', () => {
    const code = String(thoroughValidatorOf('request'))
    assert.match(code, /vErrors\.push/)
    assert.doesNotMatch(code, /vErrors\.concat/)
    const { faults, more } = shape({ offences: Array.from({ length: 40_000 }, () => ({})) })
    assert.equal(faults.length, faultsMax)
    assert.ok(more > 40_000)
  })

  it('keeps what can be read, each in its place', () => {
    const [measure] = body.measures as JsonObject[]
    assert.ok(measure !== undefined)
    const measures = [
      { id: 'x1', kind: 'astrology' },
      { ...measure, extra: 1, relation: 7 },
    ]
    const { readable } = shape({ measures })
    assert.ok('measures' in (readable.body ?? {}))
    const kept = (readable.body as unknown as { measures: (JsonObject | undefined)[] }).measures
    assert.equal(kept.length, 2)
    assert.deepEqual(
      Object.keys(kept[1] ?? {}),
      Object.keys(measure).filter((name) => name !== 'relation'),
    )
  })

  it('never stops the check of the law, whatever of a draft is missing or wrong', () => {
    const requested = stateList('NZ', 'nz.ag', {
      nationals: { extradited: 'no' },
      minimumPenaltyMonths: 12,
      deathPenalty: 'abolished',
    })
    let tried = 0
    for (const kind of measureKinds()) {
      if (tried > 3_000) break
      const whole = requestFor(kind, ['UNCC']) as unknown as JsonObject
      for (const less of lessByOne(whole, (value) => value)) {
        if (!isObject(less)) continue
        tried += 1
        const { faults, readable } = shapeOfDraft(less, 'request')
        assert.equal(faults.length === 0, validateMessage(less).ok, JSON.stringify(faults))
        checkDraft(readable, { requested, requesting: asking, at })
      }
    }
    assert.ok(tried > 1_000)
  }).timeout(60_000)

  it('never stops it either in an answer of any type that was only begun, or is half filled in', () => {
    const rules = { preservation: { days: 90, renewalsMax: 0 } }
    const checking = { requested: stateList('NZ', 'nz.ag', rules), requesting: asking, at }
    for (const type of knownMessageTypes()) {
      const whole = JSON.parse(readFileSync(`schemas/example/${type}.json`, 'utf8')) as JsonObject
      for (const begun of [{}, ...halfFilled(whole.body as JsonObject)]) {
        const { readable } = shapeOfDraft({ ...whole, to: 'nz.ag', body: begun }, type)
        assert.doesNotThrow(() => checkDraft(readable, checking), `${type}: ${JSON.stringify(begun)}`)
      }
    }
  }).timeout(60_000)
})
