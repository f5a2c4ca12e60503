import type { Request, RequestHandler, Response } from 'express'
import { code } from '../../letter/letter.ts'
import { nameLine } from '../../letter/nameLine.ts'
import type { Refusal } from '../../message/refusal.ts'
import { eachOf } from '../../message/together.ts'
import type { DeskServices } from '../deskServices.ts'
import { Problem } from '../pages/Problem.tsx'
import type { FormError } from '../parts/ErrorSummary.tsx'
import type { Frame } from '../parts/Layout.tsx'
import { problems } from '../problem.ts'
import type { Acting } from '../../exchange/people/deskPeople.ts'
import { type Cookies, cookiesOf } from './cookies.ts'
import type { Wrong } from './formPage.ts'
import { type Visit, answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { textOfRefusal } from './refusalWords.ts'
import { type Script, scriptOf } from './scripts.ts'
import { addressOf } from './session.ts'
import { type Style, stylesOf } from './styles.ts'

/** What the handlers of pages are made with. */
export interface Desk {
  readonly services: DeskServices
  readonly cookies: Cookies
  readonly styles: Readonly<Record<'ltr' | 'rtl', Style>>
  readonly scripts: Readonly<Record<'passkeys' | 'uploads', Script>>
  readonly frameOf: (visit: Visit) => Frame
  /** What is not here, or not for whoever asks; what cannot be done so; what broke. */
  readonly problem: (request: Request, response: Response, status: 404 | 405 | 500) => void
  /** A refusal as a page of its own. */
  readonly refuse: (request: Request, response: Response, refusal: Refusal) => void
  /** A refusal as what is wrong with a form on its page. */
  readonly errorOf: (visit: Visit, refusal: Refusal, field: string | null) => FormError
  /** All that is wrong with a form, each beside its field. */
  readonly errorsOf: (visit: Visit, wrong: Wrong) => readonly FormError[]
}

/** What happens where a page is asked for, or a form of it is sent. */
export type DeskHandler = RequestHandler

export function deskOf(services: DeskServices): Desk {
  const styles = stylesOf(services)
  const frameOf = ({ words, formToken, done }: Visit): Frame => ({
    stateName: services.stateName(words.language),
    authorityName(id) {
      const name = services.authorityName(id)
      return name === null ? [code(id)] : nameLine(name, words.language, false)
    },
    isDemonstration: services.isDemonstration,
    isTraining: services.training !== null,
    style: styles[words.direction].path,
    formToken,
    done,
  })
  const textOf = ({ words }: Visit, refusal: Refusal): string =>
    textOfRefusal(words, refusal, { origin: services.origin, nowMs: Date.now() })
  return {
    services,
    // Known only once the desk listens: asked for at each request.
    get cookies() {
      return cookiesOf(services.origin)
    },
    styles,
    scripts: { passkeys: scriptOf(services.scripts.passkeys), uploads: scriptOf(services.scripts.uploads) },
    frameOf,
    problem(request, response, status) {
      const visit = visitOf(request, response)
      const [title, text] = problemTexts[status]
      const { words, person } = visit
      answerWithPage(
        response,
        status,
        <Problem
          frame={frameOf(visit)}
          words={words}
          person={person}
          title={title}
          text={words.say(text)}
          leadsOn={status === 404}
        />,
      )
    },
    refuse(request, response, refusal) {
      const visit = visitOf(request, response)
      const { words, person } = visit
      const page = (
        <Problem
          frame={frameOf(visit)}
          words={words}
          person={person}
          title="refusedTitle"
          text={textOf(visit, refusal)}
          code={refusal.code}
        />
      )
      answerWithPage(response, problems[refusal.code].status, page)
    },
    errorOf: (visit, refusal, field) => ({ field, text: textOf(visit, refusal) }),
    errorsOf: (visit, { refusal, fieldOf }) =>
      eachOf(refusal).map((one) => ({ field: fieldOf(one), text: textOf(visit, one) })),
  }
}

/** Whoever visits, as the log names them. */
export function actingIn(request: Request, response: Response): Acting {
  return { person: personOfVisit(visitOf(request, response)), address: addressOf(request) }
}

const problemTexts = {
  404: ['notFoundTitle', 'notFoundText'],
  405: ['methodTitle', 'methodText'],
  500: ['brokenTitle', 'brokenText'],
} as const
