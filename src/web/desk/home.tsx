import { type DayPlace, dayPlaceOf } from '../../exchange/desk/dayPlace.ts'
import { deskRoutes } from '../deskPaths.ts'
import { Day } from '../pages/Day.tsx'
import { DayPart } from '../pages/DayPart.tsx'
import { parametersIn } from '../systems/parameters.ts'
import { hide, readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

/**
 * The day's desk of whoever has signed in, or one list of it from behind a place; an administrator, who sees no case, comes to the
 * people.
 */
export function home(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { roles } = personOfVisit(visit)
    if (roles.every((role) => role === 'administrator')) {
      response.redirect(303, deskRoutes.people.path)
      return
    }
    const after = afterIn(request.originalUrl)
    if (after === null) {
      await hide(desk, request, response)
      return
    }
    if (after !== undefined) {
      const part = await desk.services.cases.dayPart(readerIn(request, response), after)
      answerWithPage(response, 200, <DayPart {...visit} frame={desk.frameOf(visit)} part={part} />)
      return
    }
    const day = await desk.services.cases.day(readerIn(request, response))
    const isWriter = roles.some((role) => role === 'officer' || role === 'approver')
    const drafts = isWriter ? await desk.services.drafts.list(personOfVisit(visit)) : null
    const saved = await desk.services.searches.list(personOfVisit(visit))
    const isTypedKept = await desk.services.typed.areThere(personOfVisit(visit))
    const parts = { ...visit, frame: desk.frameOf(visit), day, drafts, saved, isTypedKept }
    answerWithPage(response, 200, <Day {...parts} />)
  }
}

/** Behind which place of the desk the page begins; undefined: it is the whole desk. Null where what is asked is not there. */
function afterIn(target: string): DayPlace | null | undefined {
  const asked = parametersIn(target, ['after'])
  if (!asked.ok) return null
  const after = asked.parameters.one('after', dayPlaceOf, 'a place on the desk')
  return asked.parameters.refusal() === null ? after : null
}
