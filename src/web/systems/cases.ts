import type { Request, RequestHandler, Response } from 'express'
import type { Actor } from '../../audit/events.ts'
import { isSignInName } from '../../exchange/people/person.ts'
import { isRequestId, timedPlaceOf } from '../../exchange/review/terms.ts'
import type { Page } from '../../exchange/systems/read.ts'
import type { Placed, SystemAnswers, TaggedDraft } from '../../exchange/systems/systemAnswers.ts'
import { type Refusal, type RefusalCode, type Result, refuse } from '../../message/refusal.ts'
import { readOrder } from '../openapi/orderSchemas.ts'
import { systemPaths } from '../paths.ts'
import { answerWithProblem } from '../problem.ts'
import { actorOf, challenge } from './bearer.ts'
import { sendJson, takesJson } from './exhibits.ts'
import { keyIn, saidIn, seenIn } from './orderBody.ts'
import { type Parameters, parametersIn } from './parameters.ts'
import type { Turns } from './turns.ts'

/** What reads and writes cases, by the name of its operation. */
export type CaseRoutes = Readonly<Record<CaseRoute, RequestHandler>>

export type CaseRoute =
  | 'listCases'
  | 'openCase'
  | 'readCase'
  | 'listMessages'
  | 'readMessage'
  | 'listMoves'
  | 'makeMove'
  | 'listDrafts'
  | 'readDraft'
  | 'rewriteDraft'
  | 'dropDraft'
  | 'listAuthorities'

/** What is answered: as JSON, with a tag, or a link to the next page, where there is one. */
type Given = Result<{ readonly json: object; readonly tag?: string; readonly link?: string | null }>

/** Answers questions about cases, and takes what is to be said in them. */
export function caseRoutes(turns: Turns, systems: SystemAnswers): CaseRoutes {
  const answer =
    (give: (request: Request, actor: Actor) => Promise<Given>): RequestHandler =>
    async (request, response) => {
      if (!takesJson(request.accepts(['application/json']), response)) return
      const actor = actorOf(response)
      const given = await turns.take(actor.person, () => give(request, actor))
      if (!given.ok) answerRefused(response, given)
      else {
        const { json, tag, link = null } = given
        if (tag !== undefined) response.set('ETag', tag)
        if (link !== null) response.set('Link', link)
        sendJson(response, json)
      }
    }
  const tagged = ({ shown, tag }: { readonly shown: object; readonly tag: string }): Given => ({
    ok: true,
    json: shown,
    tag,
  })
  return {
    listCases: answer(async (request, actor) => {
      const asked = askedIn(request, ['state', 'ended', 'assignee', 'unassigned', 'after'])
      if (!asked.ok) return asked
      const { parameters } = asked
      const state = parameters.one('state', (text) => text, 'a state of a request')
      const ended = parameters.one('ended', flagIn, 'true or false') ?? false
      const person = parameters.one('assignee', signInNameIn, 'a sign-in name')
      const unassigned = parameters.one(
        'unassigned',
        (text) => (text === 'true' && person === undefined ? true : null),
        'true, without assignee',
      )
      const after = parameters.one('after', timedPlaceOf, 'what the link to the next page has')
      const wanted = {
        ...{ ended, ...(state === undefined ? {} : { state }) },
        ...(person === undefined ? {} : { whose: { person } }),
        ...(unassigned === undefined ? {} : { whose: 'nobody' as const }),
        ...(after === undefined ? {} : { after }),
      }
      const page = parameters.refusal() ?? (await systems.cases(wanted, actor))
      return page.ok ? pageOf('cases', page, parameters) : page
    }),
    readCase: answer(async (request, actor) => {
      const named = namedIn(request, ['request'], 'REQUEST_UNKNOWN')
      if (!named.ok) return named
      const found = await systems.oneCase(named.ids[0] ?? '', actor)
      return found.ok ? tagged(found) : found
    }),
    listMoves: answer(async (request, actor) => {
      const named = namedIn(request, ['request'], 'REQUEST_UNKNOWN')
      if (!named.ok) return named
      const found = await systems.moves(named.ids[0] ?? '', actor)
      return found.ok ? tagged(found) : found
    }),
    listMessages: answer(async (request, actor) => {
      const asked = askedIn(request, ['after'])
      if (!asked.ok) return asked
      const { parameters } = asked
      const after = parameters.one('after', placeIn, 'a place in the record') ?? 0
      const named = idsIn(request, ['request'], 'REQUEST_UNKNOWN')
      if (!named.ok) return named
      const page = parameters.refusal() ?? (await systems.messages(named.ids[0] ?? '', after, actor))
      return page.ok ? pageOf('messages', page, parameters) : page
    }),
    readMessage: answer(async (request, actor) => {
      const named = namedIn(request, ['request'], 'REQUEST_UNKNOWN')
      if (!named.ok) return named
      const [about = ''] = named.ids
      const message = String(request.params.message)
      const found = await systems.oneMessage(about, message, actor)
      return found.ok ? { ok: true, json: found.shown } : found
    }),
    listDrafts: answer(async (request, actor) => {
      const asked = askedIn(request, ['after'])
      if (!asked.ok) return asked
      const { parameters } = asked
      const after = parameters.one('after', idIn, 'the id of the last draft of the page before') ?? null
      const page = parameters.refusal() ?? (await systems.drafts(after, actor))
      return page.ok ? pageOf('drafts', page, parameters) : page
    }),
    readDraft: answer(async (request, actor) => {
      const named = namedIn(request, ['draft'], 'DRAFT_UNKNOWN')
      if (!named.ok) return named
      const found = await systems.draft(named.ids[0] ?? '', actor)
      return found.ok ? tagged(found) : found
    }),
    listAuthorities: answer((request, actor) => {
      const asked = askedIn(request, [])
      const given: Given = asked.ok ? { ok: true, json: { authorities: systems.authorities(actor) } } : asked
      return Promise.resolve(given)
    }),
    rewriteDraft: answer(async (request, actor) => {
      const order = changeIn(request)
      if (!order.ok) return order
      const written: TaggedDraft = await systems.rewrite(order.id, order, actor)
      return written.ok ? tagged(written) : written
    }),
    openCase: placing(turns, async (request, actor) => {
      const order = orderIn(request, 'Asking')
      return order.ok ? await systems.ask(order, actor) : order
    }),
    makeMove: placing(turns, async (request, actor) => {
      const named = namedIn(request, ['request'], 'REQUEST_UNKNOWN')
      if (!named.ok) return named
      const order = orderIn(request, 'Move')
      return order.ok ? await systems.move(named.ids[0] ?? '', order, actor) : order
    }),
    dropDraft: async (request, response) => {
      const actor = actorOf(response)
      const dropped = await turns.take(actor.person, async () => {
        const draft = draftIn(request)
        return draft.ok ? await systems.drop(draft.id, draft, actor) : draft
      })
      if (dropped.ok) response.status(204).end()
      else answerRefused(response, dropped)
    },
  }
}

/** Takes an order that makes something new: the same order gets the same bytes. */
function placing(turns: Turns, place: (request: Request, actor: Actor) => Promise<Placed>): RequestHandler {
  return async (request, response: Response) => {
    if (!takesJson(request.accepts(['application/json']), response)) return
    const actor = actorOf(response)
    const placed = await turns.take(actor.person, () => place(request, actor))
    if (!placed.ok) {
      answerRefused(response, placed)
      return
    }
    response
      .status(201)
      .set({
        Location: systemPaths.draft.replace(':draft', placed.draft),
        'Content-Type': 'application/json',
      })
      .send(Buffer.from(placed.text, 'utf8'))
  }
}

/** A token that has ended between the head of a request and its last byte is told as at the head. */
function answerRefused(response: Response, refusal: Refusal): void {
  if (refusal.code === 'TOKEN_REVOKED' || refusal.code === 'TOKEN_EXPIRED')
    challenge(response, refusal, 'moves')
  else answerWithProblem(response, refusal)
}

function orderIn<Name extends 'Asking' | 'Move'>(request: Request, name: Name) {
  const key = keyIn(request)
  if (!key.ok) return key
  const seen = seenIn(request)
  if (!seen.ok) return seen
  const said = saidIn(request)
  if (!said.ok) return said
  const order = readOrder(name, said.value)
  return order.ok ? ({ ok: true, wanted: order.wanted, key: key.key, seen: seen.seen } as const) : order
}

function changeIn(request: Request) {
  const draft = draftIn(request)
  if (!draft.ok) return draft
  const said = saidIn(request)
  if (!said.ok) return said
  const order = readOrder('Rewriting', said.value)
  return order.ok ? ({ ...draft, wanted: order.wanted } as const) : order
}

/** Which draft, as it was seen. Refuses with DRAFT_UNKNOWN, PARAMETER_INVALID or PRECONDITION_MISSING. */
function draftIn(request: Request): Result<{ readonly id: string; readonly seen: string }> {
  const named = namedIn(request, ['draft'], 'DRAFT_UNKNOWN')
  if (!named.ok) return named
  const seen = seenIn(request)
  if (!seen.ok) return seen
  if (seen.seen === null) return refuse('PRECONDITION_MISSING')
  return { ok: true, id: named.ids[0] ?? '', seen: seen.seen }
}

function askedIn(request: Request, known: readonly string[]): Result<{ readonly parameters: Parameters }> {
  return parametersIn(request.originalUrl, known)
}

/** The ids in the path of what takes no parameters. */
function namedIn(request: Request, names: readonly string[], unknown: RefusalCode) {
  const asked = askedIn(request, [])
  return asked.ok ? idsIn(request, names, unknown) : asked
}

function idsIn(
  { params }: Request,
  names: readonly string[],
  unknown: RefusalCode,
): Result<{ readonly ids: readonly string[] }> {
  const ids = names.map((name) => params[name])
  const isEach = ids.every((id) => typeof id === 'string' && isRequestId(id))
  return isEach ? { ok: true, ids: ids as string[] } : refuse(unknown)
}

function pageOf(name: string, { items, next }: Page<object>, parameters: Parameters): Given {
  return {
    ok: true,
    json: { [name]: items },
    link: next === null ? null : `<${parameters.with('after', next)}>; rel="next"`,
  }
}

function signInNameIn(text: string): string | null {
  return isSignInName(text) ? text : null
}

function flagIn(text: string): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null
}

function placeIn(text: string): number | null {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null
}

function idIn(text: string): string | null {
  return isRequestId(text) ? text : null
}
