import type { Request, Response } from 'express'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { DeskPerson } from '../deskServices.ts'
import type { Done } from './done.ts'
import { type Words, preferredLanguage, wordsIn } from './words.ts'

/** What every page is made with, known once the session is. */
export interface Visit {
  readonly words: Words
  /** Null: nobody has signed in. */
  readonly person: DeskPerson | null
  /** What the forms of this session have in them; empty: nobody has signed in. */
  readonly formToken: string
  /** What they have done just now, which the page says; null: nothing. */
  readonly done: Done | null
}

/** Who visits, and in which words; before the session is known, nobody in the words that the browser prefers. */
export function visitOf(request: Request, response: Response): Visit {
  const { visit } = response.locals as { readonly visit?: Visit }
  const words = () => wordsIn(preferredLanguage(request.get('accept-language')))
  return visit ?? { words: words(), person: null, formToken: '', done: null }
}

/**
 * The person who visits a page that is not for everybody.
 *
 * @throws Error where nobody has signed in: the guard of the route has not stood before it
 */
export function personOfVisit({ person }: Visit): DeskPerson {
  if (person === null) throw new Error('a page that is not for everybody was asked for by nobody')
  return person
}

/** Has something done where this is answered with a page, and not by leading to another. */
export function whenShown(response: Response, then: () => void): void {
  response.locals.whenShown = then
}

/** Answers with a page. */
export function answerWithPage(response: Response, status: number, page: VNode): void {
  const { whenShown: then } = response.locals as { readonly whenShown?: () => void }
  then?.()
  response
    .status(status)
    .type('html')
    .send(`<!doctype html>\n${render(page)}`)
}
