import assert from 'node:assert/strict'
import type { Messages } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { codeRefusal } from './codes.ts'
import { offenceRefusal } from './content.ts'
import { requestState } from './derive.ts'
import { type Effect, stopped } from './effects.ts'
import { readInstant, writeInstant } from './instant.ts'
import { matterIn } from './matter.ts'
import { move } from './move.ts'
import {
  type Asked,
  type Opened,
  beginAll,
  governing,
  kindRefused,
  ungoverned,
  linksOf,
  regimeOf,
} from './open.ts'
import { allowsKind } from './profile.ts'
import { asked as questionsOf } from './questions.ts'
import { nextPlace } from './record.ts'
import type { MeasureState, RequestState } from './state.ts'
import { type Row, findRow, machineNamed } from './table.ts'
import type { Turn } from './turn.ts'

type Further = Messages['request']
type Moved = Result<{
  turns: readonly Turn[]
  measures: readonly MeasureState[]
  effects: readonly Effect[]
}>

/** A measure that waits for a request, and the row by which one moves it. */
interface Waiting {
  readonly measure: MeasureState
  readonly row: Row
}

/**
 * A further request in a record that is there. It confirms in writing what was asked orally, asks again, or asks for
 * what was announced, wherever the table has a row for it; and it may add measures. Refuses with REQUEST_EXISTS what
 * waits for none, and with MEASURE_UNKNOWN where it leaves out or changes something that was asked orally, or goes on
 * as a kind that the row does not name.
 */
export function askFurther(request: RequestState, message: Further, digest: string): Opened {
  const waiting = request.measures.flatMap((measure) => waitingFor(measure, versionOf(message)))
  const unfit = unfitting(request, waiting, message)
  if (unfit !== null) return unfit
  const regime = regimeOf(message)
  if (regime === null) return refuse('PROFILE_UNKNOWN', { pointer: '/body/legalBasis' })
  const oral = waiting.filter(({ measure }) => isOral(measure))
  const again = waiting.filter((one) => !oral.includes(one) && isNamed(message, one.measure.id))
  const moved = moveAll(request, message, again)
  if (!moved.ok) return moved
  const fresh = message.body.measures.filter(({ id }) => !again.some(({ measure }) => measure.id === id))
  const begins = beginAll(message, fresh, regime)
  if (!begins.ok) return begins
  const misplaced = codeRefusal(message, message.body.measures)
  if (misplaced !== null) return misplaced
  const kept = request.measures
    .filter((measure) => !oral.some((one) => one.measure === measure))
    .map((measure) => moved.measures.find(({ id }) => id === measure.id) ?? measure)
  const measures = [...kept, ...begins.measures]
  const at = writeInstant(readInstant(message.sentAt, 'UTC'))
  const after: RequestState = {
    ...request,
    ...nextPlace(request, digest),
    ...matterIn(message),
    updatedAt: at,
    references: { ...request.references, requesting: message.reference },
    profile: regime.id,
    state: requestState(measures),
    questions: questionsOf(request.questions, message, [...moved.turns, ...begins.turns], measures),
    links: [...request.links, ...linksOf(message)],
    measures,
  }
  const halted = oral.flatMap(({ measure }) =>
    running(measure).map((clock) => stopped(measure.id, clock, at)),
  )
  return { ok: true, request: after, effects: [...halted, ...moved.effects, ...begins.effects] }
}

function waitingFor(measure: MeasureState, version: string): readonly Waiting[] {
  const row = findRow(machineNamed(measure.machine, version), measure.state, 'request', null, 'requesting')
  return row === null ? [] : [{ measure, row }]
}

function unfitting(request: RequestState, waiting: readonly Waiting[], message: Further): Opened | null {
  const { measures } = message.body
  const refusal = (code: 'REQUEST_EXISTS' | 'MEASURE_UNKNOWN' | 'MESSAGE_INVALID', measure: string) =>
    refuse(code, { says: [particular('measureIs', { measure })], pointer: '/body/measures' })
  if (waiting.length === 0) return refuse('REQUEST_EXISTS')
  const twice = measures.find(({ id }, place) => measures.findIndex((one) => one.id === id) < place)
  if (twice !== undefined) return refusal('MESSAGE_INVALID', twice.id)
  const changed = waiting.find(({ measure, row }) => !isTakenUp(measure, row, message))
  if (changed !== undefined) return refusal('MEASURE_UNKNOWN', changed.measure.id)
  const isWaiting = (id: string) => waiting.some(({ measure }) => measure.id === id)
  const repeated = request.measures.find(({ id }) => !isWaiting(id) && isNamed(message, id))
  return repeated === undefined ? null : refusal('REQUEST_EXISTS', repeated.id)
}

/** What was asked orally is confirmed as it was. What else waits may wait on, or is asked for as a kind that it may be. */
function isTakenUp(measure: MeasureState, { becomes }: Row, { body }: Further): boolean {
  const asked = body.measures.find(({ id }) => id === measure.id)
  if (asked === undefined) return !isOral(measure)
  return asked.kind === measure.kind || (!isOral(measure) && asked.kind === becomes)
}

function moveAll(request: RequestState, message: Further, again: readonly Waiting[]): Moved {
  const turns: Turn[] = []
  const measures: MeasureState[] = []
  const effects: Effect[] = []
  for (const { measure, row } of again) {
    const turn = turnOf(request, message, measure)
    if (!turn.ok) return turn
    const moved = move(request, turn.turn, row)
    if (!moved.ok) return moved
    turns.push(turn.turn)
    measures.push(moved.measure)
    effects.push(...moved.effects)
  }
  return { ok: true, turns, measures, effects }
}

/** The basis that the further request names governs the measure from then on. */
function turnOf(request: RequestState, message: Further, measure: MeasureState): Result<{ turn: Turn }> {
  const place = message.body.measures.findIndex(({ id }) => id === measure.id)
  const asked: Asked | undefined = message.body.measures[place]
  assert(asked !== undefined, 'only what the request names is asked again')
  const profile = governing(message, asked)
  if (profile === null) return ungoverned(asked)
  if (!allowsKind(profile, asked.kind)) return kindRefused('MEASURE_NOT_COVERED', asked)
  const lacking = offenceRefusal(message, asked, profile)
  if (lacking !== null) return lacking
  const fields = { ...asked }
  const turn: Turn = {
    message,
    said: { measure: asked.id, outcome: null, fields, pointer: `/body/measures/${place}` },
    side: 'requesting',
    measure: { ...measure, profile: profile.id, coercive: asked.coercive ?? measure.coercive },
    others: request.measures.filter(({ id }) => id !== measure.id),
    machine: machineNamed(measure.machine, versionOf(message)),
    profile,
    questions: request.questions,
    at: readInstant(message.sentAt, profile.zone),
  }
  return { ok: true, turn }
}

function isNamed({ body }: Further, id: string): boolean {
  return body.measures.some((asked) => asked.id === id)
}

function isOral({ state }: MeasureState): boolean {
  return state === 'oralPending'
}

function running({ clocks }: MeasureState): MeasureState['clocks'] {
  return clocks.filter((clock) => clock.stopped === null)
}
