import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findingCodes } from '../../../src/workflow/check/finding.ts'
import { documents } from '../../../src/message/generated/schemas.ts'
import type { Message } from '../../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import { isObject, listOf } from '../../message/schemaWalk.ts'
import { day, text } from '../speak.ts'
import { at, findings, requestFor } from './drafts.ts'

const base = 'https://rogatory.example/schemas/'
const other = { language: 'en', text: 'Otherwise.' }

/** Rules that say something of everything; each member is changed alone. */
const everything: JsonObject = {
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
function leaves(schema: JsonObject, path: readonly string[] = [], isOwed = false): readonly Leaf[] {
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

function changed(
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
const urgent = {
  urgency: { code: 'CUSTODY', reason: text, date: '2027-03-10' },
  deadline: { date: '2027-03-05', reason: text },
}
const named = {
  offences: [{ code: 'UNCC-SERIOUS', domestic: 'Penal Code 1', conduct: text, maximumPenalty: { years: 5 } }],
}
const until = new Date(at.getTime() + 90 * day).toISOString()
/** Drafts that between them give every rule something to say. */
const drafts = (): readonly Message[] => [
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

describe('workflow: the findings of the check of a draft', () => {
  it('are each shown by a test that names it', () => {
    const folder = import.meta.dirname
    const files = [
      ...readdirSync(folder).map((name) => join(folder, name)),
      join(folder, '../../cli/check.test.ts'),
    ]
    const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(file, 'utf8'))
    const expected = (code: string) => new RegExp(`(refused|sentBack|note|MESSAGE_INVALID|') ?${code} ?[/':]`)
    assert.deepEqual(
      findingCodes.filter((code) => !tests.some((text) => expected(code).test(text))),
      [],
    )
  })
})

describe('workflow: the rules that a State publishes', () => {
  it('each change what a check says of some draft', () => {
    const document = documents['part/state-rules.json']
    assert.ok(document !== undefined)
    const some = drafts()
    const saidUnder = (rules: JsonValue) =>
      JSON.stringify(some.map((draft) => findings(draft, rules as object)))
    const all = leaves(document)
    assert.ok(all.length > 20)
    const dead = all
      .filter(([path, values]) => {
        const told = values.map((value) => saidUnder(changed(everything, path, value)))
        return new Set(told).size === 1
      })
      .map(([path]) => path.join('/'))
    assert.deepEqual(dead, [])
  })

  it('are told in words where they are promises and remarks', () => {
    const words = findings(requestFor('stored-data', ['UNCC'], {}, urgent), everything).map(
      (one) => `${one.weight} ${one.code}: ${one.words}`,
    )
    const promised =
      'NZ acknowledges within 7 day(s), gives news every 30 day(s), takes up what is urgent within 24 hour(s)'
    assert.ok(words.includes(`note SERVICE_PROMISED: ${promised}`), words.join('\n'))
    assert.ok(words.includes('note REMARKS_OF_STATE: NZ: As the case may be.'))
  })

  it('say where the day asked for is before the State takes it up', () => {
    const deadline = (date: string) => ({ deadline: { date, reason: text } })
    const close = (date: string) =>
      findings(requestFor('stored-data', ['UNCC'], {}, deadline(date)), everything)
        .filter(({ code }) => code === 'DEADLINE_TOO_CLOSE')
        .map(({ weight, pointer }) => `${weight} ${pointer}`)
    assert.deepEqual(close('2027-03-04'), ['note /body/deadline/date'])
    assert.deepEqual(close('2027-03-20'), [])
  })

  it('may keep the right to refuse a hold for an offence that is not of the Convention', () => {
    const reserved = (offences: readonly object[]) =>
      findings(requestFor('preservation', ['UNCC'], {}, { offences }), everything)
        .filter(({ code }) => code === 'DUAL_CRIMINALITY_RESERVED')
        .map(({ weight, pointer }) => `${weight} ${pointer}`)
    const [serious] = named.offences
    assert.deepEqual(reserved([{ ...serious }]), ['note /body/offences/0'])
    const bare = {
      code: 'OTHER-CONV',
      instrument: 'UNTOC',
      article: '5',
      domestic: 'Penal Code 1',
      maximumPenalty: { years: 5 },
    }
    assert.deepEqual(reserved([bare]), ['sentBack /body/offences/0/conduct'])
    assert.deepEqual(reserved([{ ...bare, code: 'UNCC-9' }]), [])
  })
})
