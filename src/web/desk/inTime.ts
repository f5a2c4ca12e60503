import type { RequestHandler } from 'express'
import { webLimits } from '../limits.ts'
import { bringsBytes, bringsFiles } from './form.ts'

interface Timed {
  timer?: NodeJS.Timeout
}

/** The port waits long, for files; whatever has a body must be there as soon as a request of a peer, until it is known to bring any. */
export const inTime: RequestHandler = (request, response, next) => {
  const { headers } = request
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
  if (hasBody) {
    const timer = setTimeout(() => {
      if (!request.complete) request.socket.destroy()
    }, webLimits.requestMs)
    const locals = response.locals as Timed
    locals.timer = timer
    request.once('close', () => clearTimeout(timer))
  }
  next()
}

/** Of whom it is known by now that files may come, these may take their time. */
export const longerWithFiles: RequestHandler = (request, response, next) => {
  const { timer } = response.locals as Timed
  if (timer !== undefined && (bringsBytes(request) || bringsFiles(request, response))) clearTimeout(timer)
  next()
}
