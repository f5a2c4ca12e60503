import express, { type RequestHandler } from 'express'
import { addCheckpointBytesMax } from '../../audit/addCheckpoint.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import type { Services } from '../services.ts'
import { askerOf } from './peer.ts'

/**
 * `POST /log/add-checkpoint` (C2SP tlog-witness): the signature lines by which this node cosigns the checkpoint of a
 * peer's log. The log proves itself by its signature, so whoever brings it may be anybody.
 */
export function addCheckpoint(services: Services): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: addCheckpointBytesMax, inflate: false }),
    async (request, response) => {
      const body: unknown = request.body
      const cosigned = await services.cosign(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
      if (cosigned.ok) response.type('text').send(cosigned.line)
      else if (cosigned.code === 'WITNESS_SIZE_DIFFERS') {
        // Not by `type`, which puts a character set beside it.
        response.status(409).setHeader('Content-Type', 'text/x.tlog.size')
        response.end(`${cosigned.expected?.[0] ?? '0'}\n`)
      } else answerWithProblem(response, cosigned)
    },
  ]
}

/**
 * `GET /log/<SHA-256 of the origin>/checkpoint` (C2SP tlog-witness): what this node cosigned last of that log; of several of that name, of
 * the log of the peer that asks.
 */
export function cosigned(services: Services): RequestHandler {
  return async (request, response) => {
    const { origin } = request.params
    const isDigest = typeof origin === 'string' && /^[0-9a-f]{64}$/.test(origin)
    const asker = askerOf(response)?.states ?? []
    const note = isDigest ? await services.cosigned(origin, asker) : null
    if (note === null) answerPlainly(response, 404, 'Nothing of this log was cosigned here')
    else response.type('text').send(note)
  }
}
