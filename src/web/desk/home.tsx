import { deskRoutes } from '../deskPaths.ts'
import { Day } from '../pages/Day.tsx'
import { readerIn } from './cases.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

/** The day's desk of whoever has signed in; an administrator, who sees no case, comes to the people. */
export function home(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { roles } = personOfVisit(visit)
    if (roles.every((role) => role === 'administrator')) {
      response.redirect(303, deskRoutes.people.path)
      return
    }
    const day = await desk.services.cases.day(readerIn(request, response))
    const isWriter = roles.some((role) => role === 'officer' || role === 'approver')
    const drafts = isWriter ? await desk.services.drafts.list(personOfVisit(visit)) : null
    const saved = await desk.services.searches.list(personOfVisit(visit))
    const parts = { ...visit, frame: desk.frameOf(visit), day, drafts, saved }
    answerWithPage(response, 200, <Day {...parts} />)
  }
}
