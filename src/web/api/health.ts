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
      const { ready, checks } = await services.ready()
      // Anybody may ask: why something does not work may name servers and users, and stands in the node's log.
      response.status(ready ? 200 : 503).json({ ready, checks: checks.map(({ name, ok }) => ({ name, ok })) })
    },
  }
}
