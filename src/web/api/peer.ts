import type { Request, RequestHandler, Response } from 'express'
import type { Caller, IdentifyCaller } from '../../exchange/httpCallers.ts'
import { limits } from '../../message/limits.ts'
import { refuse } from '../../message/refusal.ts'
import { farEndOf } from '../port.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import type { Services } from '../services.ts'

/**
 * Lets pass only what a known peer's node has signed (RFC 9421), before a byte of the body is read, and signs whatever
 * is answered from here on. A stranger gets one public text and no detail, and who comes too often not even that.
 */
export function onlyPeers(services: Services): RequestHandler {
  const { strangers } = services
  return (request, response, next) => {
    const identified = identifiedIn(services, request)
    if (identified?.ok === true) {
      if (!begin(services, request, response, identified.caller)) return
      signAnswer(response, identified.caller)
      next()
    } else if (identified?.code === 'NODE_BUSY') answerWithProblem(response, identified)
    else if (identified === null || !strangers.refuse(farEndOf(request.socket))) request.socket.destroy()
    else {
      // Its body is not read, so nothing more can come over this connection.
      response.set('Connection', 'close')
      answerPlainly(response, 401, 'Only a node that is known here may do this')
    }
  }
}

/** Lets anybody read what is public, within bounds that hold for all but peers who sign their requests. */
export function anybody(services: Services): RequestHandler {
  const { strangers } = services
  return (request, response, next) => {
    const identified = request.headers.signature === undefined ? null : identifiedIn(services, request)
    if (identified?.ok === true) {
      if (begin(services, request, response, identified.caller)) next()
    } else if (strangers.mayRead(farEndOf(request.socket))) next()
    else if (!strangers.refuse(farEndOf(request.socket))) request.socket.destroy()
    else {
      response.set('Retry-After', '1')
      answerPlainly(response, 429, 'This was asked too often')
    }
  }
}

/** Who makes a request; null where its head is not looked at. */
function identifiedIn(
  { identify, strangers }: Services,
  request: Request,
): ReturnType<IdentifyCaller> | null {
  if (!strangers.mayLook(farEndOf(request.socket))) return null
  const type = request.headers['content-type']
  const head = { method: request.method, path: request.originalUrl, bytesMax: bytesOf(request) }
  return identify(type === undefined ? head : { ...head, contentType: type }, request.headers)
}

/** Whether the peer has a connection left for its request; if not, it has been answered, and the connection ends. */
function begin({ strangers }: Services, request: Request, response: Response, caller: Caller): boolean {
  response.once('close', caller.end)
  const over = strangers.serve(farEndOf(request.socket), caller.states.join(' '))
  if (over === null) {
    response.set('Connection', 'close')
    answerWithProblem(response, refuse('NODE_BUSY'))
    return false
  }
  response.locals.caller = caller
  response.once('close', over)
  return true
}

/** What the head announces; where it announces nothing, the most that a body may have. */
function bytesOf(request: Request): number {
  if (request.method === 'GET') return 0
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

/** Who asks for what anybody may read; null where nobody has signed the request. */
export function askerOf(response: Response): Caller | null {
  return (response.locals.caller as Caller | undefined) ?? null
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
