import { deskRoutes } from '../deskPaths.ts'
import { TypedForms } from '../pages/TypedForms.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

/** What whoever visits had typed when their sessions ended. */
export function typedFormsPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const listed = await desk.services.typed.list(personOfVisit(visit))
    answerWithPage(response, 200, <TypedForms {...visit} frame={desk.frameOf(visit)} listed={listed} />)
  }
}

/** Destroys one of them. */
export function dropTyped(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { typed: { charactersMax: 36 } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [id = ''] = form.values.typed
    await desk.services.typed.drop(personOfVisit(visitOf(request, response)), id)
    response.redirect(303, deskRoutes.typedForms.path)
  }
}
