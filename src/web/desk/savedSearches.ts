import type { SearchPlace } from '../../store/search/searchTables.ts'
import { refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { hide, uuid, wantedIn } from './cases.tsx'
import { casesLink } from './caseLinks.ts'
import { askedLink, askedIn } from './checkingQuestions.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'
import { searchForm, showNotSaved } from './searching.tsx'

const { nameCharactersMax, queryCharactersMax } = webLimits.desk
const line = { charactersMax: nameCharactersMax }

/** Saves what somebody looks for, as the page that asked it reads it. */
export function keepSearch(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { name: line, place: line, query: { charactersMax: queryCharactersMax } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const [name = '', place = '', query = ''] = [values.name[0], values.place[0], values.query[0]]
    const asked = place === 'search' || place === 'cases' ? questionOf(place, query) : null
    // No form of ours asks so: there is nothing to give back that could be mended.
    if (asked === null) {
      desk.refuse(request, response, refuse('FORM_MEMBER_INVALID', { pointer: '/query' }))
      return
    }
    const saved = await desk.services.searches.save({ name, ...asked }, actingIn(request, response))
    if (saved.ok) response.redirect(303, deskRoutes.search.path)
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
    if (typeof id !== 'string' || !uuid.test(id)) {
      await hide(desk, request, response)
      return
    }
    const by = actingIn(request, response)
    const gone = await desk.services.searches.drop(id, by)
    // Whoever names what another has saved is told no more than that they have not.
    if (!gone.ok && gone.code === 'SEARCH_UNKNOWN')
      await desk.services.people.noteRefused(by, `POST ${deskRoutes.dropSearch.path}`, gone.code)
    if (gone.ok) response.redirect(303, deskRoutes.search.path)
    else desk.refuse(request, response, gone)
  }
}

interface Question {
  readonly place: SearchPlace
  readonly query: string
}

/** What is asked there, without the page that it had come to; null: the page would not read it. */
function questionOf(place: SearchPlace, query: string): Question | null {
  if (place === 'cases') {
    const wanted = wantedIn(`/?${query}`)
    return wanted === null ? null : { place, query: queryIn(casesLink({ ...wanted, after: null })) }
  }
  const { typed, outcome } = askedIn(searchForm, `/?${query}`)
  return outcome.ok ? { place, query: queryIn(askedLink('/', typed, { after: null })) } : null
}

function queryIn(link: string): string {
  const at = link.indexOf('?')
  return at < 0 ? '' : link.slice(at + 1)
}
