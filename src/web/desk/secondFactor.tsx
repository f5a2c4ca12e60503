import type { Request, Response } from 'express'
import type { FactorOrder } from '../../exchange/people/secondFactor.ts'
import { type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { RecoveryCodes } from '../pages/RecoveryCodes.tsx'
import { SecondFactor } from '../pages/SecondFactor.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { type Wrong, fieldOfCode, showForm } from './formPage.ts'
import { formTokenOf } from '../../exchange/people/formToken.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { qrPicture } from './qrPicture.ts'
import { sessionOf, whereaboutsOf } from './session.ts'

const { passwordCharactersMax, codeCharactersMax } = webLimits.desk

/** The fields to which refusals belong. */
const fields: Readonly<Partial<Record<RefusalCode, string>>> = {
  PASSWORD_MISSING: 'password',
  PASSWORD_WRONG: 'password',
  SECOND_FACTOR_WRONG: 'code',
}

/** The page on which a person sets a second factor, or takes it off. */
export function secondFactorPage(desk: Desk): DeskHandler {
  return async (request, response) => await showFactor(desk, request, response, null)
}

/** The secret that was offered, as a picture for the camera of a telephone. */
export function secondFactorPicture(desk: Desk): DeskHandler {
  return async (request, response) => {
    const factor = await desk.services.people.secondFactor(personOfVisit(visitOf(request, response)))
    if (factor.is !== 'offered') desk.refuse(request, response, refuse('SECOND_FACTOR_MISSING'))
    else response.status(200).type('image/svg+xml').send(qrPicture(factor.uri))
  }
}

/** Makes a secret, and shows it. */
export function offerSecondFactor(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const offered = await desk.services.people.offerSecondFactor(personOfVisit(visitOf(request, response)))
    await backToFactor(desk, request, response, offered)
  }
}

/** Sets what was offered, shows the recovery codes once, and goes on under a new session. */
export function setSecondFactor(desk: Desk): DeskHandler {
  return async (request, response) => {
    const order = orderIn(desk, request, response)
    if (order === null) return
    const visit = visitOf(request, response)
    const person = personOfVisit(visit)
    const set = await desk.services.people.setSecondFactor(person, order)
    if (!set.ok) {
      await backToFactor(desk, request, response, set)
      return
    }
    desk.cookies.keepSession(response, set.token)
    desk.cookies.keepBrowser(response, set.browser)
    const frame = desk.frameOf({ ...visit, formToken: formTokenOf(set.token) })
    const { recoveryCodes: codes } = set
    answerWithPage(response, 200, <RecoveryCodes words={visit.words} {...{ frame, person, codes }} />)
  }
}

/** Takes the second factor off. */
export function removeSecondFactor(desk: Desk): DeskHandler {
  return async (request, response) => {
    const order = orderIn(desk, request, response)
    if (order === null) return
    const person = personOfVisit(visitOf(request, response))
    await backToFactor(desk, request, response, await desk.services.people.removeSecondFactor(person, order))
  }
}

/** What was said of password and code; null: the form was refused. */
function orderIn(desk: Desk, request: Request, response: Response): FactorOrder | null {
  const members = {
    password: { charactersMax: passwordCharactersMax },
    code: { charactersMax: codeCharactersMax },
  }
  const form = formIn(response, members)
  if (!form.ok) {
    desk.refuse(request, response, form)
    return null
  }
  const { password, code } = form.values
  const token = sessionOf(response)?.token ?? ''
  return { password: password[0] ?? '', code: code[0] ?? '', token, ...whereaboutsOf(desk, request) }
}

async function backToFactor(
  desk: Desk,
  request: Request,
  response: Response,
  changed: Result<object>,
): Promise<void> {
  if (changed.ok) response.redirect(303, deskRoutes.secondFactorPage.path)
  else await showFactor(desk, request, response, { refusal: changed, fieldOf: fieldOfCode(fields) })
}

async function showFactor(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
): Promise<void> {
  const person = personOfVisit(visitOf(request, response))
  const factor = await desk.services.people.secondFactor(person)
  const isFirst = sessionOf(response)?.mustSetSecondFactor === true
  showForm(desk, request, response, wrong, (parts) => (
    <SecondFactor {...parts} {...{ person, factor, isFirst }} />
  ))
}
