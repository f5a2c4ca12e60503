import assert from 'node:assert/strict'
import { documents } from '../../../src/message/generated/schemas.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { isObject, listOf } from '../../message/schemaWalk.ts'
import { day, text } from '../speak.ts'
import { at, requestFor } from './drafts.ts'

const base = 'https://rogatory.example/schemas/'
const other = { language: 'en', text: 'Otherwise.' }

/** Rules that say something of everything; each member is changed alone. */
export const everything: JsonObject = {
  instruments: [{ instrument: 'UNCC', since: '2026-01-01', until: '2030-01-01', reservations: text }],
  treatyNeededFor: ['assistance'],
  channels: {
    diplomatic: 'possible',
    interpolInUrgency: true,
    oralInUrgency: true,
    paper: 'electronicOriginal',
  },
  preservation: { days: 60, renewalsMax: 1, renewalCondition: text },
  dualCriminality: { assistance: 'required', preservation: 'reserved' },
  nationals: { extradited: 'onCondition', condition: text },
  minimumPenaltyMonths: 12,
  deathPenalty: 'abolished',
  dataProtection: { conditions: [{ code: 'USE_ONLY_STATED' }], text },
  service: { acknowledgeDays: 7, newsDays: 30, urgentHours: 24 },
  remarks: text,
}

/** Values of what the rules refer to, which a check could tell apart. */
const samples: Readonly<Record<string, readonly JsonValue[]>> = {
  'part/text.json': [text, other],
  'part/date.json': ['2026-02-01', '2029-01-01', '2027-02-28', '2027-03-02'],
  'part/condition.json': [{ code: 'USE_ONLY_STATED' }, { code: 'CONFIDENTIAL' }],
  'code/instrument.json': ['UNCC', 'BUD'],
}

/** Every member that has no members of its own, with values that it may have. */
export function leaves(schema: JsonObject, path: readonly string[] = [], isOwed = false): readonly Leaf[] {
  const { properties, items } = schema
  if (isObject(properties))
    return Object.entries(properties).flatMap(([name, inner]) =>
      isObject(inner) ? leaves(inner, [...path, name], listOf(schema.required).includes(name)) : [],
    )
  if (isObject(items) && isObject(items.properties)) return leaves(items, [...path, '0'])
  return [[path, isOwed ? valuesOf(schema) : [undefined, ...valuesOf(schema)]]]
}

/** Where a member is, and what it may be; undefined where it need not be there. */
type Leaf = readonly [path: readonly string[], values: readonly (JsonValue | undefined)[]]

function valuesOf(schema: JsonObject): readonly JsonValue[] {
  if (isObject(schema.items)) return valuesOf(schema.items).map((value) => [value])
  if (Array.isArray(schema.enum)) return listOf(schema.enum)
  if (schema.type === 'boolean') return [true, false]
  if (schema.type === 'integer') return [schema.minimum ?? 0, schema.maximum ?? 0]
  const { $ref } = schema
  const values = typeof $ref === 'string' ? samples[$ref.slice(base.length)] : undefined
  assert.ok(values !== undefined, `samples of ${JSON.stringify(schema)}`)
  return values
}

export function changed(
  value: JsonValue,
  [step = '', ...rest]: readonly string[],
  leaf: JsonValue | undefined,
): JsonValue {
  if (Array.isArray(value)) return value.map((item) => changed(item, rest, leaf))
  assert.ok(isObject(value))
  const { [step]: member, ...others } = value
  if (rest.length > 0) return { ...others, [step]: changed(member ?? {}, rest, leaf) }
  return leaf === undefined ? others : { ...others, [step]: leaf }
}

const national = { role: 'accused', names: [{ family: 'Example' }], nationalities: ['NZ'] }
export const urgent = {
  urgency: { code: 'CUSTODY', reason: text, date: '2027-03-10' },
  deadline: { date: '2027-03-05', reason: text },
}
export const named = {
  offences: [{ code: 'UNCC-SERIOUS', domestic: 'Penal Code 1', conduct: text, maximumPenalty: { years: 5 } }],
}
const until = new Date(at.getTime() + 90 * day).toISOString()
/** Drafts that between them give every rule something to say. */
export const everyDraft = (): readonly Message[] => [
  requestFor('stored-data', ['UNCC'], {}, urgent),
  requestFor(
    'stored-data',
    ['UNCC'],
    {},
    { offences: [{ code: 'UNCC-7', domestic: 'Penal Code 1', maximumPenalty: { years: 5 } }] },
  ),
  requestFor('stored-data', ['RECIPROCITY']),
  requestFor('records', ['UNTOC']),
  requestFor('preservation', ['UNCC'], { requestedUntil: until }, named),
  requestFor('extradition', ['RECIPROCITY'], { person: { person: national } }),
  requestFor('extradition', ['ECE']),
  requestFor('provisional-arrest', ['ECE'], { channel: 'diplomatic' }),
]

/** The members that a State may publish in its rules, with values of each. */
export function publishedRules(): readonly Leaf[] {
  const document = documents['part/state-rules.json']
  assert.ok(document !== undefined)
  return leaves(document)
}

/** Rules in which each member has each of its values once. */
export function everyRule(): readonly object[] {
  return publishedRules().flatMap(([path, values]) =>
    values.map((value) => changed(everything, path, value) as object),
  )
}
