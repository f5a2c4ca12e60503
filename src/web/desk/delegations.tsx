import type { Request, Response } from 'express'
import type { Refusal } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { dateIn } from '../form/typed.ts'
import { webLimits } from '../limits.ts'
import { Delegations, type TypedDelegation } from '../pages/Delegations.tsx'
import { isUuid } from '../../exchange/identifiers.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { fieldPointedTo, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { onceProved, stepUpFor, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

const members = {
  receiver: { charactersMax: webLimits.desk.nameCharactersMax },
  'from/day': typedLine,
  'from/month': typedLine,
  'from/year': typedLine,
  'until/day': typedLine,
  'until/month': typedLine,
  'until/year': typedLine,
  ...steppingUpMembers,
}

const nothingTyped: TypedDelegation = { receiver: '', piece: () => '' }

/** Who may approve in whose place, as far as whoever visits has given or received it. */
export function delegationsPage(desk: Desk): DeskHandler {
  return async (request, response) => await show(desk, request, response, nothingTyped, null)
}

/** Lets somebody approve in the place of whoever visits. */
export function giveDelegation(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const pieceOf = (name: string): string => values[name as keyof typeof members][0]?.trim() ?? ''
    const typed = { receiver: values.receiver[0] ?? '', piece: pieceOf }
    const dayOf = (name: string): string => dateIn((part) => pieceOf(`${name}/${part}`)) ?? ''
    const order = { receiver: typed.receiver, from: dayOf('from'), until: dayOf('until') }
    const by = actingIn(request, response)
    const { drafts } = desk.services
    const given = await onceProved(desk, request, response, values, {
      act: (token) => drafts.delegate({ ...order, token }, by),
      wrong: () => drafts.wrongWithDelegation(order, by.person),
    })
    if (given.ok) response.redirect(303, deskRoutes.delegations.path)
    else await show(desk, request, response, typed, given)
  }
}

/** Ends what whoever visits has given or received. */
export function withdrawDelegation(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { delegation } = request.params
    const id = typeof delegation === 'string' && isUuid(delegation) ? delegation : null
    const by = actingIn(request, response)
    const ended = id === null ? null : await desk.services.drafts.withdraw(id, by)
    if (ended?.ok === true) leadAfter(desk, response, deskRoutes.delegations.path, 'doneDelegation')
    else if (ended === null || ended.code === 'DELEGATION_UNKNOWN') desk.problem(request, response, 404)
    else desk.refuse(request, response, ended)
  }
}

async function show(
  desk: Desk,
  request: Request,
  response: Response,
  typed: TypedDelegation,
  refusal: Refusal | null,
): Promise<void> {
  const person = personOfVisit(visitOf(request, response))
  const seen = await desk.services.drafts.delegations(person)
  const proof = await stepUpFor(desk, request, response, deskRoutes.delegations.path)
  const wrong = refusal === null ? null : { refusal, fieldOf: fieldPointedTo(steppingUpFields) }
  showForm(desk, request, response, wrong, (parts) => (
    <Delegations {...parts} {...proof} {...{ person, seen, typed }} />
  ))
}
