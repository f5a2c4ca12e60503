import { type BodyFault, faultsOfBody } from '../../message/unfinished.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/**
 * What another request is not begun with although it is of the same case: who writes, what was urgent and until when, the order
 * of a court, which is a file, and what ties a request to others.
 */
const ofOneRequest: ReadonlySet<string> = new Set([
  'requestingAuthority',
  'contactForConfirmation',
  'status',
  'deadline',
  'urgency',
  'domesticOrder',
  'marking',
  'earlier',
  'earlierRequests',
  'relatesTo',
  'onwardAuthority',
  'enclosed',
])

/** What says nothing of a case, and is written the same in many requests. */
const ofEveryCase: ReadonlySet<string> = new Set([
  'legalBasis',
  'offences',
  'measures',
  'domesticLegalBasis',
  'measureAvailableAtHome',
  'useLimitation',
  'confidentiality',
  'handling',
  'pap',
  'europolHandling',
  'procedureWanted',
  'returnOfOriginals',
  'costsNote',
  'reciprocity',
  'safeguardNote',
])

/** What is told of an offence by the law; when, where and by whom it was committed is of a case. */
const ofLaw: ReadonlySet<string> = new Set([
  'code',
  'instrument',
  'article',
  'domestic',
  'statute',
  'maximumPenalty',
])

/** What of a measure says no more than which it is: accounts, places and times are of a case. */
const ofMeasure: ReadonlySet<string> = new Set(['id', 'kind'])

/** What a request of the same case begins with; files and what names them are left out, for they are handed over anew. */
export function ofSameCase(body: JsonObject): JsonObject {
  return withoutFiles(only(body, (name) => !ofOneRequest.has(name)))
}

/** What a request of another case begins with, and what a template keeps: no person, no facts, no times, no files. */
export function ofOtherCase(body: JsonObject): JsonObject {
  const plain = only(body, (name) => ofEveryCase.has(name))
  const items = (list: JsonValue | undefined, kept: ReadonlySet<string>): JsonValue[] =>
    (Array.isArray(list) ? (list as readonly JsonValue[]) : []).flatMap((one) =>
      isObject(one) ? [only(one, (name) => kept.has(name))] : [],
    )
  return withoutFiles({
    ...plain,
    ...(plain.offences === undefined ? {} : { offences: items(plain.offences, ofLaw) }),
    ...(plain.measures === undefined ? {} : { measures: items(plain.measures, ofMeasure) }),
  })
}

/** Something that stood in a body and is not in it any more. */
export interface LeftOut {
  /** Where it stood (RFC 6901). */
  readonly pointer: string
  readonly value: JsonValue
}

/** Rounds after which nothing more is looked for: each takes out all that the one before has found. */
const roundsMax = 20

/**
 * A body that a form can show: without members that its type has not, and without what is of another kind than belongs there. What
 * only lacks something, or is not as it must be, stays: the form tells it beside the field.
 *
 * @returns null where not even the whole is what a body can be
 */
export function fitting(
  type: string,
  body: JsonObject,
): { readonly body: JsonObject; readonly left: readonly LeftOut[] } | null {
  let fit = body
  const left: LeftOut[] = []
  for (let round = 0; round < roundsMax; round += 1) {
    const strange = new Set(faultsOfBody(type, fit).flatMap(strangeAt))
    if (strange.size === 0) return { body: fit, left }
    if (strange.has('')) return null
    fit = without(fit, '', strange, left) as JsonObject
  }
  return null
}

function strangeAt({ pointer, keyword, params }: BodyFault): readonly string[] {
  if (keyword === 'additionalProperties' && typeof params.additionalProperty === 'string')
    return [`${pointer}/${escaped(params.additionalProperty)}`]
  return keyword === 'type' ? [pointer] : []
}

function without(
  value: JsonValue,
  pointer: string,
  strange: ReadonlySet<string>,
  left: LeftOut[],
): JsonValue {
  const kept = (one: JsonValue, name: string): JsonValue | undefined => {
    const at = `${pointer}/${escaped(name)}`
    if (!strange.has(at)) return without(one, at, strange, left)
    left.push({ pointer: at, value: one })
    return undefined
  }
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).flatMap((one, place) => kept(one, String(place)) ?? [])
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const member = kept(one, name)
      return member === undefined ? [] : [[name, member] as const]
    }),
  )
}

/** As RFC 6901 writes a name in a pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The id of a file in a message. */
const fileId = /^E[0-9]{1,4}$/

function withoutFiles(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      namesFiles(one) ? [] : [[name, withoutFilesIn(one)] as const],
    ),
  )
}

function withoutFilesIn(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withoutFilesIn)
  return isObject(value) ? withoutFiles(value) : value
}

function namesFiles(value: JsonValue): boolean {
  const isId = (one: JsonValue): boolean => typeof one === 'string' && fileId.test(one)
  return Array.isArray(value) ? value.length > 0 && (value as readonly JsonValue[]).every(isId) : isId(value)
}

function only(value: JsonObject, isKept: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => isKept(name)))
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
