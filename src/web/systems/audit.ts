import type { RequestHandler, Response } from 'express'
import type { Actor } from '../../audit/events.ts'
import type { AuditPage } from '../../exchange/auditAnswers.ts'
import { csvOf } from '../../exchange/shown/csv.ts'
import type { Result } from '../../message/refusal.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import { actorOf } from './bearer.ts'
import { type QuestionForm, linkTo, questionIn } from './questions.ts'
import type { Turns } from './turns.ts'

/**
 * Answers one question of an auditor, as JSON or (by `Accept`) as CSV; with a link to the next page (RFC 8288) where
 * there is one. Who asked what is in the log before a byte of the answer goes out.
 */
export function auditQuestion<Question extends { readonly from?: Date; readonly until?: Date }>(
  form: QuestionForm<Question>,
  turns: Turns,
  answer: (question: Question, reader: Actor) => Promise<Result<AuditPage>>,
): RequestHandler {
  return async (request, response) => {
    const type = request.accepts([json, csv])
    response.vary('Accept')
    if (type === false) {
      answerPlainly(response, 406, `There is ${json} and ${csv}`)
      return
    }
    const actor = actorOf(response)
    const answered = await turns.take(actor.person, async (): Promise<Result<Given>> => {
      const asked = questionIn(form, request.originalUrl)
      if (!asked.ok) return asked
      const page = await answer(asked.question, actor)
      return page.ok ? { ...page, link: linkTo(form, asked.parameters, page.next) } : page
    })
    if (answered.ok) give(response, type, answered)
    else answerWithProblem(response, answered)
  }
}

/** A page with the link to the next one; null: there is none. */
interface Given extends AuditPage {
  readonly link: string | null
}

const json = 'application/json'
const csv = 'text/csv'

function give(response: Response, type: string, { shown, link }: Given): void {
  if (link !== null) response.set('Link', link)
  if (type === csv) sendText(response, `${csv}; charset=utf-8; header=present`, csvOf(shown.table))
  else sendText(response, json, JSON.stringify(shown.json))
}

/** As bytes, so that nothing is put beside the media type. */
function sendText(response: Response, type: string, text: string): void {
  response.set('Content-Type', type).send(Buffer.from(text, 'utf8'))
}
