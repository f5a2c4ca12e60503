import type { Request, Response } from 'express'
import type { Refusal } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { AddEndpoint, type TypedEndpoint } from '../pages/AddEndpoint.tsx'
import { RunningWebhooks } from '../pages/RunningWebhooks.tsx'
import { ShownSecret } from '../pages/ShownSecret.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { leadAfter } from './done.ts'
import { formIn, typedLine } from './form.ts'
import { ofNoField, showForm } from './formPage.ts'
import { answerWithPage } from './pageOf.ts'
import { runningParts } from './running.tsx'
import { onceProved, stepUpFor, steppingUpMembers } from './steppingUp.ts'
import { fieldOf, ofSystem } from './systemFields.ts'
import type { SystemRouteName } from './systemPaths.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }
const many = { charactersMax: 100, isMany: true } as const

type WebhookRouteName = Extract<
  SystemRouteName,
  'runningWebhooks' | 'makeEndpointPage' | 'makeEndpoint' | 'disableEndpoint' | 'tellAgain'
>

/** What answers where systems of the State are told what happened. */
export function webhookHandlers(desk: Desk): Readonly<Record<WebhookRouteName, DeskHandler>> {
  return {
    runningWebhooks: async (request, response) => await showWebhooks(desk, request, response, null),
    makeEndpointPage: async (request, response) => {
      const authority = desk.services.people.authorities()[0] ?? ''
      await showAddEndpoint(desk, request, response, { name: '', url: '', authority, events: [] }, null)
    },
    makeEndpoint: makeEndpoint(desk),
    disableEndpoint: disableEndpoint(desk),
    tellAgain: tellAgain(desk),
  }
}

/** Makes an endpoint, once whoever does so has proved anew who they are, and shows its secret once. */
function makeEndpoint(desk: Desk): DeskHandler {
  const members = { name: typedLine, url: typedLine, authority: line, events: many, ...steppingUpMembers }
  return async (request, response) => {
    const form = formIn(response, members)
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const { values } = form
    const typed: TypedEndpoint = {
      name: values.name[0]?.trim() ?? '',
      url: values.url[0]?.trim() ?? '',
      authority: values.authority[0] ?? '',
      events: values.events,
    }
    const { systems } = desk.services
    const made = await onceProved(desk, request, response, values, {
      act: (session) => systems.makeEndpoint(typed, session, actingIn(request, response)),
      wrong: () => systems.wrongWithEndpoint(typed),
    })
    if (!made.ok) {
      await showAddEndpoint(desk, request, response, typed, made)
      return
    }
    const parts = runningParts(desk, request, response)
    const page = <ShownSecret {...parts} {...{ name: typed.name, secret: made.secret }} of="endpoint" />
    answerWithPage(response, 200, page)
  }
}

/** Tells an endpoint nothing more. */
function disableEndpoint(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, {})
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const by = actingIn(request, response)
    const name = nameIn(request)
    const disabled = await desk.services.systems.disableEndpoint(name, by)
    if (disabled.ok) leadAfter(desk, response, deskRoutes.runningWebhooks.path, 'doneEndpointDisabled', name)
    else if (disabled.code === 'WEBHOOK_UNKNOWN') desk.problem(request, response, 404)
    else await showWebhooks(desk, request, response, disabled)
  }
}

/** Has an endpoint told anew of what was given up: of one entry, or of all. */
function tellAgain(desk: Desk): DeskHandler {
  return async (request, response) => {
    const form = formIn(response, { entry: { charactersMax: 15, isMany: true } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [entry = null] = form.values.entry
    // What is no place in the log names nothing that was given up either.
    const place = entry === null ? null : /^[0-9]{1,15}$/.test(entry) ? Number(entry) : -1
    const by = actingIn(request, response)
    const told = await desk.services.systems.tellAgain({ name: nameIn(request), entry: place }, by)
    if (told.ok) leadAfter(desk, response, deskRoutes.runningWebhooks.path, 'doneNoticesAgain')
    else if (told.code === 'WEBHOOK_UNKNOWN') desk.problem(request, response, 404)
    else await showWebhooks(desk, request, response, told)
  }
}

function nameIn({ params }: Request): string {
  const { endpoint } = params
  return typeof endpoint === 'string' ? endpoint : ''
}

async function showWebhooks(
  desk: Desk,
  request: Request,
  response: Response,
  refusal: Refusal | null,
): Promise<void> {
  const { systems } = desk.services
  const { words, ...parts } = runningParts(desk, request, response)
  const shown = await systems.endpoints()
  const wrong = refusal === null ? null : { refusal, fieldOf: ofNoField }
  showForm(desk, request, response, wrong, ({ errors }) => (
    <RunningWebhooks {...parts} {...{ words, errors, shown, mayTell: systems.mayTell }} />
  ))
}

async function showAddEndpoint(
  desk: Desk,
  request: Request,
  response: Response,
  typed: TypedEndpoint,
  refusal: Refusal | null,
): Promise<void> {
  const parts = runningParts(desk, request, response)
  const authorities = desk.services.people.authorities()
  const proof = await stepUpFor(desk, request, response, deskRoutes.makeEndpointPage.path)
  const wrong = refusal === null ? null : { refusal: ofSystem(refusal), fieldOf }
  showForm(desk, request, response, wrong, ({ errors }) => (
    <AddEndpoint
      {...parts}
      {...proof}
      {...{ errors, typed, authorities }}
      mayTell={desk.services.systems.mayTell}
    />
  ))
}
