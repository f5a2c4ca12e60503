import type { Request, Response } from 'express'
import type { Acting } from '../../exchange/people/deskPeople.ts'
import { type NewPerson, isSignInName, noLanguage } from '../../exchange/people/person.ts'
import type { Refusal, Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { deskRoles } from '../deskServices.ts'
import { webLimits } from '../limits.ts'
import { AddPerson } from '../pages/AddPerson.tsx'
import { People } from '../pages/People.tsx'
import { type MadePassword, ShownPassword } from '../pages/ShownPassword.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { type DoneSentence, leadAfter } from './done.ts'
import { formIn } from './form.ts'
import { type Wrong, showForm } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { runningParts } from './running.tsx'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
const roles = { charactersMax: 20, isMany: true } as const

/** Who works at the desk of this node. */
export function peoplePage(desk: Desk): DeskHandler {
  return async (request, response) => await showPeople(desk, request, response, null)
}

/** The page on which a person is added. */
export function addPersonPage(desk: Desk): DeskHandler {
  return (request, response) => {
    const { person } = visitOf(request, response)
    const { authorities } = desk.services.people
    const authority = person?.authority ?? authorities()[0] ?? ''
    const typed = { signInName: '', name: '', authority, roles: [], language: noLanguage }
    showAddPerson(desk, request, response, { typed, refusal: null })
  }
}

/** Adds a person, and shows the password once. */
export function addPerson(desk: Desk): DeskHandler {
  const members = { signInName: line, name: line, authority: line, language: line, roles }
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const typed = {
      signInName: values.signInName[0]?.trim() ?? '',
      name: values.name[0]?.trim() ?? '',
      authority: values.authority[0] ?? '',
      language: values.language[0] ?? '',
      roles: values.roles,
    }
    const added = await desk.services.people.add(typed, actingIn(request, response))
    if (added.ok)
      showPassword(desk, request, response, { signInName: typed.signInName, ...added, isNew: true })
    else showAddPerson(desk, request, response, { typed, refusal: added })
  }
}

/** Gives a person other roles. */
export function changeRoles(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { roles })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const name = nameIn(request)
    const changed = await desk.services.people.changeRoles(
      name,
      deskRoles.filter((role) => form.values.roles.includes(role)),
      actingIn(request, response),
    )
    const { person } = actingIn(request, response)
    const isOut = name === person.signInName && !form.values.roles.includes('administrator')
    if (changed.ok && isOut) leadAfter(desk, response, deskRoutes.home.path, 'doneRoles', name)
    else await backToPeople(desk, request, response, changed, { done: 'doneRoles', field: `roles:${name}` })
  }
}

/** Takes off the second factor of somebody who has lost it. */
export function takeOffSecondFactor(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const by = actingIn(request, response)
    const taken = await desk.services.people.takeOffSecondFactor(nameIn(request), by)
    await backToPeople(desk, request, response, taken, { done: 'doneFactor' })
  }
}

/** Takes away a passkey that somebody has lost. */
export function takeAwayPasskey(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { passkey: line })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [passkey = ''] = form.values.passkey
    const by = actingIn(request, response)
    const taken = await desk.services.passkeys.takeAway(nameIn(request), passkey, by)
    await backToPeople(desk, request, response, taken, { done: 'donePasskeyTaken' })
  }
}

/** Lets a person in no more, or again. */
export function changeAdmission(desk: Desk, to: 'disable' | 'enable'): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const changed = await desk.services.people[to](nameIn(request), actingIn(request, response))
    const done = to === 'disable' ? 'doneDisabled' : 'doneEnabled'
    await backToPeople(desk, request, response, changed, { done })
  }
}

/** Makes another password for a person, and shows it once. */
export function givePassword(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const by: Acting = actingIn(request, response)
    const given = await desk.services.people.givePassword(nameIn(request), by)
    if (given.ok)
      showPassword(desk, request, response, { signInName: nameIn(request), ...given, isNew: false })
    else await showRefused(desk, request, response, given, null)
  }
}

/** The sign-in name in the address; empty: what stands there is none. */
export function nameIn({ params }: Request): string {
  const { signInName } = params
  return typeof signInName === 'string' && isSignInName(signInName) ? signInName : ''
}

async function backToPeople(
  desk: Desk,
  request: Request,
  response: Response,
  changed: Result<object>,
  { done, field = null }: { readonly done: DoneSentence; readonly field?: string | null },
): Promise<void> {
  if (changed.ok) leadAfter(desk, response, deskRoutes.people.path, done, nameIn(request))
  else await showRefused(desk, request, response, changed, field)
}

async function showRefused(
  desk: Desk,
  request: Request,
  response: Response,
  refusal: Refusal,
  field: string | null,
): Promise<void> {
  if (refusal.code === 'PERSON_UNKNOWN') desk.problem(request, response, 404)
  else await showPeople(desk, request, response, { refusal, field })
}

async function showPeople(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
): Promise<void> {
  const person = personOfVisit(visitOf(request, response))
  const people = await desk.services.people.list()
  const host = desk.services.provider?.host ?? null
  showForm(desk, request, response, wrong, (parts) => <People {...parts} {...{ person, people, host }} />)
}

function showAddPerson(
  desk: Desk,
  request: Request,
  response: Response,
  { typed, refusal }: { readonly typed: NewPerson; readonly refusal: Refusal | null },
): void {
  const parts = runningParts(desk, request, response)
  const authorities = desk.services.people.authorities()
  const field = refusal?.code === 'PERSON_EXISTS' ? 'signInName' : (refusal?.pointer?.slice(1) ?? null)
  const wrong = refusal === null ? null : { refusal, field }
  showForm(desk, request, response, wrong, ({ errors }) => (
    <AddPerson {...parts} {...{ errors, authorities, typed }} />
  ))
}

function showPassword(desk: Desk, request: Request, response: Response, shown: MadePassword): void {
  const visit = visitOf(request, response)
  const { words } = visit
  const page = (
    <ShownPassword frame={desk.frameOf(visit)} words={words} person={personOfVisit(visit)} made={shown} />
  )
  answerWithPage(response, 200, page)
}
