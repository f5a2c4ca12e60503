import type { Message, Messages } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { type ContentRule, type Profile, allowsKind, covers, isElectronic, profileOf } from './profile.ts'

type Measure = Messages['request']['body']['measures'][number]

/** Of which measure it is asked whether a message says enough. */
type Subject = Pick<Measure, 'id' | 'kind'>

/** Something that a legal basis asks of a message and that is not there. */
export interface ContentGap {
  readonly measure: string
  /** Where it should stand, RFC 6901, in the message. */
  readonly pointer: string
  readonly rule: ContentRule
}

/**
 * What the basis of a measure asks for beyond the schemas and the message does not hold (R-01, domain 3): a request
 * by the kind for which it asks, any other message by the kind of the measure that it is about.
 */
export function contentGaps(
  message: Message,
  { id, kind }: Subject,
  profile: Profile,
): readonly ContentGap[] {
  const asked = message.type === 'request' ? message.body.measures : []
  const place = asked.findIndex((one) => one.id === id)
  const measure = asked[place]
  if (message.type === 'request' && measure === undefined) return []
  const roots = rootsOf(message, measure)
  return (profile.content ?? [])
    .filter((rule) => isSaidBy(rule, message) && covers(rule, measure?.kind ?? kind))
    .filter((rule) => applies(rule, roots) && !isMet(rule, roots))
    .map((rule) => ({ measure: id, pointer: placeOf(rule, place), rule }))
}

/** Refuses with CONTENT_MISSING what the basis requires; what it only expects is for the check of a draft. */
export function contentRefusal(message: Message, measure: Subject, profile: Profile): Refusal | null {
  const gap = contentGaps(message, measure, profile).find(({ rule }) => rule.weight === 'required')
  if (gap === undefined) return null
  const { words, source } = gap.rule
  return refuse('CONTENT_MISSING', { pointer: gap.pointer, detail: `${measure.id}: ${words} (${source})` })
}

/**
 * where the basis gives more than electronic evidence for certain offences alone, a measure of another sort needs
 * one of them, or a second basis that covers it without that limit. UN Convention 35(1).
 */
export function offenceRefusal(
  message: Message,
  measure: Pick<Measure, 'id' | 'kind'>,
  profile: Profile,
): Refusal | null {
  const limit = profile.electronicOnlyUnless
  if (limit === undefined || message.type !== 'request' || isElectronic(measure.kind)) return null
  const { offences, legalBasis } = message.body
  if (offences === undefined) return null
  if (offences.some(({ code }) => typeof code === 'string' && limit.offences.includes(code))) return null
  const others = legalBasis.map(({ instrument }) => profileOf(instrument, versionOf(message)))
  const isCovered = others.some(
    (other) => other !== null && other.electronicOnlyUnless === undefined && allowsKind(other, measure.kind),
  )
  if (isCovered) return null
  return refuse('MEASURE_NOT_COVERED', {
    pointer: '/body/offences',
    detail: `${measure.id}: for these offences only electronic evidence (${limit.source})`,
  })
}

function isSaidBy({ messages = ['request'] }: ContentRule, { type }: Message): boolean {
  return messages.includes(type)
}

function rootsOf({ body, exhibits }: Message, measure: Measure | undefined): JsonObject {
  return { body, exhibits, ...(measure === undefined ? {} : { measure }) } as unknown as JsonObject
}

function applies({ when }: ContentRule, roots: JsonObject): boolean {
  if (when === undefined) return true
  const found = valuesAt(roots, when.pointer)
  if (when.known !== undefined && found.some(isSomething) !== when.known) return false
  return when.in === undefined || found.some((value) => isOneOf(value, when.in))
}

function isMet({ pointers, in: list, mayBeEmpty }: ContentRule, roots: JsonObject): boolean {
  const said = pointers.flatMap((pointer) => valuesAt(roots, pointer))
  const found = said.filter((value) => isSomething(value) || (mayBeEmpty === true && Array.isArray(value)))
  return list === undefined ? found.length > 0 : found.some((value) => isOneOf(value, list))
}

function isOneOf(value: JsonValue, list: ContentRule['in']): boolean {
  return list?.some((one) => one === value) === true
}

function isSomething(value: JsonValue): boolean {
  if (value === null || value === '') return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.keys(value).length > 0
}

/** Every value at a pointer in which `*` stands for each item of a list. */
function valuesAt(root: JsonValue, pointer: string): readonly JsonValue[] {
  return pointer
    .slice(1)
    .split('/')
    .reduce<readonly JsonValue[]>((found, name) => found.flatMap((value) => membersOf(value, name)), [root])
}

function membersOf(value: JsonValue, name: string): readonly JsonValue[] {
  if (Array.isArray(value)) {
    if (name === '*') return value
    const item = value[Number(name)]
    return item === undefined ? [] : [item]
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  const member = value[name]
  return member === undefined ? [] : [member]
}

/** The first place named, in the message: `/measure/order` of the second measure is `/body/measures/1/order`. */
function placeOf({ pointers: [first = ''] }: ContentRule, place: number): string {
  const whole = first.split('/*')[0] ?? ''
  return whole.replace(/^\/measure(?=\/|$)/, `/body/measures/${place}`)
}
