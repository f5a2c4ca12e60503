import type { Request, Response } from 'express'
import { deskRoutes } from '../deskPaths.ts'
import { ConfirmPerson } from '../pages/ConfirmPerson.tsx'
import { confirmLink } from '../parts/PersonActs.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn } from './form.ts'
import { type Wrong, fieldOfCode, showForm } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { nameIn } from './people.tsx'
import { runningParts } from './running.tsx'
import { stepUpFor, steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

const members = { act: { charactersMax: 36, isMany: true }, ...steppingUpMembers } as const

/** What others have done to a person, to be confirmed by another administrator. */
export function confirmPersonPage(desk: Desk): DeskHandler {
  return async (request, response) => await show(desk, request, response, null)
}

/** Confirms it, as it was seen, once whoever does so has proved anew who they are. */
export function confirmPerson(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const proved = await steppedUp(desk, request, response, form.values)
    const by = actingIn(request, response)
    const confirmed = proved.ok
      ? await desk.services.people.confirm(nameIn(request), form.values.act, proved.token, by)
      : proved
    if (confirmed.ok) response.redirect(303, deskRoutes.people.path)
    else if (confirmed.code === 'PERSON_UNKNOWN') desk.problem(request, response, 404)
    else await show(desk, request, response, { refusal: confirmed, fieldOf: fieldOfCode(steppingUpFields) })
  }
}

async function show(desk: Desk, request: Request, response: Response, wrong: Wrong | null): Promise<void> {
  const person = personOfVisit(visitOf(request, response))
  const name = nameIn(request)
  const people = await desk.services.people.list()
  const one = people.find(({ signInName }) => signInName === name)
  if (one === undefined) {
    desk.problem(request, response, 404)
    return
  }
  const proof = await stepUpFor(desk, request, response, confirmLink(name))
  const { words } = runningParts(desk, request, response)
  showForm(desk, request, response, wrong, (parts) => (
    <ConfirmPerson {...parts} {...proof} {...{ person, people, one, words }} />
  ))
}
