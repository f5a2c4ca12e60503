import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express'
import { readTraceparent } from '../exchange/tracing/trace.ts'
import { refuse } from '../message/refusal.ts'
import { answerPlainly, answerWithProblem } from './problem.ts'

/** Told of a request that ended in an exception, with its path and its trace and nothing more: a query may name people. */
export type OnFailure = (failure: {
  readonly reason: unknown
  readonly path: string
  /** As who asks has named it; undefined: they have not. */
  readonly trace?: string
}) => void

/** An application that reads a request in one way only, and lets no browser do anything with an answer. */
export function beginApp(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.set('case sensitive routing', true)
  app.set('strict routing', true)

  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
    next()
  })

  app.use(asOneReading())
  return app
}

/** What comes last: nothing else is here, and what broke is told to the log alone. */
export function endApp(app: Express, onFailure: OnFailure): Express {
  app.use((_request, response) => answerWithProblem(response, refuse('PATH_UNKNOWN')))
  app.use(failureHandler(onFailure))
  return app
}

/**
 * Refuses what two readers may read in two ways: more than one host, or a target that names another one (RFC 9112
 * sections 3.2 and 3.2.2). Whom a request is for is what its signature says; the host in its head decides nothing.
 */
function asOneReading(): RequestHandler {
  return (request, response, next) => {
    const { rawHeaders, originalUrl } = request
    const hosts = rawHeaders.filter((name, place) => place % 2 === 0 && name.toLowerCase() === 'host')
    if (hosts.length <= 1 && originalUrl.startsWith('/')) next()
    else {
      response.set('Connection', 'close')
      answerWithProblem(response, refuse('HTTP_UNREADABLE'))
    }
  }
}

/** Refuses what is not done by that method. */
export function onlyBy(methods: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', methods)
    answerPlainly(response, 405, 'This is not done here by that method')
  }
}

function failureHandler(onFailure: OnFailure): ErrorRequestHandler {
  const tell = (reason: unknown, { headers, path }: Request): void => {
    const trace = readTraceparent(headers.traceparent)
    onFailure({ reason, path, ...(trace === null ? {} : { trace: trace.id }) })
  }
  // Express knows an error handler by its four parameters.
  return (reason: unknown, request, response, next) => {
    const status = statusOf(reason)
    if (response.headersSent) {
      // It broke off in the middle of an answer, which cannot be another one now: whoever asked, and is still there, sees that it is not whole.
      if (!response.destroyed) tell(reason, request)
      response.destroy()
      next()
    } else if (status === 413) answerWithProblem(response, refuse('BATCH_TOO_LARGE'))
    else if (status === 415) answerPlainly(response, 415, 'The media type or its encoding is not known')
    else if (status !== null) answerWithProblem(response, refuse('HTTP_UNREADABLE'))
    else {
      tell(reason, request)
      answerWithProblem(response, refuse('NODE_UNAVAILABLE'))
    }
  }
}

/** The status of what was wrong with the request itself, which Express says of its own errors; null: with us. */
export function statusOf(reason: unknown): number | null {
  if (!(reason instanceof Error && 'status' in reason && typeof reason.status === 'number')) return null
  return reason.status >= 400 && reason.status < 500 ? reason.status : null
}
