import type { EventName, events } from '../../audit/events.ts'
import type { dimensions } from '../../exchange/review/tally.ts'
import { groupsMax, smallRange } from '../../exchange/review/readStatistics.ts'
import { scalarLine } from '../../letter/scalar.ts'
import { clockOf } from '../../letter/words.ts'
import { placeAt, placeFor } from '../../letter/place.ts'
import type { Refusal } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { CaseWords } from './caseWords.ts'
import type { Desk } from './desk.tsx'
import type { Visit } from './pageOf.ts'
import { type Sentence, type Words, sentences } from './words.ts'

/** What is wrong with a question, by its member. */
const ofMember: Readonly<Record<string, Sentence>> = {
  request: 'requestNameInvalid',
  person: 'personNameInvalid',
  peer: 'peerInvalid',
  event: 'eventInvalid',
  from: 'dayInvalid',
  until: 'dayInvalid',
  by: 'dimensionInvalid',
  small: 'smallInvalid',
  order: 'trailOrderInvalid',
}

/** Why a question was not answered, beside the field that it is about. */
export function questionError(desk: Desk, visit: Visit, refusal: Refusal): FormError {
  const { say } = visit.words
  const { code, detail = '', expected = [] } = refusal
  if (code === 'REQUEST_UNKNOWN') return { field: 'request', text: say('requestNotFound') }
  if (code === 'REFERENCE_AMBIGUOUS') return { field: 'among', text: say('requestAmbiguous') }
  if (code === 'TOO_MANY_GROUPS') return { field: 'by', text: say('groupsTooMany', { count: groupsMax }) }
  const member = code === 'PARAMETER_INVALID' || code === 'PARAMETER_MISSING' ? ofMember[detail] : undefined
  if (member === undefined) return desk.errorOf(visit, refusal, null)
  const isOrder = detail === 'until' && expected[0] === 'an instant after from'
  const { least, most } = smallRange
  const count = webLimits.api.parameterCharactersMax
  return { field: detail, text: isOrder ? say('untilBeforeFrom') : say(member, { least, most, count }) }
}

/** By what statistics are broken down. */
export const dimensionWords = {
  peer: 'otherState',
  measure: 'kindOfMeasure',
  basis: 'basis',
  month: 'monthOpened',
  side: 'whoAsked',
} as const satisfies Readonly<Record<(typeof dimensions)[number], Sentence>>

/** What a deadline is called: a clock, or a condition with a date. */
export function deadlineTitle({ language, condition }: CaseWords, clock: string, mark: string): string {
  return mark.startsWith('deed') ? condition(clock) : clockOf(language, null, clock)
}

/** What a ground of refusal is called. */
export function groundTitle({ known }: CaseWords, code: string): string {
  return scalarLine('code', placeFor(placeAt('code/refusal-ground.json'), code), code, known)
    .map(({ text }) => text)
    .join('')
}

/** The sentence that says what an event is, such as `eventCaseRead` of `case.read`: an event without one does not compile. */
type SentenceOf<Event extends EventName> = Event extends `${infer Kind}.${infer What}`
  ? `event${Capitalize<Kind>}${Capitalize<What>}`
  : never

/** What an event of the log is called; its own name where a newer program has written it. */
export function eventTitle({ say }: Words, event: string): string {
  const parts = event.split('.').map((part) => part.charAt(0).toUpperCase() + part.slice(1))
  const name = `event${parts.join('')}`
  return Object.hasOwn(sentences.en, name) ? say(name as SentenceOf<EventName>) : event
}

/** The name of a detail that some event has. */
export type DetailName = {
  [Event in EventName]: (typeof events)[Event] extends { readonly details: infer Details }
    ? keyof Details & string
    : never
}[EventName]

/** The sentence that says what a detail is, such as `detailPart` of `part`: a detail without one does not compile. */
type DetailSentence = `detail${Capitalize<DetailName>}`

/** What a detail of an event is called; its own name where a newer program has written it. */
export function detailTitle({ say }: Words, detail: string): string {
  const name = `detail${detail.charAt(0).toUpperCase()}${detail.slice(1)}`
  return Object.hasOwn(sentences.en, name) ? say(name as DetailSentence) : detail
}

/** Kinds of events by which a trail can be asked for: how their names begin, and what they are. */
export const eventKinds: readonly { readonly name: string; readonly text: Sentence }[] = [
  { name: 'case', text: 'eventsOfReading' },
  { name: 'log', text: 'eventsOfLog' },
  { name: 'export', text: 'eventsOfExport' },
  { name: 'act', text: 'eventsOfRefusal' },
  { name: 'message', text: 'eventsOfMessages' },
  { name: 'receipt', text: 'eventsOfReceipts' },
  { name: 'draft', text: 'eventsOfDrafts' },
  { name: 'decision', text: 'eventsOfApproval' },
  { name: 'clock', text: 'eventsOfClocks' },
  { name: 'exhibit', text: 'eventsOfFiles' },
  { name: 'record', text: 'eventsOfRecords' },
  { name: 'balance', text: 'eventsOfBalances' },
  { name: 'person', text: 'eventsOfPeople' },
  { name: 'token', text: 'eventsOfTokens' },
  { name: 'trustList', text: 'eventsOfTrust' },
  { name: 'node', text: 'eventsOfNode' },
]
