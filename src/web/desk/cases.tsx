import type { Request, Response } from 'express'
import type { CasesWanted } from '../../exchange/desk/deskCases.ts'
import { type DeskReader, deskReader } from '../../exchange/desk/deskReader.ts'
import type { MessageName } from '../../exchange/desk/deskMessage.ts'
import { type TimelinePlace, timelineStart } from '../../exchange/desk/timeline.ts'
import { Case } from '../pages/Case.tsx'
import { Cases } from '../pages/Cases.tsx'
import { Logged } from '../pages/Logged.tsx'
import { Changes } from '../pages/Changes.tsx'
import { Message } from '../pages/Message.tsx'
import { parametersIn } from '../systems/parameters.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { timedPlaceOf } from '../../exchange/review/terms.ts'
import { everyState, letterEndings, timelinePlaceOf, whoseNames } from './caseLinks.ts'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { answerWithPage, visitOf } from './pageOf.ts'
import { requestStates } from './requestStates.ts'

const leafHash = /^[0-9a-f]{64}$/
const number = /^(0|[1-9][0-9]{0,5})$/

/** Whoever visits, as a reader of requests. */
export function readerIn(request: Request, response: Response): DeskReader {
  const { person, address } = actingIn(request, response)
  return deskReader(person, address)
}

/** The list of requests. */
export function casesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const wanted = wantedIn(request.originalUrl)
    if (wanted === null) {
      await hide(desk, request, response)
      return
    }
    const visit = visitOf(request, response)
    const reader = readerIn(request, response)
    const list = await desk.services.cases.list(reader, wanted)
    const states = await desk.services.cases.states(reader)
    answerWithPage(
      response,
      200,
      <Cases {...visit} frame={desk.frameOf(visit)} list={list} wanted={wanted} states={states} />,
    )
  }
}

/** One request with its record. */
export function casePage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const id = idIn(request)
    const after = afterIn(request)
    const reader = readerIn(request, response)
    const visit = visitOf(request, response)
    const { language } = visit.words
    const record =
      id === null || after === null ? null : await desk.services.cases.record(reader, id, after, language)
    if (record === null) {
      await hide(desk, request, response)
      return
    }
    answerWithPage(response, 200, <Case {...visit} frame={desk.frameOf(visit)} record={record} />)
  }
}

/** One message. */
export function messagePage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { language } = visit.words
    const [id, name] = [idIn(request), messageIn(request)]
    const reader = readerIn(request, response)
    const message =
      id === null || name === null ? null : await desk.services.cases.message(reader, id, name, language)
    if (message === null) await hide(desk, request, response)
    else answerWithPage(response, 200, <Message {...visit} frame={desk.frameOf(visit)} message={message} />)
  }
}

/** What the log tells of a request beside its messages. */
export function loggedPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const [id, { leaf }] = [idIn(request), request.params]
    const logged =
      id === null || typeof leaf !== 'string' || !leafHash.test(leaf)
        ? null
        : await desk.services.cases.logged(readerIn(request, response), id, leaf)
    if (logged === null) await hide(desk, request, response)
    else answerWithPage(response, 200, <Logged {...visit} frame={desk.frameOf(visit)} found={logged} />)
  }
}

/** A message beside the earlier one that it changes. */
export function changesPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const visit = visitOf(request, response)
    const { language } = visit.words
    const [id, name] = [idIn(request), messageIn(request)]
    const reader = readerIn(request, response)
    const changes =
      id === null || name === null ? null : await desk.services.cases.changes(reader, id, name, language)
    if (changes === null) await hide(desk, request, response)
    // There is nothing to see beside the message.
    else if (changes === 'none') response.redirect(303, request.path.replace(/\/changes$/, ''))
    else answerWithPage(response, 200, <Changes {...visit} frame={desk.frameOf(visit)} changes={changes} />)
  }
}

/** A message as a letter, to be kept. */
export function letterFile(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { language } = visitOf(request, response).words
    const [id, name] = [idIn(request), messageIn(request)]
    const kept = letterEndings.find(({ ending }) => ending === request.params.ending)
    const reader = readerIn(request, response)
    const content =
      id === null || name === null || kept === undefined
        ? null
        : await desk.services.cases.letter(reader, id, name, { language, format: kept.format })
    if (content === null || kept === undefined) await hide(desk, request, response)
    else give(response, content, kept.type, `letter-${String(request.params.message)}.${kept.ending}`)
  }
}

/** All of a record as one letter, to be kept. */
export function recordFile(desk: Desk): DeskHandler {
  return async (request, response) => {
    const { language } = visitOf(request, response).words
    const id = idIn(request)
    const kept = letterEndings.find(({ ending }) => ending === request.params.ending)
    const reader = readerIn(request, response)
    const content =
      id === null || kept === undefined
        ? null
        : await desk.services.cases.recordLetter(reader, id, { language, format: kept.format })
    if (content === null || kept === undefined) await hide(desk, request, response)
    else give(response, content, kept.type, `record.${kept.ending}`)
  }
}

/** A message as it was signed. */
export function signedFile(desk: Desk): DeskHandler {
  return async (request, response) => {
    const [id, name] = [idIn(request), messageIn(request)]
    const reader = readerIn(request, response)
    const jws = id === null || name === null ? null : await desk.services.cases.signed(reader, id, name)
    if (jws === null) await hide(desk, request, response)
    else give(response, Buffer.from(jws), 'application/jose', `message-${String(request.params.message)}.jws`)
  }
}

/** Never shown by the browser itself: what stands in it are words of others. */
function give(response: Response, content: Uint8Array, type: string, name: string): void {
  response.status(200).attachment(name).type(type).send(Buffer.from(content))
}

/** What is of another authority, what is not there and what is no id are one page, and in the log before it is sent. */
export async function hide(desk: Desk, request: Request, response: Response): Promise<void> {
  const reader = readerIn(request, response)
  await desk.services.cases.noteHidden(reader, `${request.method} ${request.path}`, idIn(request))
  desk.problem(request, response, 404)
}

/** The id of a request in the address; null: what stands there is none. */
export function idIn({ params }: Request): string | null {
  const { request: id } = params
  return typeof id === 'string' && isUuid(id) ? id : null
}

function messageIn({ params }: Request): MessageName | null {
  const { message } = params
  if (typeof message !== 'string') return null
  if (isUuid(message)) return { id: message }
  return number.test(message) ? { sequence: Number(message) } : null
}

/** Behind which item of the record it is read; null where what is asked is no place in it. */
function afterIn({ originalUrl }: Request): TimelinePlace | null {
  const asked = parametersIn(originalUrl, ['after'])
  if (!asked.ok) return null
  const after = asked.parameters.one('after', timelinePlaceOf, 'a place')
  return asked.parameters.refusal() === null ? (after ?? timelineStart) : null
}

/** What the address of the list asks for; null where it asks for what is not there. */
export function wantedIn(target: string): CasesWanted | null {
  const asked = parametersIn(target, ['state', 'ended', 'whose', 'unread', 'after'])
  if (!asked.ok) return null
  const { parameters } = asked
  const states = [everyState, ...requestStates()]
  const state = parameters.one('state', (text) => (states.includes(text) ? text : null), 'a state')
  const ended = parameters.one('ended', yesIn, 'yes')
  const whose = parameters.one('whose', whoseIn, whoseNames.join(', '))
  const unread = parameters.one('unread', yesIn, 'yes')
  const after = parameters.one('after', timedPlaceOf, 'a place in the list')
  if (parameters.refusal() !== null) return null
  return {
    state: state === undefined || state === everyState ? null : state,
    ended: ended ?? false,
    whose: whose === undefined || whose === 'authority' ? null : whose,
    unread: unread ?? false,
    after: after ?? null,
  }
}

function yesIn(text: string): true | null {
  return text === 'yes' ? true : null
}

function whoseIn(text: string): (typeof whoseNames)[number] | null {
  return whoseNames.find((one) => one === text) ?? null
}
