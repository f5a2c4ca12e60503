import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import type { MessageType } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { decide } from '../../src/workflow/decide.ts'
import { allowsKind, isElectronic, profileNamed } from '../../src/workflow/profile.ts'
import { measureKinds } from '../../src/workflow/table.ts'
import { isObject } from '../message/schemaWalk.ts'
import { examples, measureExample } from './examples.ts'
import { accept, after, digestOf, entry, filesNamedIn, hour, requestBody, text } from './speak.ts'

const uncc = profileNamed('UNCC')
const legalBasis = [{ id: 'l1', instrument: 'UNCC', article: '48', regime: true }]
const offence = { code: 'UNCC-7', domestic: 'Penal Code 1', conduct: text, maximumPenalty: { years: 5 } }

/** The same with every offence of it a serious crime that is none of the Convention. */
function serious(value: JsonValue): JsonValue {
  if (typeof value === 'string') return /^UNCC-[0-9]+$/.test(value) ? 'UNCC-SERIOUS' : value
  if (Array.isArray(value)) {
    const changed = value.map(serious)
    return changed.every((one) => typeof one === 'string') ? [...new Set(changed)] : changed
  }
  if (!isObject(value)) return value
  const changed = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, serious(one)]))
  return changed.code === 'UNCC-SERIOUS'
    ? { ...changed, conduct: text, maximumPenalty: { years: 5 } }
    : changed
}

function without(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

function nameless(body: JsonObject): JsonObject {
  return without(body, 'offences', 'judgment')
}

/** What becomes of a message that would open a record under the Convention alone: taken, or the code and the place. */
function outcome(type: MessageType, body: JsonObject): string {
  const message = { ...frame(type), body: { ...body, legalBasis }, exhibits: filesNamedIn(body) }
  const valid = validateMessage(message)
  if (!valid.ok) return `${valid.code} ${valid.pointer ?? ''}`
  const decision = decide(null, { message: valid.message, digest: digestOf(valid.message) })
  return decision.ok ? 'taken' : `${decision.code} ${decision.pointer ?? ''}`
}

function frame(type: MessageType): object {
  return { ...entry({ type: 'withdraw' }).message, type }
}

/** What the first example of a type says whose measure the Convention covers. */
function said(type: MessageType): JsonObject {
  const example = examples.find((one) => one.type === type && 'legalBasis' in one.message.body)
  assert.ok(example !== undefined, type)
  return withBasis(example.message.body as unknown as JsonObject)
}

function withBasis(body: JsonObject): JsonObject {
  return { ...body, legalBasis }
}

function asking(kind: string, change: object = {}, more: object = {}): JsonObject {
  const measure: JsonObject = { ...without(measureExample(kind), 'basis'), id: 'm1', ...change }
  if (kind === 'videoconference')
    measure.consent = {
      on: '2027-01-10',
      language: 'en',
      informedOf: text,
      recordedBy: 'Court (demonstration)',
    }
  return requestBody([], 'UNCC', {
    legalBasis,
    offences: [offence],
    persons: [{ role: 'owner', names: [{ family: 'Example' }] }],
    domesticLegalBasis: text,
    measureAvailableAtHome: true,
    deadline: { date: '2027-06-01', reason: text },
    measures: [measure],
    ...more,
  }) as JsonObject
}

const serving = { offences: [{ ...offence, code: 'UNCC-SERIOUS' }] }
const bound = measureKinds().filter(
  (kind) => allowsKind(uncc, kind) && !isElectronic(kind) && !opening().has(kind),
)

/** Kinds that no request asks for, by the type of message that opens them. */
function opening(): ReadonlyMap<JsonValue | undefined, MessageType> {
  const kinds = ['contact-test', 'jurisdiction-coordination', 'spontaneous-information']
  const types = Object.entries(documents).filter(([path]) => path.startsWith('message/'))
  return new Map(
    types
      .filter(([, { opens }]) => kinds.some((kind) => kind === opens))
      .map(([path, { opens }]) => [opens, path.slice('message/'.length, -'.json'.length) as MessageType]),
  )
}

describe('workflow: the offences under the Convention alone, whatever opens the record (R-04)', () => {
  const openings: Readonly<Record<string, readonly [serious: string, none: string]>> = {
    'jit-proposal': ['MEASURE_NOT_COVERED /body/offences', 'CONTENT_MISSING /body/offences'],
    'coordination-jurisdiction': ['MEASURE_NOT_COVERED /body/offences', 'MESSAGE_INVALID /body/offences'],
    'overflight-notice': ['MEASURE_NOT_COVERED /body/offences', 'MESSAGE_INVALID /body/offences'],
    'unscheduled-landing': ['MEASURE_NOT_COVERED /body/offences', 'taken'],
    'sentence-transfer-interest': ['MEASURE_NOT_COVERED /body/judgment/offences', 'taken'],
    'spontaneous-offer': ['taken', 'taken'],
    'spontaneous-info': ['taken', 'taken'],
  }

  it('are looked for in every type of message that opens one and names a basis', () => {
    const types = Object.entries(documents).filter(
      ([path, { opens, properties }]) =>
        path.startsWith('message/') &&
        opens !== undefined &&
        isObject(properties) &&
        'legalBasis' in properties,
    )
    assert.deepEqual(
      types.map(([path]) => path.slice('message/'.length, -'.json'.length)).sort(),
      Object.keys(openings).sort(),
    )
  })

  for (const [type, [ofOthers, none]] of Object.entries(openings)) {
    it(`decide about ${type}: of the Convention, of others, and none named`, () => {
      const body = type === 'sentence-transfer-interest' ? withJudgment() : said(type as MessageType)
      assert.equal(outcome(type as MessageType, body), 'taken')
      assert.equal(outcome(type as MessageType, serious(body) as JsonObject), ofOthers)
      const silent = type === 'sentence-transfer-interest' ? withoutJudgment() : body
      assert.equal(outcome(type as MessageType, nameless(silent)), none)
    })
  }

  /** The sentencing State has the judgment; the other one, which passes on a wish, need not. */
  const interest = (hasJudgment: boolean): JsonObject => {
    const example = examples.find(
      ({ type, message }) =>
        type === 'sentence-transfer-interest' && 'judgment' in message.body === hasJudgment,
    )
    assert.ok(example !== undefined)
    return example.message.body as unknown as JsonObject
  }
  const withJudgment = () => interest(true)
  const withoutJudgment = () => interest(false)

  it('give electronic evidence for those of the Convention and for serious crimes, not for lesser ones', () => {
    const own = { owner: 'VN', name: 'offence', value: 'PETTY' }
    const punished = (maximumPenalty: object, ...others: object[]): string =>
      outcome(
        'request',
        asking(
          'stored-data',
          {},
          {
            offences: [{ ...offence, code: own, conduct: text, maximumPenalty }, ...others],
          },
        ),
      )
    assert.equal(punished({ years: 3, months: 11 }), 'MEASURE_NOT_COVERED /body/offences')
    assert.equal(punished({ years: 4 }), 'taken')
    assert.equal(punished({ life: true }), 'taken')
    assert.equal(punished({ months: 3 }, offence), 'taken')
  })

  it('decide about every kind that is not electronic evidence, in a request', () => {
    assert.ok(bound.length > 20)
    for (const kind of bound) {
      assert.equal(outcome('request', asking(kind)), 'taken', kind)
      const changed = serious(asking(kind, {}, serving)) as JsonObject
      assert.match(outcome('request', changed), /^MEASURE_NOT_COVERED \/body\//, kind)
    }
  })

  it('are those of the measure, where it states its own', () => {
    for (const [kind, pointer] of [
      ['extradition', '/body/measures/0/offences'],
      ['provisional-arrest', '/body/measures/0/offences'],
      ['proceedings-transfer', '/body/measures/0/counts'],
    ] as const) {
      const changed = serious(asking(kind)) as JsonObject
      const body = { ...changed, offences: [offence] } as unknown as JsonObject
      assert.equal(outcome('request', body), `MEASURE_NOT_COVERED ${pointer}`)
    }
  })

  it('need not be named for a police query, and count where they are', () => {
    assert.equal(outcome('request', nameless(asking('police-query'))), 'taken')
    assert.equal(
      outcome('request', asking('police-query', {}, serving)),
      'MEASURE_NOT_COVERED /body/offences',
    )
  })

  it('do not stop what a second basis covers', () => {
    const second = [...legalBasis, { id: 'l2', instrument: 'RECIPROCITY', article: '-', title: 'Courtesy' }]
    const body = asking('joint-investigation', {}, { ...serving, legalBasis: second })
    const { message } = entry({ type: 'request', body, exhibits: filesNamedIn(body) })
    assert.ok(decide(null, { message, digest: digestOf(message) }).ok)
  })

  it('count as well when a request goes on with what was asked for', () => {
    const arrest = asking('provisional-arrest')
    const state = accept(null, { type: 'request', body: arrest, exhibits: filesNamedIn(arrest) })
    for (const [body, code] of [
      [asking('extradition'), true],
      [serious(asking('extradition')) as object, 'MEASURE_NOT_COVERED'],
    ] as const) {
      const words = { type: 'request', body, exhibits: filesNamedIn(body), at: after(hour) } as const
      const decision = decide(state, entry(words))
      assert.equal(decision.ok || decision.code, code)
    }
  })
})
