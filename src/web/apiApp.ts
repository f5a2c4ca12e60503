import type { Express, Request, RequestHandler } from 'express'
import type { AccessScope } from '../exchange/accessTokens.ts'
import { refuse } from '../message/refusal.ts'
import type { ApiServices } from './apiServices.ts'
import { type OnFailure, beginApp, endApp, onlyBy } from './frame.ts'
import { webLimits } from './limits.ts'
import { operations } from './openapi/document.ts'
import type { Operation } from './openapi/operation.ts'
import { answerWithProblem } from './problem.ts'
import { readerRoutes } from './reader/reader.ts'
import { auditQuestion } from './systems/audit.ts'
import { onlyBearers, withoutBody } from './systems/bearer.ts'
import { caseRoutes } from './systems/cases.ts'
import { exhibitList, exhibitShown } from './systems/exhibits.ts'
import { orderBody } from './systems/orderBody.ts'
import { reviewForm, statisticsForm, trailForm } from './systems/questions.ts'
import { uploadRoutes } from './systems/tus.ts'
import { turnsOf } from './systems/turns.ts'
import { traced } from './traced.ts'

/**
 * What systems of the State's own ask, each with a token: the operations of `openapi/`, each answered by what has its name here.
 * What stands above comes first: without a token, nothing is told but what this port understands.
 */
export function createApi(services: ApiServices, onFailure: OnFailure): Express {
  const app = beginApp()
  const handlers = handlersOf(services)
  const isOpen = ({ scope }: Operation): boolean => scope === null
  const isWritten = ({ body }: Operation): boolean => body !== undefined
  const serve = (one: Operation): void => {
    const facts = { method: one.method.toUpperCase(), route: one.path }
    const told = isOpen(one) ? [] : [traced(services.tracer, 'answer a system', facts)]
    app.route(one.path)[one.method](...told, ...handled(handlers, one))
  }
  for (const one of operations.filter(isOpen)) {
    app.get(one.path, withoutBody())
    app.head(one.path, onlyBy(one.method.toUpperCase()))
    serve(one)
  }
  app.use(onlyBearers(services, scopeOf))
  app.use(onlyWhatIsHere())
  for (const one of operations.filter(isWritten)) serve(one)
  app.use(withoutBody())
  for (const path of new Set(operations.map(({ path: each }) => each))) {
    const own = operations.filter((one) => one.path === path)
    const allowed = own.map(({ method }) => method.toUpperCase())
    // A question that is answered without its answer would be in the log and help nobody.
    if (!allowed.includes('HEAD')) app.head(path, onlyBy(allowed.join(', ')))
    for (const one of own.filter((each) => !isOpen(each) && !isWritten(each))) serve(one)
    app.all(path, onlyBy(allowed.join(', ')))
  }
  return endApp(app, onFailure)
}

/** What answers, by the name of its operation. */
function handlersOf({ audit, exhibits, uploads, systems, strangers, nowMs }: ApiServices) {
  const tus = uploadRoutes(uploads, nowMs)
  const turns = turnsOf(nowMs)
  const { cases, casesAtOnceMax } = webLimits.api
  return {
    ...caseRoutes(turnsOf(nowMs, { rate: cases, atOnceMax: casesAtOnceMax }), systems),
    ...readerRoutes(strangers),
    readLog: auditQuestion(trailForm, turns, audit.entries),
    readMissed: auditQuestion(reviewForm, turns, audit.missed),
    readUnreasoned: auditQuestion(reviewForm, turns, audit.unreasoned),
    readStatistics: auditQuestion(statisticsForm, turns, audit.statistics),
    listExhibits: exhibitList(turns, exhibits),
    readExhibit: exhibitShown(turns, exhibits),
    describeUploads: tus.ask,
    beginUpload: tus.ask,
    measureUpload: tus.ask,
    continueUpload: tus.write,
    endUpload: tus.ask,
    readUpload: tus.look,
  } as unknown as Readonly<Record<string, RequestHandler>>
}

/** What answers an operation; of an order the body is taken in before, of an upload it comes piece by piece. */
function handled(
  handlers: Readonly<Record<string, RequestHandler>>,
  { id, body }: Operation,
): readonly RequestHandler[] {
  const handler = handlers[id]
  if (handler === undefined) throw new Error(`nothing answers the operation ${id}`)
  return body !== undefined && body.schema !== null ? [...orderBody(), handler] : [handler]
}

/** Lets pass only what is asked where an operation is; else that is told before a body is taken in. */
function onlyWhatIsHere(): RequestHandler {
  return (request, response, next) => {
    if (operations.some((one) => isAt(one.path, request.path))) next()
    else {
      response.set('Connection', 'close')
      answerWithProblem(response, refuse('PATH_UNKNOWN'))
    }
  }
}

/** What a token must be for to ask this; null: nothing is here that asks for one. */
function scopeOf({ path, method }: Request): AccessScope | null {
  const asked = operations.filter((one) => one.scope !== null && isAt(one.path, path))
  const wanted = asked.find((one) => one.method.toUpperCase() === method) ?? asked[0]
  return wanted?.scope ?? null
}

function isAt(template: string, path: string): boolean {
  const [parts, given] = [template.split('/'), path.split('/')]
  return (
    parts.length === given.length &&
    parts.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]))
  )
}
