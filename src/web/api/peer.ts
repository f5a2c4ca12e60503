import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from '../../exchange/httpCallers.ts'
import { limits } from '../../message/limits.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import type { Services } from '../services.ts'

/**
 * Lets pass only what a known peer's node has signed (RFC 9421), before a byte of the body is read, and signs whatever
 * is answered from here on. A stranger gets one public text and no detail.
 */
export function onlyPeers({ identify }: Services): RequestHandler {
  return (request, response, next) => {
    const type = request.headers['content-type']
    const head = { method: request.method, path: request.originalUrl, bytesMax: bytesOf(request) }
    const identified = identify(type === undefined ? head : { ...head, contentType: type }, request.headers)
    if (identified.ok) {
      response.locals.caller = identified.caller
      response.once('close', identified.caller.end)
      signAnswer(response, identified.caller)
      next()
    } else if (identified.code === 'NODE_BUSY') answerWithProblem(response, identified)
    else {
      // Its body is not read, so nothing more can come over this connection.
      response.set('Connection', 'close')
      answerPlainly(response, 401, 'Only a node that is known here may do this')
    }
  }
}

/** What the head announces; where it announces nothing, the most that a body may have. */
function bytesOf(request: Request): number {
  const announced = Number(request.headers['content-length'])
  return announced >= 0 ? Math.min(announced, limits.batchBytesMax) : limits.batchBytesMax
}

/** Refuses a body that is not the one that was signed. */
export function asSigned(): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body
    const checked = callerOf(response).checkBody(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    if (checked.ok) next()
    else answerWithProblem(response, checked)
  }
}

/** Whoever makes the request that is answered here. */
export function callerOf(response: Response): Caller {
  return response.locals.caller as Caller
}

function signAnswer(response: Response, caller: Caller): void {
  const send = response.send.bind(response)
  response.send = (body: unknown) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '', 'utf8')
    const contentType = response.get('content-type') ?? ''
    response.set(caller.signAnswer({ status: response.statusCode, contentType, body: bytes }))
    return send(bytes)
  }
}
