import type { Request, RequestHandler } from 'express'
import type { Desk } from './desk.tsx'

const ofThisMachine = ['127.0.0.1', '[::1]', 'localhost']

/**
 * Leads whoever reads a page at another name of this machine (127.0.0.1 for localhost) to the origin of the desk: at the other
 * no form of theirs would be taken, and no passkey of theirs counts. Other ports are left alone, for they may be led here.
 */
export function atOwnHost({ services }: Pick<Desk, 'services'>): RequestHandler {
  return (request, response, next) => {
    const { origin } = services
    if (isElsewhere(request, origin)) response.redirect(303, `${origin}${request.url}`)
    else next()
  }
}

function isElsewhere({ method, url, headers: { host = '' } }: Request, origin: string): boolean {
  const named = `http://${host}`
  if (!['GET', 'HEAD'].includes(method) || !url.startsWith('/') || !URL.canParse(named)) return false
  const [came, own] = [new URL(named), new URL(origin)]
  return (
    own.protocol === 'http:' &&
    came.port === own.port &&
    came.hostname !== own.hostname &&
    [came, own].every(({ hostname }) => ofThisMachine.includes(hostname))
  )
}
