import type { Express } from 'express'
import type { AccessScope } from '../exchange/accessTokens.ts'
import type { ApiServices } from './apiServices.ts'
import { type OnFailure, beginApp, endApp, onlyBy } from './frame.ts'
import { apiPaths, exhibitPaths } from './paths.ts'
import { auditQuestion } from './systems/audit.ts'
import { onlyBearers, withoutBody } from './systems/bearer.ts'
import { exhibitList, exhibitShown } from './systems/exhibits.ts'
import { reviewForm, statisticsForm, trailForm } from './systems/questions.ts'
import { uploadRoutes } from './systems/tus.ts'
import { turnsOf } from './systems/turns.ts'

/** What systems of the State's own ask, each with a token. What stands above comes first: without one, nothing is told. */
export function createApi(services: ApiServices, onFailure: OnFailure): Express {
  const { audit, exhibits, uploads, nowMs } = services
  const app = beginApp()
  app.use(onlyBearers(services, scopeOf))
  const tus = uploadRoutes(uploads, nowMs)
  // The one request that has a body.
  app.patch(exhibitPaths.upload, tus.write)
  app.use(withoutBody())
  app.head(exhibitPaths.upload, tus.ask)
  app.get(exhibitPaths.upload, tus.look)
  app.delete(exhibitPaths.upload, tus.ask)
  app.post(exhibitPaths.uploads, tus.ask)
  app.options(exhibitPaths.uploads, tus.ask)
  app.all(exhibitPaths.upload, onlyBy('GET, HEAD, PATCH, DELETE'))
  app.all(exhibitPaths.uploads, onlyBy('POST, OPTIONS'))

  const { exhibits: list, exhibit } = exhibitPaths
  const questions = [...Object.values(apiPaths), list, exhibit]
  // A question that is answered without its answer would be in the log and help nobody.
  for (const path of questions) app.head(path, onlyBy('GET'))
  const turns = turnsOf(nowMs)
  app.get(apiPaths.entries, auditQuestion(trailForm, turns, audit.entries))
  app.get(apiPaths.missedDeadlines, auditQuestion(reviewForm, turns, audit.missed))
  app.get(apiPaths.refusalsWithoutReasons, auditQuestion(reviewForm, turns, audit.unreasoned))
  app.get(apiPaths.statistics, auditQuestion(statisticsForm, turns, audit.statistics))
  app.get(list, exhibitList(turns, exhibits))
  app.get(exhibit, exhibitShown(turns, exhibits))

  for (const path of questions) app.all(path, onlyBy('GET'))
  return endApp(app, onFailure)
}

/** What a token must be for at this path. */
function scopeOf(path: string): AccessScope {
  return [exhibitPaths.exhibits, exhibitPaths.uploads].some(
    (begin) => path === begin || path.startsWith(`${begin}/`),
  )
    ? 'exhibits'
    : 'audit'
}
