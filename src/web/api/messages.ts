import express, { type RequestHandler } from 'express'
import { answersMediaType, messagesMediaType } from '../../exchange/post.ts'
import { readTraceparent } from '../../exchange/tracing/trace.ts'
import { limits } from '../../message/limits.ts'
import { refuse } from '../../message/refusal.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import { asSigned, callerOf, onlyPeers } from './peer.ts'
import type { Services } from '../services.ts'

/**
 * `POST /exchange/messages`: one sealed message (compact JWE) a line, as many answers, a line each in the same
 * order. An answer is a signed receipt (compact JWS), or `{"code": "..."}` where the sender could not be told
 * from a stranger. The whole post is refused only for its media type, its size, or when the node cannot record.
 */
export function messages(services: Services): RequestHandler[] {
  return [
    onlyPeers(services),
    (request, response, next) => {
      if (request.headers['content-type'] === messagesMediaType) next()
      else answerPlainly(response, 415, 'The media type or its encoding is not known')
    },
    express.raw({ type: messagesMediaType, limit: limits.batchBytesMax, inflate: false }),
    asSigned(),
    async (request, response) => {
      const lines = linesOf(request.body)
      if (lines === null) {
        answerWithProblem(response, refuse('BATCH_TOO_LARGE'))
        return
      }
      const answers = await services.receive(
        lines,
        callerOf(response).states,
        readTraceparent(request.headers.traceparent),
      )
      // As bytes, so that no character set is put beside the media type.
      response.type(answersMediaType).send(Buffer.from(answers.join('\n'), 'latin1'))
    },
  ]
}

function linesOf(body: unknown): readonly string[] | null {
  if (!Buffer.isBuffer(body)) return []
  // One more than there may be, and what follows the last line feed: of more nothing is made, and they are refused.
  const lines = body.toString('latin1').split('\n', limits.batchMessagesMax + 2)
  if (lines.at(-1) === '') lines.pop()
  return lines.length <= limits.batchMessagesMax ? lines : null
}
