import type { TrailQuestion } from '../../exchange/readTrail.ts'
import { type StatisticsQuestion, smallRange } from '../../exchange/review/readStatistics.ts'
import type { ReviewQuestion } from '../../exchange/review/review.ts'
import { dimensions } from '../../exchange/review/tally.ts'
import {
  dimensionsOf,
  eventsNamed,
  instantOf,
  isRequestId,
  placeOf,
  smallOf,
} from '../../exchange/review/terms.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { type Parameters, parametersIn } from './parameters.ts'

/** How a question is said in the parameters of a request; they are called as the options of the commands. */
export interface QuestionForm<Question> {
  readonly parameters: readonly string[]
  /** The one of them that says where a page begins; null: the answer has one page. */
  readonly page: string | null
  readonly read: (parameters: Parameters) => Question
}

/** A question that may be about a time. */
export interface Timed {
  readonly from?: Date
  readonly until?: Date
}

/**
 * The question in the target of a request. Refuses with PARAMETER_UNKNOWN, PARAMETER_MISSING or PARAMETER_INVALID, with
 * the name of the parameter and what it should say.
 */
export function questionIn<Question extends Timed>(
  { parameters: known, read }: QuestionForm<Question>,
  target: string,
): Result<{ readonly question: Question; readonly parameters: Parameters }> {
  const found = parametersIn(target, known)
  if (!found.ok) return found
  const { parameters } = found
  const question = read(parameters)
  const refusal = parameters.refusal()
  if (refusal !== null) return refusal
  const { from, until } = question
  if (from !== undefined && until !== undefined && from >= until)
    return refuse('PARAMETER_INVALID', { detail: 'until', expected: ['an instant after from'] })
  return { ok: true, question, parameters }
}

/** The link to the next page of an answer (RFC 8288); null: there is none. */
export function linkTo(
  { page }: QuestionForm<object>,
  parameters: Parameters,
  next: string | null,
): string | null {
  return page === null || next === null ? null : `<${parameters.with(page, next)}>; rel="next"`
}

/** What `rogatory log read` is asked. */
export const trailForm: QuestionForm<TrailQuestion> = {
  parameters: ['request', 'person', 'peer', 'event', 'from', 'until', 'first'],
  page: 'first',
  read(parameters) {
    const { eventsMax } = webLimits.api
    const events = parameters.many(
      'event',
      eventsOf,
      'an event of the closed list, or how it begins',
      eventsMax,
    )
    return {
      ...about(parameters),
      ...given(
        'person',
        parameters.one('person', (text) => text, 'a name'),
      ),
      ...(events.length === 0 ? {} : { events: events.flat() }),
      ...time(parameters),
      first: parameters.one('first', placeOf, 'a place in the log: 0 or more') ?? 0,
    }
  },
}

/** The same at the desk, where one may begin at the newest. */
export const deskTrailForm: QuestionForm<TrailQuestion> = {
  parameters: [...trailForm.parameters, 'order'],
  page: trailForm.page,
  read(parameters) {
    const order = parameters.one('order', orderOf, trailOrders.join(', '))
    const question = trailForm.read(parameters)
    if (order !== 'newestFirst') return question
    const from = parameters.one('first', placeOf, 'a place in the log: 0 or more')
    return { ...question, first: 0, newestFrom: from ?? null }
  },
}

/** In which order entries are shown; the first without being asked for. */
export const trailOrders = ['oldestFirst', 'newestFirst'] as const

function orderOf(text: string): (typeof trailOrders)[number] | null {
  return trailOrders.find((one) => one === text) ?? null
}

/** What `rogatory log missed` and `rogatory log unreasoned` are asked. */
export const reviewForm: QuestionForm<ReviewQuestion> = {
  parameters: ['request', 'peer', 'from', 'until', 'after'],
  page: 'after',
  read: (parameters) => ({
    ...about(parameters),
    ...time(parameters),
    ...given('after', parameters.one('after', idOf, 'the id of the last request of the page before')),
  }),
}

/** What `rogatory statistics` is asked. */
export const statisticsForm: QuestionForm<StatisticsQuestion> = {
  parameters: ['from', 'until', 'by', 'small'],
  page: null,
  read(parameters) {
    const { least, most } = smallRange
    return {
      from: parameters.needed('from', instantOf, instantWords) ?? new Date(0),
      until: parameters.needed('until', instantOf, instantWords) ?? new Date(0),
      by: parameters.one('by', dimensionsOf, `of ${dimensions.join(',')}`) ?? [],
      small: parameters.one('small', smallOf, `a number from ${least} to ${most}`) ?? smallByDefault,
    }
  },
}

const smallByDefault = 5
const instantWords = 'a day (2026-11-14) or an instant (2026-11-14T20:00:00Z)'

function about(parameters: Parameters): { readonly request?: string; readonly peer?: string } {
  return {
    ...given(
      'request',
      parameters.one('request', (text) => text, 'a reference, or an id of a request'),
    ),
    ...given('peer', parameters.one('peer', stateOf, 'the code of a State, as VN')),
  }
}

function time(parameters: Parameters): Timed {
  return {
    ...given('from', parameters.one('from', instantOf, instantWords)),
    ...given('until', parameters.one('until', instantOf, instantWords)),
  }
}

/** The member where there is a value for it. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Readonly<Record<Name, Value>>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>)
}

function eventsOf(text: string): ReturnType<typeof eventsNamed> | null {
  const found = eventsNamed(text)
  return found.length === 0 ? null : found
}

function stateOf(text: string): string | null {
  return /^[A-Z]{2,3}$/.test(text) ? text : null
}

function idOf(text: string): string | null {
  return isRequestId(text) ? text : null
}
