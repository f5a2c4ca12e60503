import type { Express } from 'express'
import type { ApiServices } from './apiServices.ts'
import { type OnFailure, beginApp, endApp, onlyBy } from './frame.ts'
import { apiPaths } from './paths.ts'
import { auditQuestion } from './systems/audit.ts'
import { onlyBearers, withoutBody } from './systems/bearer.ts'
import { reviewForm, statisticsForm, trailForm } from './systems/questions.ts'
import { turnsOf } from './systems/turns.ts'

/** What systems of the State's own ask, each with a token. What stands above comes first: without one, nothing is told. */
export function createApi(services: ApiServices, onFailure: OnFailure): Express {
  const { audit, nowMs } = services
  const app = beginApp()
  app.use(onlyBearers(services, 'audit'))
  app.use(withoutBody())
  // A question that is answered without its answer would be in the log and help nobody.
  for (const path of Object.values(apiPaths)) app.head(path, onlyBy('GET'))
  const turns = turnsOf(nowMs)
  app.get(apiPaths.entries, auditQuestion(trailForm, turns, audit.entries))
  app.get(apiPaths.missedDeadlines, auditQuestion(reviewForm, turns, audit.missed))
  app.get(apiPaths.refusalsWithoutReasons, auditQuestion(reviewForm, turns, audit.unreasoned))
  app.get(apiPaths.statistics, auditQuestion(statisticsForm, turns, audit.statistics))

  for (const path of Object.values(apiPaths)) app.all(path, onlyBy('GET'))
  return endApp(app, onFailure)
}
