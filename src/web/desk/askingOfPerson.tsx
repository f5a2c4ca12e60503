import type { Request, Response } from 'express'
import type { ListedPerson } from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Asked } from '../pages/Sure.tsx'
import { ask } from './ask.tsx'
import type { Desk } from './desk.tsx'
import type { Wrong } from './formPage.ts'
import { personOfVisit, visitOf } from './pageOf.ts'
import { nameIn } from './people.tsx'
import { stepUpFor } from './steppingUp.ts'
import type { Words } from './words.ts'

/** What is asked about a person. */
export interface OfPerson extends Pick<Asked, 'title' | 'happens' | 'members'> {
  /** Whether whoever does it proves anew who they are: it gives somebody a way in, or a role. */
  readonly isProved: boolean
}

/** @returns null: there is nothing to do */
export type AskedOfPerson = (
  one: ListedPerson,
  words: Words,
  people: readonly ListedPerson[],
) => OfPerson | null

/**
 * Asks before something is done to the person of the address; where there is nothing to do, the list of people is shown again.
 *
 * @param wrong - why it was not done; null: it was not tried
 */
export async function askOfPerson(
  desk: Desk,
  request: Request,
  response: Response,
  askedOf: AskedOfPerson,
  wrong: Wrong | null = null,
): Promise<void> {
  const people = await desk.services.people.list()
  const one = people.find(({ signInName }) => signInName === nameIn(request))
  if (one === undefined) {
    desk.problem(request, response, 404)
    return
  }
  const visit = visitOf(request, response)
  const back = deskRoutes.people.path
  const asked = askedOf(one, visit.words, people)
  if (asked === null) {
    response.redirect(303, back)
    return
  }
  const isOwn = one.id === personOfVisit(visit).id
  const happens = isOwn ? [...asked.happens, visit.words.say('thisIsYou')] : asked.happens
  const { title, members = [], isProved } = asked
  const path = pathWith(request.path, members)
  const proof = isProved ? await stepUpFor(desk, request, response, path) : undefined
  const whom = { about: aboutPerson(one), action: request.path, back }
  ask(desk, request, response, { title, happens, members, ...whom, proof }, wrong)
}

/** Whom a question is about. */
export function aboutPerson({ name, signInName }: Pick<ListedPerson, 'name' | 'signInName'>) {
  return (
    <>
      <bdi>{name}</bdi> · <bdi>{signInName}</bdi>
    </>
  )
}

/** Where the same is asked again of who comes back from the identity provider. */
function pathWith(path: string, members: readonly (readonly [string, string])[]): string {
  if (members.length === 0) return path
  const query = new URLSearchParams(members.map(([name, value]) => [name, value]))
  return `${path}?${query.toString()}`
}
