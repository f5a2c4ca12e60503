import type { Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { allowed, stands } from './allowed.ts'
import { type Said, said } from './said.ts'
import type { MeasureState, RequestState, Side } from './state.ts'
import { type Row, everSends, findRow, machineNamed } from './table.ts'

/** A measure and what the message says of it. */
export interface Subject {
  readonly measure: MeasureState
  readonly said: Said
}

/**
 * The measures that a message concerns: those its body speaks of; else those its frame names; else those for which
 * the message that it answers is open; else all to which it can apply. Named measures are all or none: one that
 * cannot move refuses the whole. Refuses with MEASURE_UNKNOWN, WORKFLOW_WRONG_SIDE, WORKFLOW_NOT_EXPECTED, or
 * MESSAGE_INVALID where one measure is named twice.
 */
export function subjectsOf(
  request: RequestState,
  message: Message,
  side: Side,
): Result<{ subjects: readonly Subject[] }> {
  const words = said(message)
  const named = namedIn(words, message)
  if (new Set(named).size !== named.length)
    return refuse('MESSAGE_INVALID', { says: [particular('measureTwice', {})] })
  const unknown = named.find((id) => !request.measures.some((measure) => measure.id === id))
  if (unknown !== undefined)
    return refuse('MEASURE_UNKNOWN', { says: [particular('measureIs', { measure: unknown })] })
  const concerned = request.measures.filter(({ id }) =>
    named.length === 0 ? isMeant(request, message, id) : named.includes(id),
  )
  const all = concerned.flatMap((measure) => withWords(measure, words))
  const moving = all.filter(({ measure, said }) => hasRow(measure, message, said, side))
  const subjects = named.length === 0 ? moving.filter((one) => canMove(one, message, side)) : all
  if (subjects.length === 0 || moving.length < subjects.length) return unexpected(request, message, side)
  return { ok: true, subjects }
}

/** The refusal of a message for which the table has no row now, with the types that it has. */
export function unexpected(request: RequestState, message: Message, side: Side): Refusal {
  const machines = request.measures.map(({ machine }) => machineNamed(machine))
  const other: Side = side === 'requesting' ? 'requested' : 'requesting'
  const isTheirs =
    machines.some((machine) => everSends(machine, message.type, other)) &&
    !machines.some((machine) => everSends(machine, message.type, side))
  return refuse(isTheirs ? 'WORKFLOW_WRONG_SIDE' : 'WORKFLOW_NOT_EXPECTED', {
    expected: allowed(request, side),
  })
}

function namedIn(words: readonly Said[], message: Message): readonly string[] {
  const spoken = words.flatMap(({ measure }) => (measure === null ? [] : [measure]))
  return spoken.length > 0 ? spoken : (message.measures ?? [])
}

/** An answer that names no measure means those for which the question is open. */
function isMeant(request: RequestState, message: Message, id: string): boolean {
  const question = request.questions.find((one) => one.message === message.inReplyTo)
  return question === undefined || question.measures.includes(id)
}

function withWords(measure: MeasureState, words: readonly Said[]): readonly Subject[] {
  return words
    .filter((one) => one.measure === null || one.measure === measure.id)
    .map((one) => ({ measure, said: one }))
}

/** Whether the claims of its row about the measure alone hold: where none is named, no other is meant. */
function canMove({ measure, said: { outcome } }: Subject, message: Message, side: Side): boolean {
  const row = rowFor(measure, message, outcome, side)
  return row !== null && stands(row, measure)
}

function rowFor(measure: MeasureState, message: Message, outcome: string | null, side: Side): Row | null {
  const machine = machineNamed(measure.machine, versionOf(message))
  return findRow(machine, measure.state, message.type, outcome, side)
}

function hasRow(measure: MeasureState, message: Message, { outcome }: Said, side: Side): boolean {
  return rowFor(measure, message, outcome, side) !== null
}
