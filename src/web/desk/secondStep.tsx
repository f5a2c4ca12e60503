import type { Request, Response } from 'express'
import type { AwaitedStep } from '../../exchange/people/secondStep.ts'
import type { Refusal } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { SecondStep } from '../pages/SecondStep.tsx'
import type { Desk, DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { fieldOfCode, showForm } from './formPage.ts'
import { visitOf } from './pageOf.ts'
import { scriptOn } from './passkeyScript.ts'
import { whereaboutsOf } from './session.ts'
import { letIn } from './signingIn.tsx'

/** Where whoever has said their password, or comes from the identity provider, says the code of their second factor, or uses a passkey. Everybody else is led to where they begin. */
export function secondStepPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const step = desk.cookies.step(request)
    const { home, signInPage } = deskRoutes
    if (visitOf(request, response).person !== null) response.redirect(303, home.path)
    else {
      const awaited = step === null ? null : await desk.services.people.awaitedStep(step)
      if (awaited === null) response.redirect(303, signInPage.path)
      else showStep(desk, request, response, null, awaited)
    }
  }
}

/** Lets a person in by a code. */
export function secondStep(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { code: { charactersMax: webLimits.desk.codeCharactersMax } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [code = ''] = form.values.code
    const step = desk.cookies.step(request) ?? ''
    const signedIn = await desk.services.people.signInByCode({ step, code, ...whereaboutsOf(desk, request) })
    if (!signedIn.ok) {
      if (signedIn.code === 'SECOND_STEP_OVER') desk.cookies.dropStep(response)
      showStep(desk, request, response, signedIn, await desk.services.people.awaitedStep(step))
      return
    }
    desk.cookies.dropStep(response)
    await letIn(desk, request, response, signedIn)
  }
}

function showStep(
  desk: Desk,
  request: Request,
  response: Response,
  refusal: Refusal | null,
  stepNow: AwaitedStep | null,
): void {
  const awaited = refusal?.code === 'SECOND_STEP_OVER' ? null : stepNow
  const script = awaited?.hasPasskeys === true ? scriptOn(desk, response) : null
  const fieldOf = fieldOfCode({ SECOND_FACTOR_WRONG: 'code' })
  const wrong = refusal === null ? null : { refusal, fieldOf }
  showForm(desk, request, response, wrong, (parts) => <SecondStep {...parts} {...{ awaited, script }} />)
}
