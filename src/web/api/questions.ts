import express, { type RequestHandler } from 'express'
import { answerMediaType, questionMediaType } from '../../exchange/post.ts'
import { limits } from '../../message/limits.ts'
import { answerPlainly } from '../problem.ts'
import { asSigned, callerOf, onlyPeers } from './peer.ts'
import type { Services } from '../services.ts'
import { tracedForPeer } from '../traced.ts'

/**
 * `POST /exchange/questions`: one sealed question of a peer about the records between it and this node. The answer is
 * one sealed line and, with it, a sealed line for each thing that is handed over; or `{"code": "..."}`.
 */
export function questions(services: Services): RequestHandler[] {
  return [
    onlyPeers(services),
    (request, response, next) => {
      if (request.headers['content-type'] === questionMediaType) next()
      else answerPlainly(response, 415, 'The media type or its encoding is not known')
    },
    express.raw({ type: questionMediaType, limit: limits.envelopeCharactersMax, inflate: false }),
    asSigned(),
    tracedForPeer(services, 'answer a question'),
    async (request, response) => {
      const body: unknown = request.body
      const line = Buffer.isBuffer(body) ? body.toString('latin1').replace(/\n$/, '') : ''
      const lines = await services.answer(line, callerOf(response).states)
      response.type(answerMediaType).send(Buffer.from(lines.join('\n'), 'latin1'))
    },
  ]
}
