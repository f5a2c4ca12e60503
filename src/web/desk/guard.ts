import type { Request, RequestHandler, Response } from 'express'
import { refuse } from '../../message/refusal.ts'
import { type DeskRoute, deskRoutes, isAudience } from '../deskPaths.ts'
import { type Desk, actingIn } from './desk.tsx'
import { postedIn } from './form.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { sessionOf } from './session.ts'
import { keepWanted } from './wanted.ts'

/** What whoever has a password from somebody else may still do, beside what everybody may. */
const beforeChoosing: readonly DeskRoute[] = [
  deskRoutes.passwordPage,
  deskRoutes.choosePassword,
  deskRoutes.signOut,
]

/** What whoever must set a second factor may still do: set one, or add a passkey, and prove for that who they are. */
const beforeFactor: readonly DeskRoute[] = [
  ...beforeChoosing,
  ...[deskRoutes.secondFactorPage, deskRoutes.secondFactorPicture],
  ...[deskRoutes.offerSecondFactor, deskRoutes.setSecondFactor],
  ...[deskRoutes.passkeys, deskRoutes.proveAnew, deskRoutes.askToAddPasskey, deskRoutes.addPasskey],
  ...[deskRoutes.provePage, deskRoutes.prove],
]

/**
 * Lets pass only those for whom a page is. Nobody who has not signed in learns which pages there are; what is not for the roles
 * of a person is not there for them, which is in the log before it is told.
 */
export function onlyFor(desk: Desk, route: DeskRoute): RequestHandler {
  return async (request, response, next) => {
    const { person } = visitOf(request, response)
    if (route.audience === 'everybody') next()
    else if (person === null) await toSignIn(desk)(request, response, next)
    else if (sessionOf(response)?.mustChoosePassword === true && !beforeChoosing.includes(route))
      toPassword(response, route)
    else if (sessionOf(response)?.mustSetSecondFactor === true && !beforeFactor.includes(route))
      await toSecondFactor(desk, request, response, route)
    else if (isAudience(route.audience, person.roles)) next()
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
 * Whoever must set a second factor is led to where they do; what they typed before they had to is kept for afterwards. What they
 * wanted done is not, with SECOND_FACTOR_REQUIRED.
 */
async function toSecondFactor(
  desk: Desk,
  request: Request,
  response: Response,
  route: DeskRoute,
): Promise<void> {
  const { id } = personOfVisit(visitOf(request, response))
  if (route.keepsTyped === true)
    await desk.services.typed.keep(id, { path: request.path, fields: postedIn(response) })
  if (route.method === 'GET' || route.keepsTyped === true)
    response.redirect(303, deskRoutes.secondFactorPage.path)
  else desk.refuse(request, response, refuse('SECOND_FACTOR_REQUIRED'))
}

/**
 * Leads whoever has not signed in to where they can, and from there to what they asked for; whose session ended is told so, and that
 * what they sent was not kept. Their cookie stays: another page of theirs may bring what was typed in it.
 */
export function toSignIn(desk: Desk): RequestHandler {
  return async (request, response) => {
    const { signInPage, signOut } = deskRoutes
    const isLost = request.method !== 'GET' && request.method !== 'HEAD' && request.path !== signOut.path
    await keepWanted(desk, request, response)
    const hadSession = desk.cookies.session(request) !== null
    // Whoever has signed out themselves need not be told that their session has ended.
    const wasHere = hadSession || desk.cookies.ended(request) !== null
    const said = isLost && wasHere ? '?lost' : hadSession ? '?ended' : ''
    response.redirect(303, `${signInPage.path}${said}`)
  }
}
