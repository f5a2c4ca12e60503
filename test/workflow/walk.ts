import type { MessageType } from '../../src/message/generated/types.ts'
import { type Option, options } from '../../src/workflow/allowed.ts'
import { type Decision, type Entry, decide } from '../../src/workflow/decide.ts'
import type { MeasureState, RequestState, Side } from '../../src/workflow/state.ts'
import { type Machine, machineNamed } from '../../src/workflow/table.ts'
import { type Variant, accept, bodyOf, by, day, entry, exhibit, hour, opened, start } from './speak.ts'

export const sides: readonly Side[] = ['requesting', 'requested']

/** A message that a side could send, with what it says. */
export interface Move {
  readonly type: MessageType
  readonly outcome: string | null
  readonly side: Side
  readonly answers: string | null
  readonly variant: Variant
}

/** How a measure of a machine begins: with a treaty, without one, and orally. */
export function beginnings(machine: Machine): readonly RequestState[] {
  const [kind = ''] = machine.kinds
  const body = {
    channel: 'telephone',
    at: new Date(start).toISOString(),
    with: 'head of shift',
    text: { language: 'en', text: 'x' },
  }
  const oral = {
    type: 'contact-note' as const,
    ...by('requested'),
    body: { ...body, measures: [{ id: 'm1', kind }] },
  }
  return [opened([{ id: 'm1', kind }]), opened([{ id: 'm1', kind }], 'RECIPROCITY'), accept(null, oral)]
}

/** Everything that the table offers to both sides, in all its variants. */
export function moves(request: RequestState): readonly Move[] {
  return sides.flatMap((side) => options(request, side).flatMap((option) => movesOf(option, side, request)))
}

function movesOf({ type, measures }: Option, side: Side, request: RequestState): readonly Move[] {
  return measures.flatMap(({ outcome, answers }) =>
    (answers.length === 0 ? [null] : answers).flatMap((answer) =>
      variants(type, outcome, request).map((variant) => ({ type, outcome, side, answers: answer, variant })),
    ),
  )
}

function variants(type: MessageType, outcome: string | null, request: RequestState): readonly Variant[] {
  const kind = request.measures[0]?.kind ?? ''
  if (type === 'consult-open') return [{ intended: 'postpone' }, { intended: 'refuse' }]
  if (type === 'delivery') return [{ final: true }, { final: false }]
  if (type === 'remedy-notice') return [{ suspensive: true }, { suspensive: false }]
  if (type === 'preservation-release' && outcome !== null) return [{}, { later: (500 * day) / hour }]
  return [{ kind }]
}

/** The message of a move, sent after all others. */
export function entryOf(request: RequestState, move: Move, measure = 'm1'): Entry {
  const at = Date.parse(request.updatedAt) - start + (move.variant.later ?? 1) * hour
  const files = move.type === 'delivery' ? { exhibits: [exhibit('E1')] } : {}
  return entry({
    type: move.type,
    ...by(move.side),
    at: new Date(start + at).toISOString(),
    body: bodyOf(move.type, move.outcome, measure, at, move.variant),
    ...(move.answers === null ? {} : { inReplyTo: move.answers }),
    ...files,
  })
}

export function make(request: RequestState, move: Move): Decision {
  return decide(request, entryOf(request, move))
}

export function only(request: RequestState): MeasureState {
  const [measure] = request.measures
  if (measure === undefined) throw new Error('a request has a measure')
  return measure
}

export function machineOf(request: RequestState): Machine {
  return machineNamed(only(request).machine)
}

/** Questions that change nothing until they are answered: the walk answers them at once and forgets them. */
const passing: ReadonlySet<string> = new Set(['confidentiality-unable', 'close', 'reopen'])

/** What counts of a request for what may happen next: two requests of one shape have the same future. */
export function shape(request: RequestState): string {
  const { state, returnTo, until, decision, consultation, suspended, deliveries, moreToCome, clocks } =
    only(request)
  return JSON.stringify([
    state,
    returnTo,
    until !== null,
    decision !== null && (decision === 'refused' ? 'refused' : 'granted'),
    // The walk refuses on a ground that needs no consultation; postponing always does.
    consultation?.intended === 'postpone' && consultation.heard,
    suspended,
    [...new Set(deliveries.map(({ doubted }) => doubted))].sort(),
    moreToCome,
    clocks.some(({ name, stopped }) => name === 'PRES_MIN' && stopped === null),
    only(request).profile,
    [...new Set(request.questions.map(({ type }) => type))].filter((type) => !passing.has(type)).sort(),
  ])
}

/** A place that can be reached, and the places that one message leads to from there. */
export interface Place {
  readonly request: RequestState
  readonly next: Set<string>
}

type Visit = (request: RequestState, move: Move, decision: Decision) => void

/** Breadth first, from the beginnings of a machine to every shape of a request that messages can bring about. */
export function explore(machine: Machine, visit: Visit): Map<string, Place> {
  const places = new Map<string, Place>()
  const waiting = beginnings(machine).map((request) => add(places, request))
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const after of steps(at.request, moves(at.request), visit)) {
      const key = shape(after)
      at.next.add(key)
      if (!places.has(key)) waiting.push(add(places, after))
    }
  }
  return places
}

/** What each of the moves leads to, and each answer to what it asks in passing. */
function steps(request: RequestState, possible: readonly Move[], visit: Visit): readonly RequestState[] {
  return possible.flatMap((move) => {
    const decision = make(request, move)
    visit(request, move, decision)
    if (!decision.ok) return []
    const question = decision.request.questions.find(
      ({ message }) => !request.questions.some((one) => one.message === message),
    )
    if (question === undefined || !passing.has(question.type)) return [decision.request]
    const answers = moves(decision.request).filter(({ answers }) => answers === question.message)
    return [decision.request, ...steps(decision.request, answers, visit)]
  })
}

function add(places: Map<string, Place>, request: RequestState): Place {
  const place = { request, next: new Set<string>() }
  places.set(shape(request), place)
  return place
}
