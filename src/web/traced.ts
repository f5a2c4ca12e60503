import type { RequestHandler } from 'express'
import type { Caller } from '../exchange/httpCallers.ts'
import type { SpanName } from '../exchange/tracing/spanNames.ts'
import { readTraceparent } from '../exchange/tracing/trace.ts'
import type { Facts, Tracer } from '../exchange/tracing/tracer.ts'

/**
 * A span of what is done for a peer from here on, which stands behind what finds out that it is one: of strangers nothing is
 * told. It is a part of the trace that the peer names.
 */
export function tracedForPeer({ tracer }: { readonly tracer: Tracer }, name: SpanName): RequestHandler {
  return (request, response, next) => {
    const { caller } = response.locals as { readonly caller?: Caller }
    if (caller === undefined) next()
    else traced(tracer, name, { peer: caller.states.join(' ') })(request, response, next)
  }
}

/**
 * A span of the answer to a request from here on. What it tells beside the status of the answer is what it is given, for what
 * is in the address of a request may be the id of a case.
 *
 * @param isFollowed - whether the trace that the request names is gone on with
 */
export function traced(tracer: Tracer, name: SpanName, facts: Facts, isFollowed = true): RequestHandler {
  return (request, response, next) => {
    const parent = isFollowed ? readTraceparent(request.headers.traceparent) : null
    const span = tracer.begin({ name, parent, facts })
    if (span.trace === null) {
      next()
      return
    }
    response.once('close', () => {
      const { statusCode: status, writableFinished } = response
      span.add({ status })
      // A status below 500 is the answer to what was asked, and no failure of this node.
      span.end(writableFinished && status < 500 ? undefined : 'NODE_UNAVAILABLE')
    })
    tracer.during(span, () => {
      next()
    })
  }
}
