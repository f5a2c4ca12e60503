import type { Request, Response } from 'express'
import type { Acting } from '../../exchange/people/deskPeople.ts'
import type { ListedPerson } from '../../exchange/people/person.ts'
import type { Result } from '../../message/refusal.ts'
import { PasskeyOf } from '../parts/PasskeyOf.tsx'
import { type AskedOfPerson, type OfPerson, askOfPerson } from './askingOfPerson.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { formIn, typedLine } from './form.ts'
import { fieldOfCode, ofNoField } from './formPage.ts'
import { backToPeople, nameIn, showPassword, showRefused } from './people.tsx'
import { isOfProof, steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'
import type { Words } from './words.ts'

/*
 * What lets a person in otherwise than until now. Whoever does one of these could be that person afterwards: a session that was left
 * open is not enough for it.
 */

/** Asks before another password is made for a person. */
export function givePasswordPage(desk: Desk): DeskHandler {
  return asking(desk, passwordAsked)
}

/** Makes another password for a person, and shows it once. */
export function givePassword(desk: Desk): DeskHandler {
  return proved(desk, {
    askedOf: () => passwordAsked,
    act: ({ name, token, by }) => desk.services.people.givePassword(name, token, by),
    after(request, response, given) {
      showPassword(desk, request, response, { signInName: nameIn(request), ...given, isNew: false })
    },
  })
}

/** Asks before the second factor of a person is taken off. */
export function takeOffSecondFactorPage(desk: Desk): DeskHandler {
  return asking(desk, factorAsked)
}

/** Takes off the second factor of somebody who has lost it. */
export function takeOffSecondFactor(desk: Desk): DeskHandler {
  return proved(desk, {
    askedOf: () => factorAsked,
    act: ({ name, token, by }) => desk.services.people.takeOffSecondFactor(name, token, by),
    after: (request, response, taken) => backToPeople(desk, request, response, taken, { done: 'doneFactor' }),
  })
}

/** Asks before a passkey of a person is taken away. */
export function takeAwayPasskeyPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, desk.services.origin)
    await askOfPerson(desk, request, response, passkeyAsked(searchParams.get('lost') ?? ''))
  }
}

/** Takes away a passkey that somebody has lost. */
export function takeAwayPasskey(desk: Desk): DeskHandler {
  return proved(desk, {
    askedOf: passkeyAsked,
    act: ({ name, lost, token, by }) => desk.services.passkeys.takeAway(name, lost, token, by),
    after: (request, response, taken) =>
      backToPeople(desk, request, response, taken, { done: 'donePasskeyTaken' }),
  })
}

/** Asks before a person is let in again. */
export function enablePersonPage(desk: Desk): DeskHandler {
  return asking(desk, enablingAsked)
}

/** Lets a person in again. */
export function enablePerson(desk: Desk): DeskHandler {
  return proved(desk, {
    askedOf: () => enablingAsked,
    act: ({ name, token, by }) => desk.services.people.enable(name, token, by),
    after: (request, response, enabled) =>
      backToPeople(desk, request, response, enabled, { done: 'doneEnabled' }),
  })
}

function asking(desk: Desk, askedOf: AskedOfPerson): DeskHandler {
  return async (request, response) => await askOfPerson(desk, request, response, askedOf)
}

/** What is done, to whom, and by whom. */
interface Order {
  readonly name: string
  /** Name of a passkey; empty: it is about none. */
  readonly lost: string
  /** Of the session in which it was proved who does it. */
  readonly token: string
  readonly by: Acting
}

interface Proved<Outcome extends object> {
  /** What was asked before, and is asked again where the proof is wrong. */
  readonly askedOf: (lost: string) => AskedOfPerson
  readonly act: (order: Order) => Promise<Result<Outcome>>
  readonly after: (
    request: Request,
    response: Response,
    outcome: Outcome & { readonly ok: true },
  ) => Promise<void> | void
}

/** Does something to a person once whoever does it has proved anew who they are. */
function proved<Outcome extends object>(desk: Desk, { askedOf, act, after }: Proved<Outcome>): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { lost: { ...typedLine, isMany: true }, ...steppingUpMembers })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [lost = ''] = form.values.lost
    const [name, by] = [nameIn(request), actingIn(request, response)]
    const stepped = await steppedUp(desk, request, response, form.values)
    const settled = stepped.ok ? await act({ name, lost, token: stepped.token, by }) : stepped
    // The passkey that is not there may be the one to take away as well as the one to prove something by.
    const isAskedAgain =
      !settled.ok && isOfProof(settled.code) && !(stepped.ok && settled.code === 'PASSKEY_UNKNOWN')
    if (settled.ok) await after(request, response, settled)
    else if (isAskedAgain)
      await askOfPerson(desk, request, response, askedOf(lost), {
        refusal: settled,
        fieldOf: fieldOfCode(steppingUpFields),
      })
    else await showRefused(desk, request, response, { refusal: settled, fieldOf: ofNoField })
  }
}

function passwordAsked({ disabledAt }: ListedPerson, { say }: Words): OfPerson | null {
  if (disabledAt !== null) return null
  return { title: say('makePassword'), happens: [say('surePassword')], isProved: true }
}

function factorAsked({ secondFactorSince }: ListedPerson, { say }: Words): OfPerson | null {
  if (secondFactorSince === null) return null
  return { title: say('secondFactorRemove'), happens: [say('sureFactor')], isProved: true }
}

function passkeyAsked(lost: string): AskedOfPerson {
  return ({ passkeys }, words) => {
    const name = passkeys.find((passkey) => passkey.name === lost)?.name
    if (name === undefined) return null
    const happens = [<PasskeyOf key="name" words={words} name={name} />, words.say('surePasskeyTaken')]
    return { title: words.say('passkeyRemove'), happens, members: [['lost', name]], isProved: true }
  }
}

function enablingAsked({ disabledAt }: ListedPerson, { say }: Words): OfPerson | null {
  if (disabledAt === null) return null
  return { title: say('enable'), happens: [say('sureEnable')], isProved: true }
}
