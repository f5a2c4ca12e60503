import type { Request, Response } from 'express'
import { type Asked, Sure } from '../pages/Sure.tsx'
import type { Desk } from './desk.tsx'
import { type Wrong, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'

/**
 * Asks whoever visits, and says what happens then.
 *
 * @param wrong - why it was not done; null: it was not tried
 */
export function ask(
  desk: Desk,
  request: Request,
  response: Response,
  asked: Asked,
  wrong: Wrong | null = null,
): void {
  const person = personOfVisit(visitOf(request, response))
  showForm(desk, request, response, wrong, (parts) => <Sure {...parts} {...{ person, asked }} />)
}
