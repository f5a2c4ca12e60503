import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import type { Message, Messages } from '../message/generated/types.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import type { Unfinished } from '../message/unfinished.ts'
import { schemaBase } from '../message/unions.ts'
import { versionOf } from '../message/version.ts'
import { type Concerned, type StatedOffence, offencesOf, placeOfOffences } from './concerned.ts'
import { placedAt } from './placed.ts'
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
  message: Unfinished<Message>,
  subject: Unfinished<Subject>,
  profile: Profile,
): readonly ContentGap[] {
  const asked = message.type === 'request' ? (message.body?.measures ?? []) : []
  const place = asked.findIndex(
    (one) => one === subject || (subject.id !== undefined && one?.id === subject.id),
  )
  const measure = asked[place]
  if (message.type === 'request' && measure === undefined) return []
  const { id = '', kind = '' } = measure ?? subject
  const roots = rootsOf(message, measure)
  return (profile.content ?? [])
    .filter((rule) => isSaidBy(rule, message) && covers(rule, kind))
    .filter((rule) => applies(rule, roots) && !isMet(rule, roots))
    .map((rule) => ({ measure: id, pointer: placeOf(rule, place, kind), rule }))
}

/** Refuses with CONTENT_MISSING what the basis requires; what it only expects is for the check of a draft. */
export function contentRefusal(message: Message, measure: Subject, profile: Profile): Refusal | null {
  const gap = contentGaps(message, measure, profile).find(({ rule }) => rule.weight === 'required')
  if (gap === undefined) return null
  const { words: wanted, source } = gap.rule
  const says = [particular('contentWantedBy', { measure: measure.id, wanted, source })]
  return refuse('CONTENT_MISSING', { pointer: gap.pointer, says })
}

/**
 * where the basis gives more than electronic evidence for certain offences alone, a measure of another sort needs
 * one of them, or a second basis that covers it without that limit. UN Convention 35(1). Whatever opens a record is
 * judged alike: what it states in its body or in its measure. Where it states no offence, the article decides. Joint
 * bodies (48), extradition (37) and what follows it, assets (49 to 52) and a request to transfer (38, 39) are for
 * offences of the Convention, so that one has to be named; police inquiries (47) and information that nobody asked for
 * (40(4)) are about them as well, but nothing there asks to name one, which the profile says (`unstated`).
 *
 * Refuses with MEASURE_NOT_COVERED what is for other offences, and with CONTENT_MISSING what names none.
 *
 * @param item - the measure as the body lists it, where it does
 */
export function offenceRefusal(
  message: Unfinished<Message>,
  measure: Pick<Measure, 'id' | 'kind'>,
  profile: Profile,
  item: Concerned = measure,
): Refusal | null {
  const limit = profile.electronicOnlyUnless
  if (limit === undefined || isCoveredElsewhere(message, measure.kind)) return null
  const about = { measure: measure.id, source: limit.source }
  const stated = offencesOf(message, item)
  const [first] = stated
  if (isElectronic(measure.kind)) {
    if (first === undefined || stated.some(({ value }) => isEnoughForData(value, limit))) return null
    return refuse('MEASURE_NOT_COVERED', {
      pointer: listOf(first.pointer),
      says: [particular('noSeriousOffence', about)],
    })
  }
  const unstated = limit.unstated?.find((one) => isUnstated(one, measure.kind, message.type))
  const counting = [...limit.offences, ...(unstated?.offences ?? [])]
  if (stated.some(({ value: { code } }) => typeof code === 'string' && counting.includes(code))) return null
  if (first !== undefined)
    return refuse('MEASURE_NOT_COVERED', {
      pointer: listOf(first.pointer),
      says: [particular('onlyElectronicEvidence', about)],
    })
  if (unstated !== undefined) return null
  return refuse('CONTENT_MISSING', {
    pointer: placeOfOffences(message),
    says: [particular('offenceWanted', about)],
  })
}

/** Electronic evidence is for offences of the basis and for serious crimes (UN Convention 35(1)(c), 2(h)). */
function isEnoughForData(
  { code, maximumPenalty }: StatedOffence,
  { offences, seriousFromMonths }: Limit,
): boolean {
  if (seriousFromMonths === undefined || code === 'UNCC-SERIOUS') return true
  if (typeof code === 'string' && offences.includes(code)) return true
  // An offence of which no penalty is stated cannot be called a lesser one.
  if (maximumPenalty === undefined) return true
  const { years = 0, months = 0, life, death } = maximumPenalty
  return life === true || death === true || years * 12 + months >= seriousFromMonths
}

type Limit = NonNullable<Profile['electronicOnlyUnless']>
type Unstated = NonNullable<NonNullable<Profile['electronicOnlyUnless']>['unstated']>[number]

function isUnstated({ kinds, messages }: Unstated, kind: string, type: string | undefined): boolean {
  return kinds.includes(kind) && (messages === undefined || (type !== undefined && messages.includes(type)))
}

function isCoveredElsewhere({ body, schemas }: Unfinished<Message>, kind: string): boolean {
  const version = versionOf({ schemas })
  const bases = body !== undefined && 'legalBasis' in body ? (body.legalBasis ?? []) : []
  return bases.some((basis) => {
    const other = basis?.instrument === undefined ? null : profileOf(codeText(basis.instrument), version)
    return other !== null && other.electronicOnlyUnless === undefined && allowsKind(other, kind)
  })
}

/** The list in which something stands: what is wrong there is wrong with all of it. */
function listOf(pointer: string): string {
  return pointer.replace(/\/[0-9]+(\/[a-z]+)?$/, '')
}

function isSaidBy({ messages = ['request'] }: ContentRule, { type }: Unfinished<Message>): boolean {
  return type !== undefined && messages.includes(type)
}

function rootsOf(
  { body, exhibits }: Unfinished<Message>,
  measure: Unfinished<Measure> | undefined,
): JsonObject {
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
  return placedAt(root, pointer).map(({ value }) => value)
}

/** The first place named that a measure of this kind has, in the message: `/measure/order` of the second measure is `/body/measures/1/order`. */
function placeOf({ pointers }: ContentRule, place: number, kind: string): string {
  const first = pointers.find((pointer) => mayStand(pointer, kind)) ?? pointers[0] ?? ''
  const whole = first.split('/*')[0] ?? ''
  return whole.replace(/^\/measure(?=\/|$)/, `/body/measures/${place}`)
}

function mayStand(pointer: string, kind: string): boolean {
  const [, root, ...steps] = pointer.split('/')
  const document = root === 'measure' ? documentAt(`measure/${kind}.json`) : null
  return document === null || hasMember(document, steps)
}

/** Whether what a schema describes has a member at the end of these steps. */
function hasMember(schema: JsonObject, [name, ...more]: readonly string[]): boolean {
  if (name === undefined) return true
  const { $ref, properties, items, oneOf, anyOf, allOf } = schema
  const whole = typeof $ref === 'string' ? documentAt($ref.slice(schemaBase.length)) : null
  const own = isMap(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  return (
    (own !== undefined && isMap(own) && hasMember(own, more)) ||
    (name === '*' && isMap(items) && hasMember(items, more)) ||
    [whole ?? undefined, oneOf, anyOf, allOf]
      .flat()
      .some((one) => isMap(one) && hasMember(one, [name, ...more]))
  )
}

function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
