import type { Request, Response } from 'express'
import { accessScopes } from '../../exchange/accessTokens.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { AddToken, type TypedToken } from '../pages/AddToken.tsx'
import { RunningSystems } from '../pages/RunningSystems.tsx'
import { ShownSecret } from '../pages/ShownSecret.tsx'
import { problems } from '../problem.ts'
import { whyNotConfirm } from './confirmers.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { showForm } from './formPage.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'
import { runningParts } from './running.tsx'
import { onceProved, stepUpFor, steppedUp, steppingUpMembers } from './steppingUp.ts'
import { fieldOf, ofSystem } from './systemFields.ts'
import type { SystemRouteName } from './systemPaths.ts'
import { webhookHandlers } from './webhooks.tsx'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
const many = { charactersMax: 100, isMany: true } as const

/** What answers where systems of the State are let in, and told what happened. */
export function systemHandlers(desk: Desk): Readonly<Record<SystemRouteName, DeskHandler>> {
  return {
    runningSystems: async (request, response) => await showSystems(desk, request, response, null),
    makeTokenPage: async (request, response) => {
      const authority = desk.services.people.authorities()[0] ?? ''
      const days = String(exchangeLimits.access.days)
      const typed = { name: '', authority, scopes: [], days, officer: '' }
      await showAddToken(desk, request, response, typed, null)
    },
    makeToken: makeToken(desk),
    confirmToken: confirmToken(desk),
    revokeToken: revokeToken(desk),
    ...webhookHandlers(desk),
  }
}

/** Makes a token, once whoever does so has proved anew who they are, and shows it once. */
function makeToken(desk: Desk): DeskHandler {
  const members = {
    name: typedLine,
    authority: line,
    days: typedLine,
    officer: line,
    scopes: many,
    ...steppingUpMembers,
  }
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const typed: TypedToken = {
      name: values.name[0]?.trim() ?? '',
      authority: values.authority[0] ?? '',
      scopes: values.scopes,
      days: values.days[0]?.trim() ?? '',
      officer: values.officer[0] ?? '',
    }
    const { systems } = desk.services
    const order = orderOf(typed)
    const made = await onceProved(desk, request, response, values, {
      act: (session) => systems.makeToken(order, session, actingIn(request, response)),
      wrong: () => systems.wrongWithToken(order),
    })
    if (!made.ok) {
      await showAddToken(desk, request, response, typed, made)
      return
    }
    const { words, ...parts } = runningParts(desk, request, response)
    const { token, isAwaited } = made
    const page = (
      <ShownSecret
        {...parts}
        {...{ words, name: typed.name, secret: token }}
        of="token"
        isAwaited={isAwaited}
      />
    )
    answerWithPage(response, 200, page)
  }
}

function orderOf({ name, authority, scopes, days, officer }: TypedToken) {
  return {
    ...{ name, authority },
    // What is no scope was not offered.
    scopes: accessScopes.filter((scope) => scopes.includes(scope)),
    days: /^[0-9]{1,4}$/.test(days) ? Number(days) : NaN,
    officer: officer === '' ? undefined : officer,
  }
}

/** Confirms tokens that another administrator has made, once whoever does so has proved anew who they are. */
function confirmToken(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { system: many, ...steppingUpMembers })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const proved = await steppedUp(desk, request, response, form.values)
    const confirmed = proved.ok
      ? await confirmEach(desk, form.values.system, proved.token, request, response)
      : proved
    if (confirmed.ok) leadAfter(desk, response, deskRoutes.runningSystems.path, 'doneTokenConfirmed')
    else await showSystems(desk, request, response, confirmed)
  }
}

async function confirmEach(
  desk: Desk,
  names: readonly string[],
  session: string,
  request: Request,
  response: Response,
): Promise<Result<object>> {
  if (names.length === 0) return refuse('CONFIRMATION_NOT_AWAITED')
  for (const name of names) {
    const confirmed = await desk.services.systems.confirmToken(name, session, actingIn(request, response))
    if (!confirmed.ok) return confirmed
  }
  return { ok: true }
}

/** Revokes a token from the next question on. */
function revokeToken(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { system } = request.params
    const name = typeof system === 'string' ? system : ''
    const revoked = await desk.services.systems.revokeToken(name, actingIn(request, response))
    if (revoked.ok) leadAfter(desk, response, deskRoutes.runningSystems.path, 'doneTokenRevoked', name)
    else if (revoked.code === 'TOKEN_UNKNOWN') desk.problem(request, response, 404)
    else await showSystems(desk, request, response, revoked)
  }
}

async function showSystems(
  desk: Desk,
  request: Request,
  response: Response,
  refusal: Refusal | null,
): Promise<void> {
  const { systems } = desk.services
  const visit = visitOf(request, response)
  const tokens = await systems.tokens()
  const people = await desk.services.people.list()
  const { signInName } = personOfVisit(visit)
  const shut = new Set(
    tokens
      .filter(({ madeBy }) => whyNotConfirm(people, signInName, { about: null, doers: [madeBy] }) !== null)
      .map(({ name }) => name),
  )
  const proof = await stepUpFor(desk, request, response, deskRoutes.runningSystems.path)
  const errors = refusal === null ? [] : desk.errorsOf(visit, { refusal: ofSystem(refusal), fieldOf })
  const page = (
    <RunningSystems
      {...runningParts(desk, request, response)}
      {...proof}
      {...{ tokens, shut, errors, isOpen: systems.isOpen }}
    />
  )
  answerWithPage(response, refusal === null ? 200 : statusOf(refusal), page)
}

/** What a system would be told of its token is no answer to whoever has signed in: here it is as somebody else has left it. */
function statusOf({ code }: Refusal): number {
  const { status } = problems[code]
  return code.startsWith('TOKEN_') && status === 401 ? 409 : status
}

async function showAddToken(
  desk: Desk,
  request: Request,
  response: Response,
  typed: TypedToken,
  refusal: Refusal | null,
): Promise<void> {
  const parts = runningParts(desk, request, response)
  const answering = await desk.services.systems.answering()
  const authorities = desk.services.people.authorities()
  const proof = await stepUpFor(desk, request, response, deskRoutes.makeTokenPage.path)
  const wrong = refusal === null ? null : { refusal: ofSystem(refusal), fieldOf }
  showForm(desk, request, response, wrong, ({ errors }) => (
    <AddToken {...parts} {...proof} {...{ errors, typed, answering, authorities }} />
  ))
}
