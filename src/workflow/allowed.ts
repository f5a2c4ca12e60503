import type { MessageType } from '../message/generated/types.ts'
import { holdsFor, isStanding } from './guards.ts'
import { answerRule, openFor } from './questions.ts'
import type { MeasureState, RequestState, Side } from './state.ts'
import { type Row, isBy, machineNamed, rowsFrom } from './table.ts'

/** A message that may be sent now: of which measures it may say what, and which open messages it may answer there. */
export interface Option {
  readonly type: MessageType
  readonly measures: readonly {
    readonly measure: string
    readonly outcome: string | null
    /** Ids of open messages, one of which it must name in `inReplyTo`; empty where it need not answer. */
    readonly answers: readonly string[]
  }[]
}

/** The types of message that this side may send now. Grounds, dates and files are judged when the message is there. */
export function allowed(request: RequestState, side: Side): readonly MessageType[] {
  return options(request, side).map(({ type }) => type)
}

/** What this side may send now, in detail: the pages and commands offer this and nothing else. */
export function options(request: RequestState, side: Side): readonly Option[] {
  const found = request.measures.flatMap((measure) => optionsOf(request, measure, side))
  const types = [...new Set(found.map(({ type }) => type))].sort()
  return types.map((type) => ({
    type,
    measures: found
      .filter((one) => one.type === type)
      .map(({ measure, outcome, answers }) => ({ measure, outcome, answers })),
  }))
}

/**
 * Ids of the open messages one of which a message must answer; none where it need not answer. A closing or a reopening confirms
 * what the other side has proposed, where it has.
 *
 * @param concerned - measures that it names; none: all that it may
 * @param outcome - what it says of itself where its type has a member for that, else null
 */
export function mayAnswer(
  type: MessageType,
  option: Option | null,
  concerned: readonly string[],
  outcome: string | null,
): readonly string[] {
  const meant = (option?.measures ?? []).filter(
    (one) =>
      (concerned.length === 0 || concerned.includes(one.measure)) &&
      (outcome === null || one.outcome === outcome),
  )
  const isConfirming = type === 'close' || type === 'reopen'
  const mayStand = !isConfirming && meant.some(({ answers }) => answers.length === 0)
  return mayStand ? [] : [...new Set(meant.flatMap(({ answers }) => answers))]
}

/** Whether what the row says of the measure itself holds. */
export function stands(row: Row, measure: MeasureState): boolean {
  return (row.needs ?? []).filter(isStanding).every((guard) => holdsFor(guard, measure))
}

interface Found {
  readonly type: MessageType
  readonly measure: string
  readonly outcome: string | null
  readonly answers: readonly string[]
}

function optionsOf(request: RequestState, measure: MeasureState, side: Side): readonly Found[] {
  const machine = machineNamed(measure.machine)
  return rowsFrom(machine, measure.state)
    .filter((row) => isBy(row, side) && stands(row, measure))
    .flatMap((row) => {
      const outcome = row.outcome ?? null
      const rule = answerRule(machine, row.on, outcome)
      const answers =
        rule === null ? [] : openFor(request.questions, measure, rule, side).map(({ message }) => message)
      if (rule !== null && answers.length === 0) return []
      return [{ type: row.on as MessageType, measure: measure.id, outcome, answers }]
    })
}
