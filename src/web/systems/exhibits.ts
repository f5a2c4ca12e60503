import type { RequestHandler, Response } from 'express'
import type { ExhibitAnswers } from '../../exchange/exhibitAnswers.ts'
import type { ExhibitQuestion } from '../../exchange/exhibits/list.ts'
import type { ExhibitView } from '../../exchange/shown/exhibitShown.ts'
import { limits } from '../../message/limits.ts'
import type { Result } from '../../message/refusal.ts'
import { depositStatuses } from '../../store/exhibits/exhibitTables.ts'
import { withWhy } from '../desk/whyOfFile.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import { actorOf } from './bearer.ts'
import { type Parameters, parametersIn } from './parameters.ts'
import { type QuestionForm, linkTo } from './questions.ts'
import type { Turns } from './turns.ts'

/** What `rogatory exhibit list` is asked, a page at a time. */
export const exhibitForm: QuestionForm<ExhibitQuestion> = {
  parameters: ['request', 'status', 'after'],
  page: 'after',
  read(parameters: Parameters) {
    const request = parameters.one('request', (text) => text, 'a reference, or an id of a request')
    const status = parameters.one(
      'status',
      (text) => depositStatuses.find((one) => one === text) ?? null,
      `one of ${depositStatuses.join(', ')}`,
    )
    const after = parameters.one('after', (text) => text, 'the id of the last file of the page before')
    return {
      limit: limits.pageRowsMax,
      ...(request === undefined ? {} : { request }),
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { after }),
    }
  },
}

/** Answers with a page of the files of the node, and a link to the next one where there is one. */
export function exhibitList(turns: Turns, { list }: ExhibitAnswers): RequestHandler {
  return async (request, response) => {
    if (!takesJson(request.accepts(['application/json']), response)) return
    const actor = actorOf(response)
    const answered = await turns.take(actor.person, async (): Promise<Result<Listed>> => {
      const found = parametersIn(request.originalUrl, exhibitForm.parameters)
      if (!found.ok) return found
      const question = exhibitForm.read(found.parameters)
      const page = found.parameters.refusal() ?? (await list(question, actor))
      return page.ok ? { ...page, link: linkTo(exhibitForm, found.parameters, page.next) } : page
    })
    if (!answered.ok) answerWithProblem(response, answered)
    else {
      if (answered.link !== null) response.set('Link', answered.link)
      sendJson(response, { exhibits: answered.shown.map(withWhy) })
    }
  }
}

/** Answers with one file: what it is, how far it has come, and its custody. */
export function exhibitShown(turns: Turns, { show }: ExhibitAnswers): RequestHandler<{ deposit: string }> {
  return async (request, response) => {
    if (!takesJson(request.accepts(['application/json']), response)) return
    const actor = actorOf(response)
    const answered = await turns.take(
      actor.person,
      async (): Promise<Result<{ readonly shown: ExhibitView }>> => {
        const found = parametersIn(request.originalUrl, [])
        return found.ok ? await show(request.params.deposit, actor) : found
      },
    )
    if (answered.ok) sendJson(response, withWhy(answered.shown))
    else answerWithProblem(response, answered)
  }
}

interface Listed {
  readonly shown: readonly ExhibitView[]
  readonly link: string | null
}

/** Whether whoever asks takes what there is; else that is told. */
export function takesJson(accepted: string | false, response: Response): boolean {
  response.vary('Accept')
  if (accepted !== false) return true
  answerPlainly(response, 406, 'There is application/json')
  return false
}

/** As bytes, so that nothing is put beside the media type. */
export function sendJson(response: Response, shown: object): void {
  response.set('Content-Type', 'application/json').send(Buffer.from(JSON.stringify(shown), 'utf8'))
}
