import type { Request, Response } from 'express'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { Password } from '../pages/Password.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import { farEndOf } from '../port.ts'
import { problems } from '../problem.ts'
import { type Desk, type DeskHandler } from './desk.tsx'
import { formIn } from './form.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { addressOf, sessionOf } from './session.ts'

const member = { charactersMax: webLimits.desk.passwordCharactersMax }

/** The fields to which refusals belong. */
const fields: Readonly<Partial<Record<RefusalCode, string>>> = {
  PASSWORD_WRONG: 'current',
  PASSWORD_TOO_SHORT: 'chosen',
  PASSWORD_COMMON: 'chosen',
  PASSWORD_UNCHANGED: 'chosen',
  PASSWORDS_DIFFER: 'repeated',
}

/** The page on which a person chooses another password. */
export function passwordPage(desk: Desk): DeskHandler {
  return (request, response) => showPassword(desk, request, response, 200, [])
}

/** Gives a person the password that they chose, and goes on under a new session. */
export function choosePassword(desk: Desk): DeskHandler {
  const { people, strangers } = desk.services
  return async (request, response) => {
    const form = formIn(response, { current: member, chosen: member, repeated: member })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const visit = visitOf(request, response)
    const { current, chosen, repeated } = form.values
    const changed = await people.choosePassword(personOfVisit(visit), {
      current: current[0] ?? '',
      chosen: chosen[0] ?? '',
      repeated: repeated[0] ?? '',
      address: addressOf(request),
      countedAs: strangers.countedAs(farEndOf(request.socket)),
    })
    if (changed.ok) {
      desk.cookies.keepSession(response, changed.token)
      response.redirect(303, deskRoutes.home.path)
    } else {
      const errors = [desk.errorOf(visit, changed, fields[changed.code] ?? null)]
      showPassword(desk, request, response, problems[changed.code].status, errors)
    }
  }
}

function showPassword(
  desk: Desk,
  request: Request,
  response: Response,
  status: number,
  errors: readonly FormError[],
): void {
  const visit = visitOf(request, response)
  const page = (
    <Password
      frame={desk.frameOf(visit)}
      words={visit.words}
      person={personOfVisit(visit)}
      isGiven={sessionOf(response)?.mustChoosePassword === true}
      errors={errors}
      charactersMin={exchangeLimits.desk.passwordCharactersMin}
    />
  )
  answerWithPage(response, status, page)
}
