import type { Request, Response } from 'express'
import {
  type DeskRole,
  type ListedPerson,
  handlesCases,
  isLastAdministrator,
} from '../../exchange/people/person.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { deskRoles } from '../deskServices.ts'
import type { Asked } from '../pages/Sure.tsx'
import { ask } from './ask.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn } from './form.ts'
import { type Wrong, fieldOfCode } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { backToPeople, nameIn, rolesMember } from './people.tsx'
import { stepUpFor, steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'
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

/** Whether it is said where whoever acts proves who they are. */
function isOfProof(code: RefusalCode): boolean {
  return code in steppingUpFields || code === 'SECOND_FACTOR_REQUIRED' || code === 'SIGN_IN_TOO_OFTEN'
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
  const people = await desk.services.people.list()
  const one = people.find(({ signInName }) => signInName === nameIn(request))
  if (one === undefined) {
    desk.problem(request, response, 404)
    return
  }
  const visit = visitOf(request, response)
  const back = deskRoutes.people.path
  const asked = isLastAdministrator(people, one) ? null : rolesAsked(one, visit.words, wanted)
  if (asked === null) {
    response.redirect(303, back)
    return
  }
  const isOwn = one.id === personOfVisit(visit).id
  const happens = isOwn ? [...asked.happens, visit.words.say('thisIsYou')] : asked.happens
  const givesSome = wanted.some((role) => !one.roles.includes(role))
  const query = new URLSearchParams(wanted.map((role) => ['roles', role]))
  const path = `${request.path}?${query.toString()}`
  const proof = givesSome ? await stepUpFor(desk, request, response, path) : undefined
  const whom = { about: aboutPerson(one), action: request.path, back }
  ask(desk, request, response, { ...asked, happens, ...whom, proof }, wrong)
}

/** Whom a question is about. */
export function aboutPerson({ name, signInName }: Pick<ListedPerson, 'name' | 'signInName'>) {
  return (
    <>
      <bdi>{name}</bdi> · <bdi>{signInName}</bdi>
    </>
  )
}

function rolesAsked(
  { roles }: ListedPerson,
  { say, language }: Words,
  wanted: readonly DeskRole[],
): Pick<Asked, 'title' | 'happens' | 'members'> | null {
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
  return { title: say('saveRoles'), happens, members: wanted.map((role) => ['roles', role] as const) }
}
