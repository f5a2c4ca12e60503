import type { RequestHandler, Response } from 'express'
import { type DeskRoute, deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { type Desk, actingIn } from './desk.tsx'
import { visitOf } from './pageOf.ts'
import { sessionOf } from './session.ts'

/** What whoever has a password from somebody else may still do, beside what everybody may. */
const beforeChoosing: readonly DeskRoute[] = [
  deskRoutes.passwordPage,
  deskRoutes.choosePassword,
  deskRoutes.signOut,
]

/**
 * Lets pass only those for whom a page is. Nobody who has not signed in learns which pages there are; what is not for the roles
 * of a person is not there for them, which is in the log before it is told.
 */
export function onlyFor(desk: Desk, route: DeskRoute): RequestHandler {
  return async (request, response, next) => {
    const { person } = visitOf(request, response)
    if (route.audience === 'everybody') next()
    else if (person === null) toSignIn(desk)(request, response, next)
    else if (sessionOf(response)?.mustChoosePassword === true && !beforeChoosing.includes(route))
      toPassword(response, route)
    else if (isFor(route, person)) next()
    else {
      await desk.services.people.noteRefused(
        actingIn(request, response),
        `${route.method} ${route.path}`,
        'PAGE_UNKNOWN',
      )
      desk.problem(request, response, 404)
    }
  }
}

/** After signing in everybody comes to the first page; whoever wanted another is told why it does not open. */
function toPassword(response: Response, wanted: DeskRoute): void {
  response.redirect(303, `${deskRoutes.passwordPage.path}${wanted === deskRoutes.home ? '' : '?first'}`)
}

/**
 * Leads whoever has not signed in to where they can; whose session ended is told so, and that what they sent was not kept. Their
 * cookie stays: another page of theirs may bring what was typed in it.
 */
export function toSignIn(desk: Desk): RequestHandler {
  return (request, response) => {
    const { signInPage, signOut } = deskRoutes
    const isLost = request.method === 'POST' && request.path !== signOut.path
    const hadSession = desk.cookies.session(request) !== null
    response.redirect(303, `${signInPage.path}${hadSession ? (isLost ? '?lost' : '?ended') : ''}`)
  }
}

function isFor({ audience }: DeskRoute, { roles }: DeskPerson): boolean {
  return typeof audience === 'string' || audience.some((role) => roles.includes(role))
}
