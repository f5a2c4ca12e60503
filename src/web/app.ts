import express, { type ErrorRequestHandler, type Express } from 'express'
import { health } from './api/health.ts'
import { log } from './api/log.ts'
import { messages } from './api/messages.ts'
import { trustList } from './api/trustList.ts'
import { refuse } from '../message/refusal.ts'
import { paths } from './paths.ts'
import { answerWithProblem } from './problem.ts'
import type { Services } from './services.ts'

/** Told of a request that ended in an exception, with an id that the answer carries as well. */
export type OnFailure = (failure: { readonly reason: unknown; readonly path: string }) => void

/** The web face of a node. What stands above comes first. */
export function createApp(services: Services, onFailure: OnFailure): Express {
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

  app.post(paths.messages, ...messages(services))
  app.get(paths.trustList, trustList(services))
  app.get(paths.checkpoint, log(services).checkpoint)
  app.get(paths.tiles, log(services).tile)
  app.get(paths.live, health(services).live)
  app.get(paths.ready, health(services).ready)

  app.use((_request, response) => {
    response.status(404).type('application/problem+json').send('{"title":"Nothing is here","status":404}')
  })
  app.use(failureHandler(onFailure))
  return app
}

function failureHandler(onFailure: OnFailure): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (reason: unknown, request, response, _next) => {
    if (isTooLarge(reason)) return answerWithProblem(response, refuse('BATCH_TOO_LARGE'))
    onFailure({ reason, path: request.path })
    answerWithProblem(response, refuse('NODE_UNAVAILABLE'))
  }
}

function isTooLarge(reason: unknown): boolean {
  return reason instanceof Error && 'type' in reason && reason.type === 'entity.too.large'
}
