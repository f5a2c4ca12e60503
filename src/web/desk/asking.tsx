import type { Request, Response } from 'express'
import type { AskOrder } from '../../exchange/drafts/begin.ts'
import { letterLanguages } from '../../letter/language.ts'
import type { Refusal } from '../../message/refusal.ts'
import { webLimits } from '../limits.ts'
import { Ask } from '../pages/Ask.tsx'
import { problems } from '../problem.ts'
import { planOf } from '../form/plan.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftLink, partLink } from './draftLinks.ts'
import { hide, idIn, readerIn } from './cases.tsx'
import type { Values } from './filesForm.ts'
import { formIn } from './form.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }

/** The members of every form that begins a request. */
export const orderMembers = { to: line, reference: line, language: line } as const

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
  const field = refusal?.pointer?.slice(1) ?? null
  return {
    frame: desk.frameOf(visit),
    words: visit.words,
    person: personOfVisit(visit),
    authorities: desk.services.drafts.askable(),
    languages: letterLanguages,
    typed,
    errors: refusal === null ? [] : [desk.errorOf(visit, refusal, field)],
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

/** Begins what may be said now about a request. What has one part only is led to that at once. */
export function move(desk: Desk): DeskHandler {
  return async (request, response) => {
    const id = idIn(request)
    const by = actingIn(request, response)
    const { cases, drafts } = desk.services
    if (id === null || !(await cases.isThere(readerIn(request, response), id))) {
      await hide(desk, request, response)
      return
    }
    const form = formIn(response, { type: line, answers: { ...line, isMany: true } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [type = ''] = form.values.type
    const [answers = ''] = form.values.answers
    const order = { request: id, type, inReplyTo: answers === '' ? null : answers }
    const begun = await drafts.move(order, by)
    if (!begun.ok) {
      desk.refuse(request, response, begun)
      return
    }
    const view = await drafts.read(begun.draft, personOfVisit(visitOf(request, response)))
    const [only, ...others] = view === null ? [] : planOf(view.draft.type).parts
    const isShort = only !== undefined && others.length === 0
    response.redirect(303, isShort ? partLink(begun.draft, only) : draftLink(begun.draft))
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
