import type { Request, RequestHandler, Response } from 'express'
import type { Actor } from '../../audit/events.ts'
import type { AccessScope, Admission } from '../../exchange/accessTokens.ts'
import { plainAddress } from '../../exchange/networks.ts'
import { type Refusal, refuse } from '../../message/refusal.ts'
import type { ApiServices } from '../apiServices.ts'
import { webLimits } from '../limits.ts'
import { farEndOf } from '../port.ts'
import { answerPlainly, answerWithProblem, problems } from '../problem.ts'
import { takerOf } from '../rate.ts'

type Refused = Extract<Admission, { ok: false }>

/**
 * Lets pass only who has a token for the scope of what is asked (RFC 6750), in the head of the request and nowhere else. A refused token
 * is in the log before it is told; who brings too many is told nothing more, and the log is not filled by them.
 *
 * @param scopeOf - null where nothing is: whoever has a token that counts may know that
 */
export function onlyBearers(
  services: ApiServices,
  scopeOf: (request: Request) => AccessScope | null,
): RequestHandler {
  const { strangers, admit, noteRefused, nowMs } = services
  const mayNote = takerOf(webLimits.api.refusals, nowMs)
  const refuseTo = async (
    refused: Refused,
    scope: AccessScope | null,
    request: Request,
    response: Response,
  ): Promise<void> => {
    const { refusal } = refused
    const isTold = strangers.refuse(farEndOf(request.socket))
    // Nothing more is looked at that comes over this connection.
    response.set('Connection', 'close')
    if (!isTold) request.socket.destroy()
    else if (refusal.code === 'TOKEN_MISSING') challenge(response, refusal, scope)
    else if (!mayNote()) answerWithProblem(response, refuse('QUESTIONS_TOO_MANY'))
    else {
      await noteRefused(refused, addressOf(request))
      challenge(response, refusal, scope)
    }
  }
  return async (request, response, next) => {
    const from = farEndOf(request.socket)
    if (!strangers.mayLook(from)) {
      request.socket.destroy()
      return
    }
    const token = tokenIn(request)
    const scope = scopeOf(request)
    const admission = token === null ? withoutToken : await admit(token, scope)
    if (admission.ok) {
      strangers.prove(from)
      response.locals.actor = { ...admission.actor, from: { by: 'network', address: addressOf(request) } }
      next()
    } else if (admission.refusal.code === 'NODE_ROLLED_BACK')
      answerWithProblem(response, refuse('NODE_UNAVAILABLE'))
    else await refuseTo(admission, scope, request, response)
  }
}

/** Refuses a body: a question has none, and what it has would have to be read. */
export function withoutBody(): RequestHandler {
  return (request, response, next) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
    if (length === '0' && coding === undefined) next()
    else {
      response.set('Connection', 'close')
      answerPlainly(response, 413, 'A question has no body')
    }
  }
}

/** Whoever asks what is answered here. */
export function actorOf(response: Response): Actor {
  return response.locals.actor as Actor
}

/** Where the connection comes from: behind a proxy, that of the proxy. What a head says of it, anybody could have said. */
function addressOf({ socket }: Request): string {
  return plainAddress(farEndOf(socket).address)
}

const withoutToken: Admission = { ok: false, refusal: refuse('TOKEN_MISSING'), name: null }

/** What stands behind `Bearer` (RFC 6750 section 2.1); null where nothing does, or more than once. */
function tokenIn({ rawHeaders }: Request): string | null {
  const places = rawHeaders.flatMap((name, place) =>
    place % 2 === 0 && name.toLowerCase() === 'authorization' ? [place + 1] : [],
  )
  const [place, ...others] = places
  if (place === undefined || others.length > 0) return null
  return /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(rawHeaders[place] ?? '')?.[1] ?? null
}

/** Answers as RFC 6750 section 3 says: nothing is said of an error to who brought no token. */
export function challenge(response: Response, refusal: Refusal, scope: AccessScope | null): void {
  const { code } = refusal
  const described = `error_description="${problems[code].title}"`
  const invalid = `, error="invalid_token", ${described}`
  const insufficient = `, error="insufficient_scope", ${described}, scope="${scope ?? ''}"`
  const error = code === 'TOKEN_MISSING' ? '' : code === 'TOKEN_SCOPE_MISSING' ? insufficient : invalid
  response.set('WWW-Authenticate', `Bearer realm="rogatory"${error}`)
  answerWithProblem(response, refusal)
}
