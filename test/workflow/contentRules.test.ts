import assert from 'node:assert/strict'
import type { MeasureKind, Message } from '../../src/message/generated/types.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { validateMessage } from '../../src/message/validate.ts'
import { contentGaps, contentRefusal } from '../../src/workflow/content.ts'
import { decide } from '../../src/workflow/decide.ts'
import { describes } from '../../src/cli/schemaPointers.ts'
import { documents } from '../../src/message/generated/schemas.ts'
import {
  type ContentRule,
  type Profile,
  allowsKind,
  covers,
  noBasis,
  profileIds,
  profileNamed,
} from '../../src/workflow/profile.ts'
import { machines, measureKinds } from '../../src/workflow/table.ts'
import { isObject } from '../message/schemaWalk.ts'
import { wholeExamples } from '../message/wholeExamples.ts'
import { measureExample } from './examples.ts'
import { digestOf, entry, filesNamedIn, requestBody, text } from './speak.ts'

const profiles = profileIds()
  .filter((id) => id !== noBasis)
  .map((id) => profileNamed(id))
const owner = { role: 'owner', names: [{ family: 'Example' }] }
const offence = {
  code: 'UNCC-7',
  domestic: 'Penal Code 1',
  maximumPenalty: { years: 5 },
  statute: text,
  conduct: text,
}
/** What some basis or other asks of a request beyond the schemas. */
const everything = {
  persons: [owner],
  offences: [offence],
  domesticLegalBasis: text,
  measureAvailableAtHome: true,
  deadline: { date: '2027-06-01', reason: text },
}

/** A request for a kind that holds everything, under a basis; null where the kind cannot meet what the rule hangs on. */
function wholeRequest(profile: Profile, rule: ContentRule, kind: string): JsonObject | null {
  const measure = { ...measureExample(kind), id: 'm1' } as JsonObject
  delete measure.basis
  if (rule.when !== undefined && !meets(measure, rule.when)) return null
  if (kind === 'videoconference') measure.consent = consent
  const [instrument = profile.id] = profile.instruments ?? []
  const body = requestBody([], instrument, { ...everything, measures: [measure] })
  const { message } = entry({ type: 'request', body, exhibits: filesNamedIn(body) })
  return message as unknown as JsonObject
}

const consent = { on: '2027-01-10', language: 'en', informedOf: text, recordedBy: 'Court (demonstration)' }

/** Makes the measure one of which the rule speaks, where its kind can be that. */
function meets(measure: JsonObject, { pointer, in: list }: NonNullable<ContentRule['when']>): boolean {
  const isOfItems = pointer.endsWith('/*')
  const steps = pointer.replace(/\/\*$/, '').split('/').slice(2)
  const last = steps.pop()
  const at = steps.reduce<JsonValue | undefined>(
    (one, step) => (isObject(one) ? one[step] : undefined),
    measure,
  )
  const [wanted] = list ?? []
  if (!isObject(at) || last === undefined || wanted === undefined) return false
  if (!Object.hasOwn(at, last) || (measure.kind === 'voluntary-appearance' && last === 'coercive'))
    return false
  at[last] = isOfItems ? [wanted] : wanted
  return true
}

/** The message without anything that a pointer of a rule leads to. */
function without(message: JsonObject, pointer: string): JsonObject {
  const steps = pointer
    .replace(/^\/measure\//, '/body/measures/0/')
    .slice(1)
    .split('/')
  const copy = structuredClone(message)
  if (pointer === '/exhibits') copy.exhibits = []
  else drop(copy, steps)
  return copy
}

function drop(at: JsonValue | undefined, [step = '', ...rest]: readonly string[]): void {
  if (Array.isArray(at)) {
    for (const item of step === '*' ? at : [at[Number(step)]]) drop(item, rest)
  } else if (isObject(at)) {
    if (rest.length === 0) Reflect.deleteProperty(at, step)
    else drop(at[step], rest)
  }
}

function placeOf(pointer: string): string {
  return (pointer.split('/*')[0] ?? '').replace(/^\/measure(?=\/)/, '/body/measures/0')
}

describe('workflow: what each legal basis requires of a request', () => {
  for (const profile of profiles) {
    const rules = (profile.content ?? []).filter(
      ({ weight, messages }) => weight === 'required' && messages === undefined,
    )
    for (const rule of rules) {
      it(`is refused under ${profile.id} without ${rule.words}, with the place`, () => {
        let tried = 0
        for (const kind of measureKinds()) {
          if (!covers(rule, kind) || !allowsKind(profile, kind)) continue
          const message = wholeRequest(profile, rule, kind)
          if (message === null) continue
          tried += 1
          refusesWithout(message, profile, rule, kind)
        }
        assert.ok(tried > 0, 'no kind could be tried')
      })
    }
  }

  for (const profile of profiles) {
    for (const rule of profile.content ?? []) {
      for (const type of rule.messages ?? []) {
        it(`is refused under ${profile.id} in ${type} without ${rule.words}, with the place`, () => {
          const kind = measureKinds().find((one) => covers(rule, one) && allowsKind(profile, one))
          assert.ok(kind !== undefined)
          const measure = { id: 'm1', kind: kind as MeasureKind }
          let refusals = 0
          for (const message of examplesOf(type)) {
            assert.equal(contentRefusal(validated(message), measure, profile), null)
            const less = validateMessage(rule.pointers.reduce(without, message))
            if (!less.ok) continue
            const refusal = contentRefusal(less.message, measure, profile)
            if (refusal === null) continue
            refusals += 1
            assert.deepEqual([refusal.code, refusal.pointer], ['CONTENT_MISSING', rule.pointers[0]])
          }
          assert.ok(refusals > 0, 'it is taken without')
        })
      }
    }
  }

  for (const { kind, what, members, asked, others } of [
    {
      kind: 'asset-tracing',
      what: 'no-bank-known',
      members: ['bankAccounts'],
      asked: 'CETS198',
      others: ['UNCC', 'UNTOC', 'UNCAC', 'RECIPROCITY'],
    },
    {
      kind: 'interception',
      what: undefined,
      members: ['domesticOrder', 'privilege'],
      asked: 'EIO',
      others: ['UNCC', 'BUD', 'MA59', 'RECIPROCITY'],
    },
  ]) {
    it(`is asked of ${kind} by ${asked} alone: ${members.join(', ')}`, () => {
      const measure = { ...measureExample(kind, what), id: 'm1' } as JsonObject
      delete measure.basis
      for (const member of members) Reflect.deleteProperty(measure, member)
      const refusalUnder = (id: string) => {
        const body = requestBody([], id, { ...everything, measures: [measure] })
        const { message } = entry({ type: 'request', body, exhibits: filesNamedIn(body) })
        const whole = validated(message as unknown as JsonObject)
        return contentRefusal(whole, { id: 'm1', kind: kind as MeasureKind }, profileNamed(id))
      }
      for (const id of others) assert.equal(refusalUnder(id), null, id)
      assert.deepEqual(
        [refusalUnder(asked)?.code, refusalUnder(asked)?.pointer?.split('/')[4]],
        ['CONTENT_MISSING', members[0]],
      )
    })
  }

  it('is refused where what stands there is none of what the basis allows', () => {
    for (const id of ['UNCC', 'BUD2AP']) {
      const profile = profileNamed(id)
      const rule = profile.content?.find((one) => one.pointers.includes('/measure/emergency/to'))
      assert.ok(rule !== undefined)
      const message = wholeRequest(profile, rule, 'emergency-disclosure')
      assert.ok(message !== null)
      const [measure] = (message.body as { measures: [{ emergency: JsonObject }] }).measures
      measure.emergency.to = 'criticalInfrastructure'
      const valid = validateMessage(message)
      assert.ok(valid.ok)
      const decision = decide(null, { message: valid.message, digest: digestOf(valid.message) })
      assert.ok(!decision.ok)
      assert.deepEqual(
        [decision.code, decision.pointer],
        ['CONTENT_MISSING', '/body/measures/0/emergency/to'],
      )
    }
  })
})

function examplesOf(type: string): readonly JsonObject[] {
  return wholeExamples(`message/${type}`).map(({ message }) => message)
}

function validated(message: JsonObject): Message {
  const judged = validateMessage(message)
  assert.ok(judged.ok, JSON.stringify(judged))
  return judged.message
}

/** Sources that are not sure, where one that was read asks for the same: reasons for a transfer by ETS73 8(1). */
const backed: ReadonlySet<string> = new Set(['R3011 5'])

function refusesWithout(message: JsonObject, profile: Profile, rule: ContentRule, kind: string): void {
  const whole = validateMessage(message)
  assert.ok(whole.ok && whole.message.type === 'request')
  const [measure] = whole.message.body.measures
  assert.ok(measure !== undefined)
  const gaps = contentGaps(whole.message, measure, profile).filter((one) => one.rule.weight === 'required')
  assert.deepEqual(gaps, [], kind)
  const less = rule.pointers.reduce(without, message)
  const valid = validateMessage(less)
  const decision = valid.ok
    ? decide(null, { message: valid.message, digest: digestOf(valid.message) })
    : valid
  assert.ok(!decision.ok, `${kind} is taken`)
  // What is not sure stands in no schema: there it could not be corrected as data.
  const isSure = rule.marking === 'V' || rule.marking === 'M' || backed.has(rule.source)
  const codes = isSure ? ['CONTENT_MISSING', 'MESSAGE_INVALID'] : ['CONTENT_MISSING']
  assert.ok(codes.includes(decision.code), `${kind}: ${decision.code}`)
  const at = decision.pointer ?? '?'
  assert.ok(
    rule.pointers.some((pointer) => placeOf(pointer).startsWith(at) || at.startsWith(placeOf(pointer))),
    `${kind}: ${at}`,
  )
}

describe('workflow: the rules of the profiles', () => {
  it('look only where some measure that they are about, or a request, has a member', () => {
    for (const { id, content = [] } of profiles) {
      for (const rule of content) {
        const { messages } = rule
        const kinds = measureKinds().filter((kind) => covers(rule, kind))
        for (const pointer of [...rule.pointers, ...(rule.when === undefined ? [] : [rule.when.pointer])]) {
          const inside = pointer.replace(/^\/(measure|body)/, '').replace(/\/0(?=\/|$)/g, '/*')
          const isThere =
            pointer === '/exhibits' ||
            (pointer.startsWith('/body/')
              ? (messages ?? ['request']).every((type) =>
                  describes(documents, `message/${type}.json`, inside),
                )
              : kinds.some((kind) => describes(documents, `measure/${kind}.json`, inside)))
          assert.ok(isThere, `${id}: nothing has ${pointer}`)
        }
      }
    }
  })

  it('never let the ground FISCAL stand alone (R-19)', () => {
    for (const { id, grounds } of profiles)
      for (const { allowed, notAlone = [] } of grounds)
        if (allowed.includes('FISCAL')) assert.ok(notAlone.includes('FISCAL'), id)
  })

  it('know each clock that a machine starts, in some basis that has its measures', () => {
    for (const { name, kinds, clocks } of machines()) {
      const bases = [...profiles, profileNamed(noBasis)].filter((one) =>
        kinds.some((kind) => allowsKind(one, kind)),
      )
      for (const clock of clocks)
        assert.ok(
          bases.some((one) => one.clocks.some((rule) => rule.name === clock.name)),
          `${name}: ${clock.name}`,
        )
    }
  })

  it('tell of every freezing when it is looked at again and what would end it', () => {
    for (const profile of profiles.filter((one) => allowsKind(one, 'freezing')))
      for (const clock of ['FREEZE_REVIEW', 'FREEZE_LAPSE'])
        assert.ok(
          profile.clocks.some(({ name }) => name === clock),
          `${profile.id}: ${clock}`,
        )
  })
})
