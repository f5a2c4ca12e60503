import { type Refusal, refuse } from '../message/refusal.ts'
import type { Message } from '../message/generated/types.ts'
import { versionOf } from '../message/version.ts'
import { answeredBy } from './said.ts'
import type { MeasureState, Question, Side } from './state.ts'
import {
  type AnswerRule,
  type Machine,
  everDelivers,
  isBy,
  isDetour,
  machineNamed,
  rowsFrom,
} from './table.ts'
import type { Turn } from './turn.ts'

/** What a message must answer, where it says this; null where it need not answer anything. */
export function answerRule(machine: Machine, on: string, outcome: string | null): AnswerRule | null {
  const rule = machine.answers[on]
  if (rule === undefined || (rule.outcome !== undefined && rule.outcome !== outcome)) return null
  return rule
}

/** The open questions of the other side that a message of this type may answer for a measure. */
export function openFor(
  questions: readonly Question[],
  measure: MeasureState,
  rule: AnswerRule,
  side: Side,
): readonly Question[] {
  return questions.filter(
    ({ type, by, measures }) => rule.to.includes(type) && by !== side && measures.includes(measure.id),
  )
}

/** Refuses an answer that names no message (REPLY_MISSING) or one that is not open for this measure (REPLY_MISMATCH). */
export function replyRefusal(turn: Turn): Refusal | null {
  const { message, machine, said, questions, measure, side } = turn
  const rule = answerRule(machine, message.type, said.outcome)
  if (rule === null) return null
  const open = openFor(questions, measure, rule, side).map((question) => question.message)
  const answered = answeredBy(message, said)
  if (answered === undefined) return refuse('REPLY_MISSING', { pointer: '/inReplyTo', expected: open })
  return open.includes(answered) ? null : refuse('REPLY_MISMATCH', { pointer: '/inReplyTo', expected: open })
}

/** The questions after a message: what it answered is gone, what it asks is new, what can no longer be answered is gone. */
export function asked(
  questions: readonly Question[],
  message: Message,
  turns: readonly Turn[],
  measures: readonly MeasureState[],
): readonly Question[] {
  const version = versionOf(message)
  const rest = turns.reduce(answered, questions)
  const asking = turns.filter((turn) => askingRule(turn) !== null)
  const standing = asking.reduce(replaced, rest)
  const openIn = (question: Question) => (id: string) =>
    measures.some((measure) => measure.id === id && isOpen(question, measure, version))
  return [...standing, ...newQuestion(asking)]
    .map((question) => ({ ...question, measures: question.measures.filter(openIn(question)) }))
    .filter((question) => question.measures.length > 0)
}

function answered(questions: readonly Question[], turn: Turn): readonly Question[] {
  const rule = answerRule(turn.machine, turn.message.type, turn.said.outcome)
  if (rule === null || rule.lasting === true) return questions
  const known = answeredBy(turn.message, turn.said)
  return questions.map((question) =>
    question.message === known && !everDelivers(turn.machine, question.type)
      ? without(question, turn)
      : question,
  )
}

function replaced(questions: readonly Question[], turn: Turn): readonly Question[] {
  const rule = askingRule(turn)
  if (rule?.several === true) return questions
  const isReplaced = ({ type, by }: Question): boolean =>
    type === turn.message.type && (by === turn.side || rule?.single === true)
  return questions.map((question) => (isReplaced(question) ? without(question, turn) : question))
}

function without(question: Question, { measure }: Turn): Question {
  return { ...question, measures: question.measures.filter((id) => id !== measure.id) }
}

/** The rule by which this message asks for an answer, or null. */
function askingRule({ machine, message, said }: Turn): AnswerRule | null {
  const rules = Object.values(machine.answers).filter(({ to }) => to.includes(message.type))
  return rules.find(({ asking }) => asking === undefined || asking === said.outcome) ?? null
}

function newQuestion(asking: readonly Turn[]): readonly Question[] {
  const [first] = asking
  if (first === undefined) return []
  const { message, side }: { message: Message; side: Side } = first
  return [
    { message: message.id, type: message.type, by: side, measures: asking.map(({ measure }) => measure.id) },
  ]
}

/**
 * What was delivered is open until it is verified, in whatever state. A detour keeps a question open: after it the
 * measure comes back to where it was asked.
 */
function isOpen(question: Question, measure: MeasureState, version: string): boolean {
  const machine = machineNamed(measure.machine, version)
  if (everDelivers(machine, question.type))
    return measure.deliveries.some(({ message }) => message === question.message)
  return isDetour(machine, measure.state) || isAnswerable(machine, measure.state, question)
}

function isAnswerable(machine: Machine, state: string, { type, by }: Question): boolean {
  const other: Side = by === 'requesting' ? 'requested' : 'requesting'
  return rowsFrom(machine, state).some(
    (row) => answerRule(machine, row.on, row.outcome ?? null)?.to.includes(type) === true && isBy(row, other),
  )
}
