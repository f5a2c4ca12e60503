import type { Express } from 'express'
import { anybody } from './api/peer.ts'
import { exhibits } from './api/exhibits.ts'
import { severalExhibits } from './api/severalExhibits.ts'
import { health } from './api/health.ts'
import { log } from './api/log.ts'
import { messages } from './api/messages.ts'
import { questions } from './api/questions.ts'
import { revocationList } from './api/revocationList.ts'
import { trustListFrom, trustList } from './api/trustList.ts'
import { addCheckpoint, cosigned } from './api/witness.ts'
import { type OnFailure, beginApp, endApp, onlyBy } from './frame.ts'
import { paths } from './paths.ts'
import type { Services } from './services.ts'
import { tracedForPeer } from './traced.ts'

/** The web face of a node. What stands above comes first. */
export function createApp(services: Services, onFailure: OnFailure): Express {
  const app = beginApp()
  app.post(paths.messages, ...messages(services))
  app.post(paths.questions, ...questions(services))
  app.get(paths.exhibit, ...exhibits(services))
  app.post(paths.exhibits, ...severalExhibits(services))
  app.use(anybody(services))
  const givingList = tracedForPeer(services, 'give a trust list')
  app.get(paths.trustList, givingList, trustList(services))
  app.get(paths.trustLists, givingList, trustListFrom(services))
  app.get(paths.revocationList, revocationList(services))
  app.get(paths.checkpoint, log(services).checkpoint)
  app.get(paths.tiles, log(services).tile)
  app.post(paths.addCheckpoint, ...addCheckpoint(services))
  app.get(paths.cosigned, cosigned(services))
  app.get(paths.live, health(services).live)
  app.get(paths.ready, health(services).ready)

  const posted: readonly string[] = [paths.messages, paths.questions, paths.exhibits, paths.addCheckpoint]
  for (const path of Object.values(paths)) app.all(path, onlyBy(posted.includes(path) ? 'POST' : 'GET, HEAD'))
  return endApp(app, onFailure)
}
