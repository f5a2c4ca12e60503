import type { RequestHandler, Request, Response } from 'express'
import { plainAddress } from '../../exchange/networks.ts'
import type { Whereabouts } from '../../exchange/people/places.ts'
import { keepsTypedAt } from '../deskPaths.ts'
import { farEndOf } from '../port.ts'
import type { Desk } from './desk.tsx'
import { formTokenOf } from '../../exchange/people/formToken.ts'
import { type Done, doneIn } from './done.ts'
import { type Visit, whenShown } from './pageOf.ts'
import { preferredLanguage, wordsIn } from './words.ts'

/** What is known of a session beside what its pages show. */
export interface Session {
  readonly token: string
  readonly mustChoosePassword: boolean
  readonly mustSetSecondFactor: boolean
  readonly isSteppedUp: boolean
  /** They have signed in by the identity provider. */
  readonly isByProvider: boolean
}

/**
 * Finds out who visits, from the cookie alone, and in which words. While the database of the node has gone back nobody is
 * answered who comes with a session: one that ended might live again.
 */
export function knowVisitor(desk: Desk): RequestHandler {
  const { people, strangers } = desk.services
  return async (request, response, next) => {
    const { cookies } = desk
    const from = farEndOf(request.socket)
    // Before anything is looked up: whoever has not signed in lately costs nothing beyond what strangers may take.
    if (!strangers.mayLook(from)) {
      request.socket.destroy()
      return
    }
    const preferred = cookies.language(request) ?? preferredLanguage(request.get('accept-language'))
    // Where nobody can be looked up it is said in the words of their browser at least.
    response.locals.visit = {
      words: wordsIn(preferred),
      person: null,
      formToken: '',
      done: null,
    } satisfies Visit
    const token = cookies.session(request)
    const found = token === null ? null : await people.visitor(token)
    if (found !== null && !('person' in found)) {
      desk.refuse(request, response, found)
      return
    }
    const visitor = found
    if (visitor !== null) strangers.prove(from)
    const words = wordsIn(visitor?.person.language ?? preferred)
    const formToken = visitor === null || token === null ? '' : formTokenOf(token)
    // Asked where it matters, and not of whoever sends anything else.
    const left = token ?? cookies.ended(request)
    if (visitor === null && left !== null && request.method === 'POST' && keepsTypedAt(request.path))
      response.locals.ended = await endedOf(desk, left)
    const done = takenDone(desk, request, response, visitor === null)
    response.locals.visit = { words, person: visitor?.person ?? null, formToken, done } satisfies Visit
    if (visitor !== null && token !== null)
      response.locals.session = {
        token,
        mustChoosePassword: visitor.mustChoosePassword,
        mustSetSecondFactor: visitor.mustSetSecondFactor,
        isSteppedUp: visitor.isSteppedUp,
        isByProvider: visitor.issuer !== null,
      } satisfies Session
    next()
  }
}

/**
 * What was done just now, which is said once: by the page that is shown, wherever somebody is led on the way to it. Whoever has no session
 * is told of nobody but of whom was shut out with it.
 */
function takenDone({ cookies }: Desk, request: Request, response: Response, isNobody: boolean): Done | null {
  const kept = request.method === 'GET' ? cookies.done(request) : null
  if (kept !== null) whenShown(response, () => cookies.dropDone(response))
  const done = doneIn(kept)
  return isNobody && done?.sentence !== 'doneDisabled' ? null : done
}

/** A session that has ended, and whose it was. */
export interface EndedSession {
  readonly token: string
  /** Id of the person. */
  readonly person: string
}

async function endedOf({ services }: Desk, token: string): Promise<EndedSession | null> {
  const person = await services.typed.personOfEnded(token)
  return person === null ? null : { token, person }
}

/** The session that has ended of whoever sends a form that is kept; null: there is none. */
export function endedIn(response: Response): EndedSession | null {
  return (response.locals as { readonly ended?: EndedSession | null }).ended ?? null
}

/** The session of whoever visits; null: nobody has signed in. */
export function sessionOf(response: Response): Session | null {
  return (response.locals as { readonly session?: Session }).session ?? null
}

/** Where the connection comes from: behind a proxy, that of the proxy. What a head says of it, anybody could have said. */
export function addressOf({ socket }: Request): string {
  return plainAddress(farEndOf(socket).address)
}

/** From where somebody comes, and what their browser holds. */
export function whereaboutsOf({ cookies, services }: Desk, request: Request): Whereabouts {
  const countedAs = services.strangers.countedAs(farEndOf(request.socket))
  return { address: addressOf(request), countedAs, browser: cookies.browser(request) }
}
