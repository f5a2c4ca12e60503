import type { Request, Response } from 'express'
import { type Asked, Sure } from '../pages/Sure.tsx'
import type { Desk } from './desk.tsx'
import { showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'

/** Asks whoever visits, and says what happens then. */
export function ask(desk: Desk, request: Request, response: Response, asked: Asked): void {
  const person = personOfVisit(visitOf(request, response))
  showForm(desk, request, response, null, ({ frame, words }) => <Sure {...{ frame, words, person, asked }} />)
}
