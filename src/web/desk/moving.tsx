import type { Request, Response } from 'express'
import type { OpenDrafts } from '../../exchange/drafts/listDrafts.ts'
import { webLimits } from '../limits.ts'
import { planOf } from '../form/plan.ts'
import { DraftIsOpen } from '../pages/DraftIsOpen.tsx'
import { parametersIn } from '../systems/parameters.ts'
import { caseLink, openDraftsLink } from './caseLinks.ts'
import { hide, idIn } from './cases.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftLink, partLink } from './draftLinks.ts'
import { formIn } from './form.ts'
import { answerWithPage, personOfVisit, visitOf } from './pageOf.ts'

const line = { charactersMax: webLimits.desk.nameCharactersMax }

/** What somebody wants to write about a request. */
export interface Wanted {
  readonly type: string
  /** Id of the message that it answers; empty: none was chosen. */
  readonly answers: string
}

/**
 * Begins what may be said now about a request. What has one part only is led to that at once. Where the authority is about to say
 * it already, that is said first, and another begins only for whoever wants it nevertheless.
 */
export function move(desk: Desk): DeskHandler {
  return async (request, response) => {
    const open = await draftsIn(desk, request, response)
    if (open === null) return
    const form = formIn(response, {
      ...{ type: line, answers: { ...line, isMany: true } },
      another: { charactersMax: another.length, isMany: true },
    })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const [[type = ''], [answers = ''], [said]] = [form.values.type, form.values.answers, form.values.another]
    const wanted = { type, answers }
    if (said !== another && ofType(open, wanted).length > 0)
      response.redirect(303, openDraftsLink(open.request, wanted))
    else await begin(desk, request, response, { ...wanted, request: open.request })
  }
}

/** What the form says of whoever begins another draft beside one that is open. */
export const another = 'yes'

/** Where somebody wants to write what somebody is writing already. */
export function openDraftsPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const open = await draftsIn(desk, request, response)
    if (open === null) return
    const wanted = wantedIn(request.originalUrl)
    const drafts = wanted === null ? [] : ofType(open, wanted)
    const visit = visitOf(request, response)
    // Where it was sent or dropped meanwhile, the page of the request says what may be sent now.
    if (wanted === null || drafts.length === 0) response.redirect(303, caseLink(open.request))
    else
      answerWithPage(
        response,
        200,
        <DraftIsOpen {...visit} frame={desk.frameOf(visit)} open={{ ...open, drafts }} wanted={wanted} />,
      )
  }
}

/** The drafts of a request that have not ended; null: it is not there for whoever asks, and they were told so. */
async function draftsIn(desk: Desk, request: Request, response: Response): Promise<OpenDrafts | null> {
  const id = idIn(request)
  const person = personOfVisit(visitOf(request, response))
  const open = id === null ? null : await desk.services.drafts.about(id, person)
  if (open === null) await hide(desk, request, response)
  return open
}

function ofType({ drafts }: OpenDrafts, { type }: Wanted): OpenDrafts['drafts'] {
  return drafts.filter((draft) => draft.type === type)
}

async function begin(
  desk: Desk,
  request: Request,
  response: Response,
  { type, answers, request: id }: Wanted & { readonly request: string },
): Promise<void> {
  const { drafts } = desk.services
  const { language } = visitOf(request, response).words
  const order = { request: id, type, inReplyTo: answers === '' ? null : answers, language }
  const begun = await drafts.move(order, actingIn(request, response))
  if (!begun.ok) {
    desk.refuse(request, response, begun)
    return
  }
  const view = await drafts.read(begun.draft, personOfVisit(visitOf(request, response)))
  const [only, ...others] = view === null ? [] : planOf(view.draft.type).parts
  const isShort = only !== undefined && others.length === 0
  response.redirect(303, isShort ? partLink(begun.draft, only) : draftLink(begun.draft))
}

/** What the address of the page says of it; null where it says something else. */
function wantedIn(target: string): Wanted | null {
  const asked = parametersIn(target, ['type', 'answers'])
  if (!asked.ok) return null
  const inLine = (text: string): string | null => (text.length <= line.charactersMax ? text : null)
  const type = asked.parameters.needed('type', inLine, 'a type of message')
  const answers = asked.parameters.one('answers', inLine, 'the id of a message')
  return type === undefined || asked.parameters.refusal() !== null ? null : { type, answers: answers ?? '' }
}
