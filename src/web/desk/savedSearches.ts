import type { Request, Response } from 'express'
import type { DeskPerson } from '../../exchange/people/person.ts'
import { mayAskAt } from '../../exchange/search/saved.ts'
import type { SearchPlace } from '../../store/search/searchTables.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import type { NotSaved } from '../pages/Search.tsx'
import { type QuestionForm, type Timed, trailForm } from '../systems/questions.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { hide, wantedIn } from './cases.tsx'
import { casesLink, searchLink } from './caseLinks.ts'
import { showTrailNotSaved } from './checkingAnswers.tsx'
import { askedLink, askedIn } from './checkingQuestions.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { visitOf } from './pageOf.ts'
import { searchForm, showSearchNotSaved } from './searching.tsx'
import { zoneOf } from './zoneOf.ts'

const { nameCharactersMax, queryCharactersMax } = webLimits.desk
const line = { charactersMax: nameCharactersMax }

/** Saves what somebody looks for, as the page that asked it reads it, and leads back to what was found. */
export function keepSearch(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {
      name: typedLine,
      place: line,
      query: { charactersMax: queryCharactersMax },
    })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const [name = '', at = '', query = ''] = [values.name[0], values.place[0], values.query[0]]
    const by = actingIn(request, response)
    const place = placeNamed(at, by.person)
    const timeZone = zoneOf(desk, visitOf(request, response))
    const asked = place === null ? null : questionOf(place, query, timeZone)
    // No form of ours asks so: there is nothing to give back that could be mended.
    if (asked === null) {
      desk.refuse(request, response, refuse('FORM_MEMBER_INVALID', { pointer: '/query' }))
      return
    }
    const saved = await desk.services.searches.save({ name, ...asked }, by)
    if (saved.ok)
      leadAfter(
        desk,
        response,
        searchLink(asked.place, asked.query),
        asked.place === 'cases' ? 'doneList' : 'doneSearch',
      )
    else await showNotSaved(desk, request, response, { name, ...asked }, saved)
  }
}

/** Takes away what somebody has saved. */
export function dropSearch(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { search: id } = request.params
    if (typeof id !== 'string' || !isUuid(id)) {
      await hide(desk, request, response)
      return
    }
    const by = actingIn(request, response)
    const gone = await desk.services.searches.drop(id, by)
    // Whoever names what another has saved is told no more than that they have not.
    if (!gone.ok && gone.code === 'SEARCH_UNKNOWN')
      await desk.services.people.noteRefused(by, `POST ${deskRoutes.dropSearch.path}`, gone.code)
    if (gone.ok) response.redirect(303, listedAt(gone.place))
    else desk.refuse(request, response, gone)
  }
}

interface Question {
  readonly place: SearchPlace
  readonly query: string
}

/** The place of this name where this person can ask; null: there is none. */
function placeNamed(name: string, person: DeskPerson): SearchPlace | null {
  const place = places.find((one) => one === name)
  return place !== undefined && mayAskAt(place, person) ? place : null
}

const places: readonly SearchPlace[] = ['search', 'cases', 'trail']

/** Where what was saved there is listed. */
function listedAt(place: SearchPlace): string {
  return place === 'trail' ? deskRoutes.trail.path : deskRoutes.search.path
}

/** The page with what was not saved, and why: what was typed is there to be mended. */
async function showNotSaved(
  desk: Desk,
  request: Request,
  response: Response,
  notSaved: NotSaved,
  refusal: Refusal,
): Promise<void> {
  const show = notSaved.place === 'trail' ? showTrailNotSaved : showSearchNotSaved
  await show(desk, request, response, notSaved, refusal)
}

/** What is asked there, without the page that it had come to; null: the page would not read it. */
function questionOf(place: SearchPlace, query: string, timeZone: string): Question | null {
  if (place === 'cases') {
    const wanted = wantedIn(`/?${query}`)
    return wanted === null ? null : { place, query: queryIn(casesLink({ ...wanted, after: null })) }
  }
  return place === 'trail'
    ? askedAt(place, trailForm, query, timeZone)
    : askedAt(place, searchForm, query, timeZone)
}

function askedAt<Asked extends Timed>(
  place: SearchPlace,
  form: QuestionForm<Asked>,
  query: string,
  timeZone: string,
): Question | null {
  const { typed, outcome } = askedIn(form, `/?${query}`, timeZone)
  const first = form.page === null ? {} : { [form.page]: null }
  return outcome.ok ? { place, query: queryIn(askedLink('/', typed, first)) } : null
}

function queryIn(link: string): string {
  const at = link.indexOf('?')
  return at < 0 ? '' : link.slice(at + 1)
}
