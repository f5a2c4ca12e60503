import express, { type Request, type RequestHandler } from 'express'
import type { JsonValue } from '../../message/json.ts'
import { limits } from '../../message/limits.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readForeignWords } from '../../message/strict.ts'
import { statusOf } from '../frame.ts'
import { webLimits } from '../limits.ts'
import { answerWithProblem } from '../problem.ts'

const mediaType = 'application/json'
const bounds = { bytesMax: limits.messageBytesMax, depthMax: limits.depthMax }

/**
 * Takes in the body of an order, as bytes. Refuses with ORDER_TYPE_UNKNOWN what is no JSON, before a byte of it is read, with
 * JSON_TOO_LARGE what is larger than a message, and with ORDER_TOO_SLOW what is not there in time: uploads, which come at the same
 * port, may take hours.
 */
export function orderBody(orderMs: number = webLimits.api.orderMs): RequestHandler[] {
  const timers = new WeakMap<Request, NodeJS.Timeout>()
  const taken = express.raw({ type: mediaType, limit: bounds.bytesMax, inflate: false })
  return [
    (request, response, next) => {
      const type = request.headers['content-type'] ?? ''
      if (/^application\/json(; ?charset=utf-8)?$/i.test(type)) next()
      else {
        response.set('Connection', 'close')
        answerWithProblem(response, refuse('ORDER_TYPE_UNKNOWN', { expected: [mediaType] }))
      }
    },
    (request, response, next) => {
      const late = (): void => {
        response.set('Connection', 'close')
        response.once('finish', () => request.destroy())
        answerWithProblem(response, refuse('ORDER_TOO_SLOW'))
      }
      const timer = setTimeout(late, orderMs)
      timers.set(request, timer)
      response.once('close', () => clearTimeout(timer))
      next()
    },
    (request, response, next) => {
      taken(request, response, (reason?: unknown) => {
        if (statusOf(reason) === 413 && !response.headersSent)
          answerWithProblem(
            response,
            refuse('JSON_TOO_LARGE', { expected: [`${bounds.bytesMax} bytes at most`] }),
          )
        else next(reason)
      })
    },
    (request, response, next) => {
      clearTimeout(timers.get(request))
      if (!response.headersSent) next()
    },
  ]
}

/** What the body says. Refuses with JSON_TOO_DEEP or JSON_INVALID, as `readForeignWords`. */
export function saidIn({ body }: Request): Result<{ readonly value: JsonValue }> {
  const bytes: unknown = body
  return readForeignWords(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0), bounds)
}

/**
 * The key under which something is asked for: a string of structured fields (RFC 9651), or its characters alone. Refuses with
 * IDEMPOTENCY_KEY_MISSING or IDEMPOTENCY_KEY_INVALID.
 */
export function keyIn({ rawHeaders }: Request): Result<{ readonly key: string }> {
  const given = headIn(rawHeaders, 'idempotency-key')
  if (given === null) return refuse('IDEMPOTENCY_KEY_MISSING')
  const key = given.length > 1 && given.startsWith('"') && given.endsWith('"') ? given.slice(1, -1) : given
  if (/^[A-Za-z0-9._:+/=-]{1,255}$/.test(key)) return { ok: true, key }
  return refuse('IDEMPOTENCY_KEY_INVALID', {
    expected: ['1 to 255 letters, digits, or characters of ._:+/=-'],
  })
}

/** The one strong tag of `If-Match`; null: it has none. Refuses with PARAMETER_INVALID what is something else. */
export function seenIn({ rawHeaders }: Request): Result<{ readonly seen: string | null }> {
  const given = headIn(rawHeaders, 'if-match')
  if (given === null || /^"[A-Za-z0-9_-]{1,64}"$/.test(given)) return { ok: true, seen: given }
  return refuse('PARAMETER_INVALID', { detail: 'If-Match', expected: ['the ETag that was answered'] })
}

/** What stands in the head under a name; null: nothing. Of several the text is none that is taken. */
function headIn(rawHeaders: readonly string[], name: string): string | null {
  const values = rawHeaders.filter(
    (_, place) => place % 2 === 1 && rawHeaders[place - 1]?.toLowerCase() === name,
  )
  return values.length === 0 ? null : values.join(' , ')
}
