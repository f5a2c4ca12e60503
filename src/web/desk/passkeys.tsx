import type { Request, Response } from 'express'
import type { Refusal, Result } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { Passkeys } from '../pages/Passkeys.tsx'
import { problems } from '../problem.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { type Wrong, fieldOfCode, showForm } from './formPage.ts'
import { takeAwayPasskey } from './lettingIn.tsx'
import { personOfVisit, visitOf } from './pageOf.ts'
import type { PasskeyRouteName } from './passkeyPaths.ts'
import { scriptOn } from './passkeyScript.ts'
import { addressOf, sessionOf, whereaboutsOf } from './session.ts'
import { letIn, showSignIn } from './signingIn.tsx'
import { stepUpFor, steppedUp, steppingUpFields, steppingUpMembers } from './steppingUp.ts'

const name = typedLine
const passkey = { charactersMax: webLimits.desk.passkeyCharactersMax }

/** What answers where passkeys are asked for, used, added and taken away. */
export function passkeyHandlers(desk: Desk): Readonly<Record<PasskeyRouteName, DeskHandler>> {
  return {
    askToSignIn: askToSignIn(desk),
    signInByPasskey: signInByPasskey(desk),
    passkeys: async (request, response) => await showPasskeys(desk, request, response, null),
    askToStepUp: askToStepUp(desk),
    proveAnew: proveAnew(desk),
    askToAddPasskey: askToAddPasskey(desk),
    addPasskey: addPasskey(desk),
    removePasskey: removePasskey(desk),
    takeAwayPasskey: takeAwayPasskey(desk),
  }
}

/** Tells the script of the page what to ask the browser for: a passkey of anybody. */
function askToSignIn(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    const order = { attempt: desk.cookies.attempt(request), ...whereaboutsOf(desk, request) }
    const begun = form.ok ? await desk.services.passkeys.askToSignIn(order) : form
    if (begun.ok) desk.cookies.keepAttempt(response, begun.attempt)
    tellScript(desk, request, response, begun)
  }
}

/** Lets a person in by a passkey. */
function signInByPasskey(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { passkey })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const attempt = desk.cookies.attempt(request) ?? ''
    const [answer = ''] = form.values.passkey
    const step = desk.cookies.step(request)
    const order = { attempt, answer, step, ...whereaboutsOf(desk, request) }
    const signedIn = await desk.services.passkeys.signIn(order)
    desk.cookies.dropAttempt(response)
    if (!signedIn.ok) {
      showSignIn(desk, request, response, '', signedIn)
      return
    }
    desk.cookies.dropStep(response)
    await letIn(desk, request, response, signedIn)
  }
}

/** Tells the script of the page what to ask the browser for: a passkey of whoever has signed in. */
function askToStepUp(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    const person = personOfVisit(visitOf(request, response))
    const begun = form.ok ? await desk.services.passkeys.askToStepUp(person, tokenIn(response)) : form
    tellScript(desk, request, response, begun)
  }
}

/** Takes password and code, or a passkey, again before somebody's passkeys are changed. */
function proveAnew(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, steppingUpMembers)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    await backToPasskeys(desk, request, response, await steppedUp(desk, request, response, form.values))
  }
}

/** Tells the script of the page what to ask the browser for: a passkey that is made. */
function askToAddPasskey(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { name })
    const person = personOfVisit(visitOf(request, response))
    const wanted = { name: form.ok ? (form.values.name[0] ?? '') : '', token: tokenIn(response) }
    const begun = form.ok ? await desk.services.passkeys.offer(person, wanted) : form
    // What is wrong with the name stands beside its field: the script sends the form then, and shows the page that answers.
    if (!begun.ok && begun.code === 'PASSKEY_NAME_INVALID')
      await backToPasskeys(desk, request, response, begun, wanted.name)
    else tellScript(desk, request, response, begun)
  }
}

/** Adds a passkey that the browser has made. */
function addPasskey(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { name, passkey })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const added = await desk.services.passkeys.add(personOfVisit(visitOf(request, response)), {
      name: values.name[0] ?? '',
      answer: values.passkey[0] ?? '',
      token: tokenIn(response),
      address: addressOf(request),
    })
    await backToPasskeys(desk, request, response, added, values.name[0])
  }
}

/** Takes away a passkey of whoever visits. */
function removePasskey(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { passkey })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [id = ''] = form.values.passkey
    const { person, address } = actingIn(request, response)
    const removed = await desk.services.passkeys.remove(person, { id, token: tokenIn(response), address })
    if (removed.ok) leadAfter(desk, response, deskRoutes.passkeys.path, 'donePasskeyRemoved')
    else await backToPasskeys(desk, request, response, removed)
  }
}

function tokenIn(response: Response): string {
  return sessionOf(response)?.token ?? ''
}

/** Answers the script: what is asked, or why nothing is, in the words of the reader. */
function tellScript(
  desk: Desk,
  request: Request,
  response: Response,
  begun: Result<{ readonly asked: object }>,
): void {
  if (begun.ok) response.status(200).json({ asked: begun.asked })
  else {
    const { text } = desk.errorOf(visitOf(request, response), asOfPasskeys(begun), null)
    response.status(problems[begun.code].status).json({ text })
  }
}

async function backToPasskeys(
  desk: Desk,
  request: Request,
  response: Response,
  changed: Result<object>,
  typed = '',
): Promise<void> {
  if (changed.ok) {
    response.redirect(303, deskRoutes.passkeys.path)
    return
  }
  const fieldOf = fieldOfCode({ ...steppingUpFields, PASSKEY_NAME_INVALID: 'name' })
  await showPasskeys(desk, request, response, { refusal: asOfPasskeys(changed), fieldOf }, typed)
}

/** What is said to who approves is not what is said here. */
function asOfPasskeys(refusal: Refusal): Refusal {
  return refusal.code === 'STEP_UP_MISSING' ? { ...refusal, pointer: '/passkeys' } : refusal
}

async function showPasskeys(
  desk: Desk,
  request: Request,
  response: Response,
  wrong: Wrong | null,
  typed = '',
): Promise<void> {
  const person = personOfVisit(visitOf(request, response))
  const { passkeys, people } = desk.services
  const own = await passkeys.of(person)
  const proof = await stepUpFor(desk, request, response, deskRoutes.passkeys.path)
  const script = scriptOn(desk, response)
  const hasCodes = await people.hasSecondFactor(person)
  showForm(desk, request, response, wrong, (parts) => (
    <Passkeys {...parts} {...{ person, own, proof, script, hasCodes, typed }} />
  ))
}
