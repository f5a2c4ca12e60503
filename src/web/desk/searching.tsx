import type { Request, Response } from 'express'
import { type Found, type SearchQuestion, hasFitBeginnings, isAskable } from '../../exchange/search/search.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { instantOf, timedPlaceOf } from '../../exchange/review/terms.ts'
import type { Refusal } from '../../message/refusal.ts'
import { measureKinds } from '../../workflow/table.ts'
import { webLimits } from '../limits.ts'
import { type NotSaved, Search } from '../pages/Search.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { problems } from '../problem.ts'
import type { QuestionForm } from '../systems/questions.ts'
import { turnsOf } from '../systems/turns.ts'
import { readerIn } from './cases.tsx'
import { askedIn } from './checkingQuestions.ts'
import type { Desk, DeskHandler } from './desk.tsx'
import { type Visit, answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { requestStates } from './requestStates.ts'
import type { Sentence } from './words.ts'
import { zoneOf } from './zoneOf.ts'

/** How a search is said in the address of its page. */
export const searchForm: QuestionForm<SearchQuestion> = {
  parameters: ['words', 'peer', 'side', 'status', 'state', 'kind', 'from', 'until', 'after'],
  page: 'after',
  read: (parameters) => ({
    ...member('words', parameters.one('words', wordsIn, 'words')),
    ...member(
      'peer',
      parameters.one('peer', (text) => (/^[A-Z]{2,3}$/.test(text) ? text : null), 'a State'),
    ),
    ...member('side', parameters.one('side', oneOf(sides), 'a side')),
    ...member('status', parameters.one('status', oneOf(statuses), 'open or closed')),
    ...member('state', parameters.one('state', oneOf(requestStates()), 'a state')),
    ...member('kind', parameters.one('kind', oneOf(measureKinds()), 'a kind of measure')),
    ...member('from', parameters.one('from', instantOf, 'a day or an instant')),
    ...member('until', parameters.one('until', instantOf, 'a day or an instant')),
    ...member('after', parameters.one('after', timedPlaceOf, 'a place in what was found')),
  }),
}

const sides = ['requesting', 'requested'] as const
const statuses = ['open', 'closed'] as const

function oneOf<Value extends string>(values: readonly Value[]): (text: string) => Value | null {
  return (text) => values.find((one) => one === text) ?? null
}

function wordsIn(text: string): string | null {
  return isAskable(text) ? text : null
}

/** The member where there is a value for it. */
function member<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Readonly<Record<Name, Value>>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>)
}

/** Where requests are looked for. */
export function searchPage(desk: Desk): DeskHandler {
  const { search } = webLimits.desk
  const turns = turnsOf(() => performance.now(), { rate: search.rate, atOnceMax: search.atOnceMax })
  return async (request, response) => {
    const timeZone = zoneOf(desk, visitOf(request, response))
    const { isAsked, typed, outcome: asked } = askedIn(searchForm, request.originalUrl, timeZone)
    if (!isAsked) {
      await showSearch(desk, request, response, typed)
      return
    }
    const reader = readerIn(request, response)
    const given = asked.ok
      ? await turns.take(reader.person, async () => ({
          ok: true,
          found: await desk.services.cases.search(reader, asked.question),
        }))
      : asked
    if (given.ok) await showSearch(desk, request, response, typed, { found: given.found })
    else await showSearch(desk, request, response, typed, { refusal: given })
  }
}

/** What a search came to. */
interface Outcome {
  readonly found?: Found
  readonly refusal?: Refusal
}

/** The page with a search that was not saved, and why: what was typed is there to be mended. */
export async function showSearchNotSaved(
  desk: Desk,
  request: Request,
  response: Response,
  notSaved: NotSaved,
  refusal: Refusal,
): Promise<void> {
  const visit = visitOf(request, response)
  const isOfName = refusal.pointer === '/name'
  const errors = [desk.errorOf(visit, refusal, isOfName ? 'name' : null)]
  const typed = new URLSearchParams(notSaved.place === 'search' ? notSaved.query : '')
  const status = problems[refusal.code].status
  await answerWithSearch(desk, request, response, status, { typed, errors, notSaved })
}

/** The page with what stands in its fields, and what was found or why nothing was looked for. */
async function showSearch(
  desk: Desk,
  request: Request,
  response: Response,
  typed: URLSearchParams,
  { found, refusal }: Outcome = {},
): Promise<void> {
  const visit = visitOf(request, response)
  const errors = refusal === undefined ? [] : [searchError(desk, visit, refusal, typed)]
  const status = refusal === undefined ? 200 : problems[refusal.code].status
  await answerWithSearch(desk, request, response, status, { typed, errors, found })
}

interface Shown {
  readonly typed: URLSearchParams
  readonly errors: readonly FormError[]
  readonly found?: Found | undefined
  readonly notSaved?: NotSaved
}

async function answerWithSearch(
  desk: Desk,
  request: Request,
  response: Response,
  status: number,
  { typed, errors, found, notSaved }: Shown,
): Promise<void> {
  const visit = visitOf(request, response)
  const states = desk.services.checking.states()
  const all = await desk.services.searches.list(personOfVisit(visit))
  // What is asked of the log stands beside the log.
  const saved = all.filter(({ place }) => place !== 'trail')
  const timeZone = zoneOf(desk, visit)
  const asked = { typed, errors, timeZone, found: found ?? null, notSaved: notSaved ?? null }
  const inStates = await desk.services.cases.states(readerIn(request, response))
  const lists = { states, inStates, saved }
  const page = <Search {...visit} {...asked} {...lists} frame={desk.frameOf(visit)} />
  answerWithPage(response, status, page)
}

const ofMember: Readonly<Record<string, Sentence>> = {
  words: 'searchWordsInvalid',
  peer: 'peerInvalid',
  from: 'dayInvalid',
  until: 'dayInvalid',
}

/** Why nothing was looked for, beside the field that it is about. */
function searchError(desk: Desk, visit: Visit, refusal: Refusal, typed: URLSearchParams): FormError {
  const { say } = visit.words
  const { code, detail = '', expected = [] } = refusal
  const sentence = code === 'PARAMETER_INVALID' ? ofMember[detail] : undefined
  if (sentence === undefined) return desk.errorOf(visit, refusal, null)
  const isOrder = expected[0] === 'an instant after from'
  const { askedWordsMax, askedCharactersMax, beginningCharactersMin: count } = exchangeLimits.search
  if (detail === 'words' && !hasFitBeginnings(typed.get('words') ?? ''))
    return { field: detail, text: say('searchBeginningInvalid', { count }) }
  const bounds = { words: askedWordsMax, characters: askedCharactersMax }
  return { field: detail, text: say(isOrder ? 'untilBeforeFrom' : sentence, bounds) }
}
