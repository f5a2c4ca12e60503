import type { Request, Response } from 'express'
import type { AskOrder } from '../../exchange/drafts/begin.ts'
import { letterLanguages } from '../../letter/language.ts'
import type { Refusal } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { Ask } from '../pages/Ask.tsx'
import { problems } from '../problem.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftLink } from './draftLinks.ts'
import type { Values } from './filesForm.ts'
import { formIn, typedLine } from './form.ts'
import { fieldPointedTo } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }

/** The members of every form that begins a request. */
export const orderMembers = { to: line, reference: typedLine, language: line } as const

/** What such a form orders. */
export function orderIn(values: Values<keyof typeof orderMembers>): AskOrder {
  const [[to = ''], [reference = ''], [language = '']] = [values.to, values.reference, values.language]
  return { to, reference: reference.trim(), language }
}

/** What such a form shows. */
export function orderFields(
  desk: Desk,
  request: Request,
  response: Response,
  typed: AskOrder,
  refusal: Refusal | null,
) {
  const visit = visitOf(request, response)
  return {
    frame: desk.frameOf(visit),
    words: visit.words,
    person: personOfVisit(visit),
    authorities: desk.services.drafts.askable(),
    languages: letterLanguages,
    typed,
    errors: refusal === null ? [] : desk.errorsOf(visit, { refusal, fieldOf: fieldPointedTo() }),
  }
}

/** The page on which a request is begun. */
export function askPage(desk: Desk): DeskHandler {
  return (request, response) => {
    const { words } = visitOf(request, response)
    showAsk(desk, request, response, { to: '', reference: '', language: words.language }, null)
  }
}

/** Begins a request. */
export function ask(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, orderMembers)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const order = orderIn(form.values)
    const begun = await desk.services.drafts.ask(order, actingIn(request, response))
    if (begun.ok) response.redirect(303, draftLink(begun.draft))
    else showAsk(desk, request, response, order, begun)
  }
}

function showAsk(
  desk: Desk,
  request: Request,
  response: Response,
  typed: AskOrder,
  refusal: Refusal | null,
): void {
  const page = <Ask {...orderFields(desk, request, response, typed, refusal)} />
  answerWithPage(response, refusal === null ? 200 : problems[refusal.code].status, page)
}
