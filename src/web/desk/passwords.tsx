import type { Request, Response } from 'express'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { Password } from '../pages/Password.tsx'
import { type Desk, type DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { type Wrong, fieldOfCode, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { sessionOf, whereaboutsOf } from './session.ts'

const member = { charactersMax: webLimits.desk.passwordCharactersMax }

/** The fields to which refusals belong. */
const fields: Readonly<Partial<Record<RefusalCode, string>>> = {
  PASSWORD_MISSING: 'current',
  PASSWORD_WRONG: 'current',
  PASSWORD_TOO_SHORT: 'chosen',
  PASSWORD_COMMON: 'chosen',
  PASSWORD_UNCHANGED: 'chosen',
  PASSWORDS_DIFFER: 'repeated',
}

/** The page on which a person chooses another password. */
export function passwordPage(desk: Desk): DeskHandler {
  return (request, response) => showPassword(desk, request, response, null)
}

/** Gives a person the password that they chose, and goes on under a new session. */
export function choosePassword(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { current: member, chosen: member, repeated: member })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { current, chosen, repeated } = form.values
    const changed = await desk.services.people.choosePassword(personOfVisit(visitOf(request, response)), {
      current: current[0] ?? '',
      chosen: chosen[0] ?? '',
      repeated: repeated[0] ?? '',
      token: sessionOf(response)?.token ?? '',
      ...whereaboutsOf(desk, request),
    })
    if (changed.ok) {
      desk.cookies.keepSession(response, changed.token)
      desk.cookies.keepBrowser(response, changed.browser)
      response.redirect(303, deskRoutes.home.path)
    } else showPassword(desk, request, response, { refusal: changed, fieldOf: fieldOfCode(fields) })
  }
}

function showPassword(desk: Desk, request: Request, response: Response, wrong: Wrong | null): void {
  const person = personOfVisit(visitOf(request, response))
  const { passwordCharactersMin: charactersMin } = exchangeLimits.desk
  const isGiven = sessionOf(response)?.mustChoosePassword === true
  const wasLedHere = isGiven && request.url.endsWith('?first')
  showForm(desk, request, response, wrong, (parts) => (
    <Password {...parts} {...{ person, isGiven, wasLedHere, charactersMin }} />
  ))
}
