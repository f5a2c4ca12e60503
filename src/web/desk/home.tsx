import type { DayFilter } from '../../exchange/desk/dayFilter.ts'
import { type DayPlace, dayPlaceOf } from '../../exchange/desk/dayPlace.ts'
import { deskRoutes } from '../deskPaths.ts'
import { Day } from '../pages/Day.tsx'
import { DayPart } from '../pages/DayPart.tsx'
import { parametersIn } from '../systems/parameters.ts'
import { hide, readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { takeWanted } from './wanted.ts'

/**
 * The page that whoever has just signed in had asked for before; else the day's desk of whoever has signed in, or one list of it from behind a place; an administrator, who sees no case, comes to the
 * people.
 */
export function home(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { roles } = personOfVisit(visit)
    const wanted = takeWanted(desk, request, response, personOfVisit(visit))
    if (wanted !== null) {
      response.redirect(303, wanted)
      return
    }
    if (roles.every((role) => role === 'administrator')) {
      response.redirect(303, deskRoutes.people.path)
      return
    }
    const asked = askedIn(request.originalUrl)
    if (asked === null) {
      await hide(desk, request, response)
      return
    }
    const { filter, after } = asked
    if (after !== undefined) {
      const part = await desk.services.cases.dayPart(readerIn(request, response), after, filter)
      answerWithPage(response, 200, <DayPart {...visit} frame={desk.frameOf(visit)} part={part} />)
      return
    }
    const day = await desk.services.cases.day(readerIn(request, response), filter)
    const isWriter = roles.some((role) => role === 'officer' || role === 'approver')
    const drafts = isWriter ? await desk.services.drafts.list(personOfVisit(visit)) : null
    const saved = await desk.services.searches.list(personOfVisit(visit))
    const isTypedKept = await desk.services.typed.areThere(personOfVisit(visit))
    const parts = { ...visit, frame: desk.frameOf(visit), day, drafts, saved, isTypedKept }
    answerWithPage(response, 200, <Day {...parts} />)
  }
}

interface Asked {
  readonly filter: DayFilter
  /** Behind which place of a list the page begins; undefined: it is the whole desk. */
  readonly after: DayPlace | undefined
}

/** Which part of the desk is asked for; null where it is not there. */
function askedIn(target: string): Asked | null {
  const asked = parametersIn(target, ['whose', 'unread', 'after'])
  if (!asked.ok) return null
  const { parameters } = asked
  const whose = parameters.one('whose', holderIn, 'mine, nobody')
  const unread = parameters.one('unread', (text) => (text === 'yes' ? text : null), 'yes')
  const after = parameters.one('after', dayPlaceOf, 'a place on the desk')
  if (parameters.refusal() !== null || (whose !== undefined && unread !== undefined)) return null
  return { filter: whose ?? (unread === undefined ? 'authority' : 'unread'), after }
}

function holderIn(text: string): 'mine' | 'nobody' | null {
  return text === 'mine' || text === 'nobody' ? text : null
}
