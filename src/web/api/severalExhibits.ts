import { finished } from 'node:stream/promises'
import express, { type RequestHandler } from 'express'
import { framesOf } from '../../exchange/exhibits/several.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { exhibitNamesMediaType, exhibitsMediaType } from '../../exchange/post.ts'
import { limits } from '../../message/limits.ts'
import { answerPlainly } from '../problem.ts'
import type { Services } from '../services.ts'
import { tracedForPeer } from '../traced.ts'
import { asSigned, callerOf, onlyPeers } from './peer.ts'

const { itemsMax } = exchangeLimits.exhibits.several
const names = new RegExp(`^[0-9a-f]{64}(\\n[0-9a-f]{64}){0,${itemsMax - 1}}$`)

/**
 * `POST /exchange/exhibits`: SHA-256 (hex) of sealed files, a line each. The answer is the small ones among them that were
 * handed over to the State that asks, in that order, each behind its length in 4 bytes (0: asked for alone, it is told what is
 * there). It is not signed: what is in it proves itself.
 */
export function severalExhibits(services: Services): RequestHandler[] {
  return [
    onlyPeers(services),
    (request, response, next) => {
      if (request.headers['content-type'] === exhibitNamesMediaType) next()
      else answerPlainly(response, 415, 'The media type or its encoding is not known')
    },
    express.raw({ type: exhibitNamesMediaType, limit: itemsMax * 65, inflate: false }),
    asSigned(),
    tracedForPeer(services, 'give small files'),
    async (request, response) => {
      const body: unknown = request.body
      const asked = Buffer.isBuffer(body) ? body.toString('latin1') : ''
      if (!names.test(asked)) {
        answerPlainly(response, 400, 'Each line must be the SHA-256 of a file')
        return
      }
      // Whoever went away has let go of them as well.
      const gone = finished(response).catch(() => undefined)
      const files = await services.exhibits(asked.split('\n'), callerOf(response).states, gone)
      // Whoever takes nothing for so long does not hold them in memory.
      response.setTimeout(limits.requestMs, () => response.destroy())
      const answer = framesOf(files)
      response.type(exhibitsMediaType).set('Content-Length', String(answer.length)).end(answer)
    },
  ]
}
