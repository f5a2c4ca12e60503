import type { Request, Response } from 'express'
import type { SignedIn } from '../../exchange/people/signIn.ts'
import { isLetterLanguage } from '../../letter/language.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import { deskRoutes, isPageAt } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { SignIn } from '../pages/SignIn.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'
import { showForm } from './formPage.ts'
import { type Leading, leadOn } from './leadOn.tsx'
import { visitOf } from './pageOf.ts'
import { scriptOn } from './passkeyScript.ts'
import { sessionOf, whereaboutsOf } from './session.ts'
import { afterSigningIn, keptQuery } from './typed.ts'

const { nameCharactersMax, passwordCharactersMax } = webLimits.desk

/** The page on which everybody begins. Whoever has signed in is led on. */
export function signInPage(desk: Desk): DeskHandler {
  return (request, response) => {
    if (visitOf(request, response).person !== null) response.redirect(303, deskRoutes.home.path)
    else showSignIn(desk, request, response, '', null)
  }
}

/** Lets a person in, or on to the code of their second factor, or to their passkey. */
export function signIn(desk: Desk): DeskHandler {
  const members = {
    signInName: { charactersMax: nameCharactersMax },
    password: { charactersMax: passwordCharactersMax },
  }
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [signInName = ''] = form.values.signInName
    const [password = ''] = form.values.password
    // No attempt is one without a password: nothing is counted for it, whoever is named.
    if (password === '') {
      showSignIn(desk, request, response, signInName, refuse('PASSWORD_MISSING'), 'password')
      return
    }
    const order = { signInName, password, ...whereaboutsOf(desk, request) }
    const signedIn = await desk.services.people.signIn(order)
    if (!signedIn.ok) {
      showSignIn(desk, request, response, signInName, signedIn)
      return
    }
    if ('step' in signedIn) {
      desk.cookies.keepStep(response, signedIn.step)
      response.redirect(303, deskRoutes.secondStepPage.path)
    } else await letIn(desk, request, response, signedIn)
  }
}

/**
 * Whoever has signed in goes on under a new session, whatever session there was before.
 *
 * @param lead - leads to a path; by default a redirect
 */
export async function letIn(
  desk: Desk,
  request: Request,
  response: Response,
  { token, browser, person }: SignedIn,
  lead: (path: string) => void = (path) => response.redirect(303, path),
): Promise<void> {
  await endBefore(desk, request, response)
  desk.cookies.keepSession(response, token)
  if (desk.cookies.ended(request) !== null) desk.cookies.dropEnded(response)
  desk.cookies.keepBrowser(response, browser)
  await keepChoice(desk, request, person)
  const to = await afterSigningIn(desk, person)
  // What was typed goes before a page that was only asked for.
  if (to !== deskRoutes.home.path) desk.cookies.dropWanted(response)
  lead(to)
}

/** Ends a session, and leads to where another may begin. */
export function signOut(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    await endBefore(desk, request, response)
    desk.cookies.dropSession(response)
    const session = sessionOf(response)
    // Another page of theirs may bring what was typed in it, which they alone are shown.
    if (session !== null) desk.cookies.keepEnded(response, session.token)
    const farewell = farewellOf(desk, response)
    if (farewell === null) response.redirect(303, deskRoutes.signInPage.path)
    else leadOn(desk, request, response, farewell)
  }
}

/** Keeps the language that was chosen: with the person, and in the browser for the next time before signing in. */
export function chooseLanguage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { language: { charactersMax: 10 } })
    const [language = ''] = form.ok ? form.values.language : []
    if (!form.ok || !isLetterLanguage(language)) {
      desk.refuse(request, response, form.ok ? refuse('FORM_MEMBER_INVALID', { pointer: '/language' }) : form)
      return
    }
    const { person } = visitOf(request, response)
    if (person !== null) await desk.services.people.keepLanguage(person, language)
    desk.cookies.keepLanguage(response, language)
    response.redirect(
      303,
      seenBefore(desk, request) ?? deskRoutes[person === null ? 'signInPage' : 'home'].path,
    )
  }
}

/**
 * The page of this desk on which somebody pressed a button, as their browser says (`Referrer-Policy: same-origin`); null: it says none,
 * or what it says is no page that can be asked for.
 */
function seenBefore({ services }: Desk, request: Request): string | null {
  const said = request.get('referer') ?? ''
  const url = URL.canParse(said) ? new URL(said) : null
  return url?.origin === services.origin && isPageAt(url.pathname) ? `${url.pathname}${url.search}` : null
}

/** The session with which somebody came ends: there is one at a time in a browser. */
async function endBefore(desk: Desk, request: Request, response: Response): Promise<void> {
  const session = sessionOf(response)
  if (session !== null) await desk.services.people.signOut(session.token, actingIn(request, response))
}

/** Whoever chose a language on the page before means it for what follows. */
async function keepChoice(
  { cookies, services }: Desk,
  request: Request,
  person: Parameters<Desk['services']['people']['keepLanguage']>[0],
): Promise<void> {
  const chosen = cookies.language(request)
  if (chosen !== null && chosen !== person.language) await services.people.keepLanguage(person, chosen)
}

/** Where whoever signed in by the identity provider ends their session there as well; null: nowhere. */
function farewellOf({ services }: Desk, response: Response): Leading | null {
  const { provider, origin } = services
  const to = provider?.farewellUrl(`${origin}${deskRoutes.signInPage.path}`) ?? null
  if (provider === null || to === null || sessionOf(response)?.isByProvider !== true) return null
  return { to, title: 'providerOut', host: provider.host }
}

/** What whoever comes from a session that has ended is told. */
const endings = [
  { query: '?ended', text: 'sessionEnded' },
  { query: keptQuery, text: 'typedKept' },
  { query: '?lost', text: 'typedLost' },
] as const

/** Shows where everybody begins, and why somebody was not let in, beside the field where there is one to mend. */
export function showSignIn(
  desk: Desk,
  request: Request,
  response: Response,
  signInName: string,
  refusal: Refusal | null,
  field: 'password' | null = null,
): void {
  const ended = endings.find(({ query }) => request.url.endsWith(query))?.text ?? null
  const wrong = refusal === null ? null : { refusal, fieldOf: () => field }
  const passkeyScript = scriptOn(desk, response)
  const host = desk.services.provider?.host ?? null
  showForm(desk, request, response, wrong, (parts) => (
    <SignIn {...parts} {...{ signInName, ended, passkeyScript, host }} />
  ))
}
