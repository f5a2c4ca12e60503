import type { Request, Response } from 'express'
import {
  type DeskRole,
  type ListedPerson,
  handlesCases,
  isLastAdministrator,
} from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import { deskRoles } from '../deskServices.ts'
import { type AskedOfPerson, type OfPerson, askOfPerson } from './askingOfPerson.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn } from './form.ts'
import { type Wrong, fieldOfCode } from './formPage.ts'
import { backToPeople, nameIn, rolesMember } from './people.tsx'
import { isOfProof, steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'
import type { Words } from './words.ts'

/** Asks before a person has other roles; what is so already, or cannot be, leads back to the list. */
export function changeRolesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, desk.services.origin)
    await showRoles(desk, request, response, wantedIn(searchParams.getAll('roles')), null)
  }
}

/** Gives a person other roles, once whoever gives one has proved anew who they are. */
export function changeRoles(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { roles: rolesMember, ...steppingUpMembers })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const name = nameIn(request)
    const wanted = wantedIn(form.values.roles)
    const by = actingIn(request, response)
    const proved = await steppedUp(desk, request, response, form.values)
    const changed = proved.ok
      ? await desk.services.people.changeRoles(name, wanted, proved.token, by)
      : proved
    const isOut = name === by.person.signInName && !wanted.includes('administrator')
    if (changed.ok && isOut) leadAfter(desk, response, deskRoutes.home.path, 'doneRoles', name)
    else if (changed.ok || !isOfProof(changed.code))
      await backToPeople(desk, request, response, changed, {
        done: 'doneRoles',
        fieldOf: () => `roles:${name}`,
      })
    else
      await showRoles(desk, request, response, wanted, {
        refusal: changed,
        fieldOf: fieldOfCode(steppingUpFields),
      })
  }
}

function wantedIn(members: readonly string[]): readonly DeskRole[] {
  return deskRoles.filter((role) => members.includes(role))
}

async function showRoles(
  desk: Desk,
  request: Request,
  response: Response,
  wanted: readonly DeskRole[],
  wrong: Wrong | null,
): Promise<void> {
  const askedOf: AskedOfPerson = (one, words, people) =>
    isLastAdministrator(people, one) ? null : rolesAsked(one, words, wanted)
  await askOfPerson(desk, request, response, askedOf, wrong)
}

function rolesAsked(
  { roles }: ListedPerson,
  { say, language }: Words,
  wanted: readonly DeskRole[],
): OfPerson | null {
  const lost = roles.filter((role) => !wanted.includes(role))
  const gained = wanted.filter((role) => !roles.includes(role))
  if (lost.length + gained.length === 0) return null
  const listOf = (some: readonly DeskRole[]): string =>
    new Intl.ListFormat(language).format(some.map((role) => say(role)))
  const happens = [
    ...(gained.length === 0 ? [] : [say('sureRolesGained', { list: listOf(gained) })]),
    ...(lost.length === 0 ? [] : [say('sureRolesLost', { list: listOf(lost) })]),
    say('sureRolesNext'),
    ...(lost.includes('approver') ? [say('sureApproverRests')] : []),
    ...(handlesCases(roles) && !handlesCases(wanted) ? [say('sureReleases'), say('sureDraftsStay')] : []),
  ]
  return {
    title: say('saveRoles'),
    happens,
    members: wanted.map((role) => ['roles', role] as const),
    isProved: gained.length > 0,
  }
}
