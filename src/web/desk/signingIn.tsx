import type { Request, Response } from 'express'
import { isLetterLanguage } from '../../letter/language.ts'
import { refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { SignIn } from '../pages/SignIn.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { farEndOf } from '../port.ts'
import { problems } from '../problem.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'
import { answerWithPage, visitOf } from './pageOf.ts'
import { addressOf, sessionOf } from './session.ts'

const { nameCharactersMax, passwordCharactersMax } = webLimits.desk

/** The page on which everybody begins. Whoever has signed in is led on. */
export function signInPage(desk: Desk): DeskHandler {
  return (request, response) => {
    if (visitOf(request, response).person !== null) response.redirect(303, deskRoutes.home.path)
    else showSignIn(desk, request, response, { status: 200, signInName: '', errors: [] })
  }
}

/** Lets a person in under a new session, whatever session there was before. */
export function signIn(desk: Desk): DeskHandler {
  const members = {
    signInName: { charactersMax: nameCharactersMax },
    password: { charactersMax: passwordCharactersMax },
  }
  const { people, strangers } = desk.services
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [signInName = ''] = form.values.signInName
    const [password = ''] = form.values.password
    const from = farEndOf(request.socket)
    const address = addressOf(request)
    const order = { signInName, password, address, countedAs: strangers.countedAs(from) }
    const signedIn = await people.signIn(order)
    if (!signedIn.ok) {
      const errors = [desk.errorOf(visitOf(request, response), signedIn, null)]
      showSignIn(desk, request, response, { status: problems[signedIn.code].status, signInName, errors })
      return
    }
    await endBefore(desk, request, response)
    desk.cookies.keepSession(response, signedIn.token)
    await keepChoice(desk, request, signedIn.person)
    response.redirect(303, deskRoutes.home.path)
  }
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
    response.redirect(303, deskRoutes.signInPage.path)
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
    const { signInPage: before, passwordPage: after } = deskRoutes
    response.redirect(303, (person === null ? before : after).path)
  }
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

interface Shown {
  readonly status: number
  readonly signInName: string
  readonly errors: readonly FormError[]
}

function showSignIn(desk: Desk, request: Request, response: Response, shown: Shown): void {
  const visit = visitOf(request, response)
  const { status, signInName, errors } = shown
  const page = (
    <SignIn
      frame={desk.frameOf(visit)}
      words={visit.words}
      signInName={signInName}
      errors={errors}
      hasEnded={request.url.endsWith('?ended')}
    />
  )
  answerWithPage(response, status, page)
}
