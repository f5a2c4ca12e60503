import type { RequestHandler } from 'express'
import type { Services } from '../services.ts'

/** `live`: the process answers. `ready`: it can do its work, having just tried. */
export function health(services: Services): {
  readonly live: RequestHandler
  readonly ready: RequestHandler
} {
  return {
    live: (_request, response) => {
      response.json({ live: true })
    },
    ready: async (_request, response) => {
      const readiness = await services.ready()
      response.status(readiness.ready ? 200 : 503).json(readiness)
    },
  }
}
