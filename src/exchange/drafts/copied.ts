import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { withoutFileNames } from './fileNames.ts'

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

/** What of a measure is of one request alone, by its kind: until when, what was urgent, and other requests and messages. */
const ofOneRequestIn: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'asset-return': [['confiscation']],
  confiscation: [['earlierFreezing'], ['earlierOrders']],
  'emergency-disclosure': [['deadline']],
  'enforce-instead': requestNamedIn('refusal'),
  extradition: [['provisionalArrest'], ['otherRequests']],
  freezing: [
    ...requestNamedIn('confiscation'),
    ['earlierOrders'],
    ['reliesOn', 'reference'],
    ['reliesOn', 'date'],
  ],
  'police-query': [['urgency'], ['urgencyReason']],
  preservation: [['requestedUntil']],
  'prosecute-instead': requestNamedIn('refusal'),
  'provisional-arrest': [['urgency']],
  'reextradition-consent': requestNamedIn('surrender'),
  'specialty-consent': requestNamedIn('surrender'),
  'stored-data': [['preserved']],
  'subscriber-information': [['preserved'], ['productionOrder', 'deadline']],
}

/** Members by which an object names another request, of which it says more. */
function requestNamedIn(name: string): readonly (readonly string[])[] {
  return [
    [name, 'request'],
    [name, 'reference'],
  ]
}

/** What says nothing of a case; of what people write freely only what law it rests on, and what is promised in return. */
const ofEveryCase: ReadonlySet<string> = new Set([
  'legalBasis',
  'offences',
  'measures',
  'domesticLegalBasis',
  'measureAvailableAtHome',
  'confidentiality',
  'handling',
  'pap',
  'europolHandling',
  'reciprocity',
])

/** Why something is confidential is of a case. */
const ofConfidentiality: ReadonlySet<string> = new Set(['level', 'doNotNotifyUser'])

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
  const plain = only(body, (name) => !ofOneRequest.has(name))
  const { measures } = plain
  const own = Array.isArray(measures)
    ? { measures: (measures as readonly JsonValue[]).map(withoutOneRequest) }
    : {}
  return withoutFiles({ ...plain, ...own })
}

function withoutOneRequest(measure: JsonValue): JsonValue {
  if (!isObject(measure) || typeof measure.kind !== 'string') return measure
  const paths = Object.hasOwn(ofOneRequestIn, measure.kind) ? (ofOneRequestIn[measure.kind] ?? []) : []
  return paths.reduce(withoutAt, measure)
}

/** An object of which nothing stays goes with its last member. */
function withoutAt(value: JsonObject, [name = '', ...below]: readonly string[]): JsonObject {
  const { [name]: member, ...others } = value
  if (member === undefined) return value
  if (below.length === 0) return others
  if (!isObject(member)) return value
  const left = withoutAt(member, below)
  return Object.keys(left).length === 0 ? others : { ...value, [name]: left }
}

/** What a request of another case begins with, and what a template keeps: no person, no facts, no times, no files. */
export function ofOtherCase(body: JsonObject): JsonObject {
  const plain = only(body, (name) => ofEveryCase.has(name))
  const items = (list: JsonValue | undefined, kept: ReadonlySet<string>): JsonValue[] =>
    (Array.isArray(list) ? (list as readonly JsonValue[]) : []).flatMap((one) =>
      isObject(one) ? [only(one, (name) => kept.has(name))] : [],
    )
  const { offences, measures, confidentiality, ...others } = plain
  return withoutFiles({
    ...others,
    ...(offences === undefined ? {} : { offences: items(offences, ofLaw) }),
    ...(measures === undefined ? {} : { measures: items(measures, ofMeasure) }),
    ...(confidentiality !== undefined && isObject(confidentiality)
      ? { confidentiality: only(confidentiality, (name) => ofConfidentiality.has(name)) }
      : {}),
  })
}

function withoutFiles(body: JsonObject): JsonObject {
  return withoutFileNames('request', body, () => true).body
}

function only(value: JsonObject, isKept: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => isKept(name)))
}
