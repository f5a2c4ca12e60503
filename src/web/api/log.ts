import type { RequestHandler } from 'express'
import type { Services } from '../services.ts'

/** The log as C2SP tlog-tiles prescribes: a signed checkpoint, hash tiles and entry bundles. */
export function log(services: Services): {
  readonly checkpoint: RequestHandler
  readonly tile: RequestHandler
} {
  return {
    checkpoint: async (_request, response) => {
      const checkpoint = await services.checkpoint()
      if (checkpoint === null) response.status(404).type('text').send('no checkpoint yet\n')
      else response.type('text').send(checkpoint)
    },
    tile: async (request, response) => {
      const bytes = await services.tile(request.path.slice('/log/'.length))
      if (bytes === null) return void response.status(404).type('text').send('no such tile\n')
      // A full tile never changes; a partial one never does either under its own name.
      response.set('Cache-Control', 'public, max-age=31536000, immutable')
      response.type('application/octet-stream').send(Buffer.from(bytes))
    },
  }
}
