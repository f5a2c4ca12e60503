import type { Request, Response } from 'express'
import { LedOn } from '../pages/LedOn.tsx'
import type { Desk } from './desk.tsx'
import { answerWithPage, visitOf } from './pageOf.ts'
import type { Sentence } from './words.ts'

/** What follows on a page that leads on. */
export interface Leading {
  readonly to: string
  readonly title: Sentence
  /** Of the provider, where somebody is led to it. */
  readonly host?: string
}

/**
 * Leads on by a page: what a form leads to may not be elsewhere (`form-action`), and to a redirect that began elsewhere a browser
 * sends no cookie of the session. Where a browser does not go on by itself, there is a link.
 */
export function leadOn(
  desk: Desk,
  request: Request,
  response: Response,
  { to, title, host = '' }: Leading,
): void {
  const visit = visitOf(request, response)
  response.set('Refresh', `0; url=${to}`)
  answerWithPage(
    response,
    200,
    <LedOn frame={desk.frameOf(visit)} words={visit.words} {...{ to, title, host }} />,
  )
}
