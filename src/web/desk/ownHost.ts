import type { Request, RequestHandler } from 'express'
import { plainAddress } from '../../exchange/networks.ts'
import { refuse } from '../../message/refusal.ts'
import type { Desk } from './desk.tsx'

const ofThisMachine = ['127.0.0.1', '[::1]', 'localhost']

/**
 * Answers at its own host alone: at that of its origin, and at an address that is no name anybody else could lead here (of this
 * machine, whatever the port, for it may be led here; or the one at which the connection came in, for a proxy that names it so).
 * Else a page of another site whose name leads to this address would be of one origin with the desk (DNS rebinding). Refuses with
 * HOST_UNKNOWN.
 *
 * Leads whoever reads a page at another name of this machine (127.0.0.1 for localhost) to the origin of the desk: at the other
 * no form of theirs would be taken, and no passkey of theirs counts.
 */
export function atOwnHost({
  services,
  refuse: refuseHost,
}: Pick<Desk, 'services' | 'refuse'>): RequestHandler {
  return (request, response, next) => {
    const own = new URL(services.origin)
    const came = hostIn(request, own)
    if (came === null || !isOwn(came, own, request)) {
      response.set('Connection', 'close')
      refuseHost(request, response, refuse('HOST_UNKNOWN'))
    } else if (isElsewhere(request, came, own)) response.redirect(303, `${services.origin}${request.url}`)
    else next()
  }
}

/** The host that a request names, with its port where that is not the usual one; null: none that can be read. */
function hostIn({ headers: { host = '' } }: Request, { protocol }: URL): URL | null {
  const named = `${protocol}//${host}`
  return /^[^\s/?#@\\]+$/.test(host) && URL.canParse(named) ? new URL(named) : null
}

function isOwn(came: URL, own: URL, { socket }: Request): boolean {
  if (came.host === own.host || ofThisMachine.includes(came.hostname)) return true
  return came.hostname.replace(/^\[|\]$/g, '') === plainAddress(socket.localAddress ?? '')
}

function isElsewhere({ method, url }: Request, came: URL, own: URL): boolean {
  return (
    ['GET', 'HEAD'].includes(method) &&
    url.startsWith('/') &&
    own.protocol === 'http:' &&
    came.port === own.port &&
    came.hostname !== own.hostname &&
    [came, own].every(({ hostname }) => ofThisMachine.includes(hostname))
  )
}
