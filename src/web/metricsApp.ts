import type { Express } from 'express'
import type { Measuring } from '../exchange/measuring/measuring.ts'
import { type OnFailure, beginApp, endApp, onlyBy } from './frame.ts'
import { metricsPath } from './paths.ts'
import { farEndOf } from './port.ts'
import { answerPlainly } from './problem.ts'
import type { Strangers } from './strangers.ts'

/** What the port for whoever watches the node needs of it. */
export interface MetricsServices extends Measuring {
  readonly strangers: Strangers
}

/** The numbers of a node, at a port at which nothing else is told. */
export function createMetrics({ strangers, ...measured }: MetricsServices, onFailure: OnFailure): Express {
  const app = beginApp()
  app.get(metricsPath, async (request, response) => {
    if (!strangers.mayRead(farEndOf(request.socket))) {
      response.set('Retry-After', '1')
      answerPlainly(response, 429, 'This was asked too often')
      return
    }
    response.set('Content-Type', measured.contentType)
    response.send(Buffer.from(await measured.text(), 'utf8'))
  })
  app.all(metricsPath, onlyBy('GET, HEAD'))
  return endApp(app, onFailure)
}
