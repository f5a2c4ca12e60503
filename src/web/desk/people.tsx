import type { Request, Response } from 'express'
import { type NewPerson, isSignInName, noLanguage } from '../../exchange/people/person.ts'
import type { Refusal, Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { AddPerson } from '../pages/AddPerson.tsx'
import { People } from '../pages/People.tsx'
import { type MadePassword, ShownPassword } from '../pages/ShownPassword.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { type DoneSentence, leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { type FieldOf, type Wrong, fieldPointedTo, ofNoField, showForm } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { runningParts } from './running.tsx'
import { onceProved, stepUpFor, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
/** The roles that were ticked in a form. */
export const rolesMember = { charactersMax: 20, isMany: true } as const

/** Who works at the desk of this node. */
export function peoplePage(desk: Desk): DeskHandler {
  return async (request, response) => await showPeople(desk, request, response, null)
}

/** The page on which a person is added. */
export function addPersonPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { person } = visitOf(request, response)
    const { authorities } = desk.services.people
    const authority = person?.authority ?? authorities()[0] ?? ''
    const typed = { signInName: '', name: '', authority, roles: [], language: noLanguage }
    await showAddPerson(desk, request, response, { typed, refusal: null })
  }
}

/** Adds a person, once whoever does so has proved anew who they are, and shows the password once. */
export function addPerson(desk: Desk): DeskHandler {
  const own = { signInName: typedLine, name: typedLine, authority: line, language: line, roles: rolesMember }
  const members = { ...own, ...steppingUpMembers }
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
    const { people } = desk.services
    const added = await onceProved(desk, request, response, values, {
      act: (token) => people.add(typed, token, actingIn(request, response)),
      wrong: () => people.wrongWith(typed),
    })
    if (added.ok)
      showPassword(desk, request, response, { signInName: typed.signInName, ...added, isNew: true })
    else await showAddPerson(desk, request, response, { typed, refusal: added })
  }
}

/** Lets a person in no more. */
export function disablePerson(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const name = nameIn(request)
    const by = actingIn(request, response)
    const disabled = await desk.services.people.disable(name, by)
    // Their session has ended with it: the page on which they can sign in again says why they cannot.
    if (disabled.ok && name === by.person.signInName)
      leadAfter(desk, response, deskRoutes.signInPage.path, 'doneDisabled', name)
    else await backToPeople(desk, request, response, disabled, { done: 'doneDisabled' })
  }
}

/** The sign-in name in the address; empty: what stands there is none. */
export function nameIn({ params }: Request): string {
  const { signInName } = params
  return typeof signInName === 'string' && isSignInName(signInName) ? signInName : ''
}

/** Leads to the list of people, which says what was done; where nothing was, shows it with what was wrong. */
export async function backToPeople(
  desk: Desk,
  request: Request,
  response: Response,
  changed: Result<object>,
  { done, fieldOf = ofNoField }: { readonly done: DoneSentence; readonly fieldOf?: FieldOf },
): Promise<void> {
  if (changed.ok) leadAfter(desk, response, deskRoutes.people.path, done, nameIn(request))
  else await showRefused(desk, request, response, { refusal: changed, fieldOf })
}

/** Shows the list of people with why something was not done; of somebody who was never there, that. */
export async function showRefused(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong,
): Promise<void> {
  if (wrong.refusal.code === 'PERSON_UNKNOWN') desk.problem(request, response, 404)
  else await showPeople(desk, request, response, wrong)
}

async function showPeople(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
): Promise<void> {
  const parts = runningParts(desk, request, response)
  const people = await desk.services.people.list()
  const host = desk.services.provider?.host ?? null
  showForm(desk, request, response, wrong, ({ errors }) => (
    <People {...parts} {...{ errors, people, host }} />
  ))
}

async function showAddPerson(
  desk: Desk,
  request: Request,
  response: Response,
  { typed, refusal }: { readonly typed: NewPerson; readonly refusal: Refusal | null },
): Promise<void> {
  const parts = runningParts(desk, request, response)
  const authorities = desk.services.people.authorities()
  const proof = await stepUpFor(desk, request, response, deskRoutes.addPersonPage.path)
  const wrong = refusal === null ? null : { refusal, fieldOf: fieldPointedTo(fields) }
  showForm(desk, request, response, wrong, ({ errors }) => (
    <AddPerson {...parts} {...proof} {...{ errors, authorities, typed }} />
  ))
}

const fields = { ...steppingUpFields, PERSON_EXISTS: 'signInName' } as const

/** Shows a password that was made, once. */
export function showPassword(desk: Desk, request: Request, response: Response, shown: MadePassword): void {
  const visit = visitOf(request, response)
  const { words } = visit
  const page = (
    <ShownPassword frame={desk.frameOf(visit)} words={words} person={personOfVisit(visit)} made={shown} />
  )
  answerWithPage(response, 200, page)
}
