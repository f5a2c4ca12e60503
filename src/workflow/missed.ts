import { codeText } from '../message/code.ts'
import { type Step, measureBefore, saidOf } from './course.ts'
import { writeInstant } from './instant.ts'
import { clocksRunning } from './marks.ts'
import { conditionNamed, endingsAt } from './obligations.ts'
import { clockRule, profileNamed } from './profile.ts'
import type { Clock, MeasureState, RequestState, Side } from './state.ts'
import { type ClockDefinition, type Owing, findRow, machineNamed } from './table.ts'

/**
 * How what was missed came to an end: done late; done by a message that is dated before the end and came after it; given
 * another end; or made idle by what happened.
 */
export type Ending = 'late' | 'cameLate' | 'moved' | 'overtaken'

/** The message after which a deadline that had passed counted no more. */
export interface Settled {
  readonly how: Ending
  /** RFC 3339: when it was sent, as it says. */
  readonly at: string
  /** RFC 3339: when the other side's node took it, where that was much later; else as `at`. */
  readonly came: string
  readonly by: Side
  readonly type: string
  readonly sequence: number
}

/** A deadline that passed before what was owed by it was done. */
export interface Missed {
  readonly measure: { readonly id: string; readonly kind: string }
  /** Name of the clock, or code of the condition. */
  readonly clock: string
  /** What both nodes show since then, and note in their logs as `clock.mark`. */
  readonly mark: string
  readonly title: string
  readonly kind: 'legal' | 'soft'
  readonly source: string
  /** RFC 3339; null of a condition, which has no beginning. */
  readonly started: string | null
  readonly ends: string
  /** The sides that had something to do by then, as the table says. */
  readonly owedBy: readonly Side[]
  /** Null: it stands. */
  readonly settled: Settled | null
}

/** Follows a record from its first message and collects what was missed in it. */
export interface MissedFollower {
  take(step: Step): void
  /** All that was missed until `now`, in the order in which it ended. */
  until(now: Date): readonly Missed[]
}

interface Found {
  readonly key: string
  missed: Missed
}

const bothSides: readonly Side[] = ['requesting', 'requested']

/**
 * Who missed which deadline follows from the tables: the mark of a clock says which side owes what it counts, and the
 * row that binds conditions whom they bind. Pure; whoever asks gives the time.
 */
export function followMissed(): MissedFollower {
  const found: Found[] = []
  const starters = new Map<string, Side>()
  const bound = new Map<string, readonly Side[]>()
  let last: RequestState | null = null

  const newAt = (state: RequestState, at: number): Found[] =>
    state.measures
      .flatMap((measure) => [...clocksMissed(measure, at, starters), ...deedsMissed(measure, at, bound)])
      .filter((one) => !found.some(({ key }) => key === one.key))
  const look = (state: RequestState, at: number): void => {
    found.push(...newAt(state, at))
  }
  /** What ended before the message came that did what was owed, and after the time that it bears. */
  const cameLate = (state: RequestState, step: Step): Found[] =>
    newAt(state, step.came - 1).flatMap(({ key, missed }) => {
      const { settled } = settledBy(missed, step)
      return settled?.how === 'late'
        ? [{ key, missed: { ...missed, settled: { ...settled, how: 'cameLate' } } }]
        : []
    })
  return {
    take(step) {
      // What ended before this message was sent is seen in the state in which it ended.
      if (step.before !== null) look(step.before, step.at - 1)
      for (const one of found) one.missed = settledBy(one.missed, step)
      if (step.before !== null) found.push(...cameLate(step.before, step))
      for (const measure of step.after.measures) noteWho(measure, step, starters, bound)
      last = step.after
    },
    until(now) {
      if (last !== null) look(last, now.getTime())
      return found.map(({ missed }) => missed).sort((a, b) => Date.parse(a.ends) - Date.parse(b.ends))
    },
  }
}

function clocksMissed(measure: MeasureState, at: number, starters: ReadonlyMap<string, Side>): Found[] {
  const { clocks } = machineNamed(measure.machine)
  return clocksRunning(measure).flatMap((clock) => {
    const definition = clocks.find(({ name }) => name === clock.name)
    const mark = endMark(definition, measure.state)
    if (definition === undefined || mark === null || clock.paused !== null) return []
    if (Date.parse(clock.ends) > at) return []
    const starter = starters.get(`${measure.id} ${clock.name}`) ?? 'requested'
    const missed = clockMissed(measure, clock, definition, mark, starter)
    return [{ key: [measure.id, clock.name, mark.mark, clock.ends].join(' '), missed }]
  })
}

/** The mark that the clock has at its end in this state, where somebody owes what it counts. */
export function endMark(definition: ClockDefinition | undefined, state: string): OwedMark | null {
  const mark = definition?.marks.find((one) => one.when === 'end' && one.in?.includes(state) !== false)
  const { owedBy } = mark ?? {}
  return mark === undefined || owedBy === undefined ? null : { mark: mark.mark, owedBy }
}

export interface OwedMark {
  readonly mark: string
  readonly owedBy: Owing
}

function clockMissed(
  { id, kind, profile }: MeasureState,
  { name, started, ends }: Clock,
  { title, source }: ClockDefinition,
  { mark, owedBy }: OwedMark,
  starter: Side,
): Missed {
  const rule = clockRule(profileNamed(profile), name)
  return {
    measure: { id, kind },
    clock: name,
    mark,
    title,
    kind: rule?.kind ?? 'soft',
    source: rule?.source ?? source,
    started,
    ends,
    owedBy: sidesOf(owedBy, starter),
    settled: null,
  }
}

function sidesOf(owing: Owing, starter: Side): readonly Side[] {
  if (owing === 'both') return bothSides
  if (owing === 'starter') return [starter]
  return [owing === 'other' ? otherSide(starter) : owing]
}

function deedsMissed(
  measure: MeasureState,
  at: number,
  bound: ReadonlyMap<string, readonly Side[]>,
): Found[] {
  const overdue = endingsAt(measure, new Date(at)).filter(({ mark }) => mark === 'deedOverdue')
  return overdue.map(({ obligation, ends }) => {
    const code = codeText(obligation.code)
    const { title, source } = conditionNamed(code)
    const { id, kind } = measure
    const missed: Missed = {
      measure: { id, kind },
      clock: code,
      mark: 'deedOverdue',
      title,
      kind: 'legal',
      source,
      started: null,
      ends,
      owedBy: bound.get(`${id} ${obligation.from}`) ?? bothSides,
      settled: null,
    }
    return { key: [id, code, obligation.from, ends].join(' '), missed }
  })
}

/** Notes which side has started a clock by this step, and whom the conditions bind that it set. */
function noteWho(
  measure: MeasureState,
  step: Step,
  starters: Map<string, Side>,
  bound: Map<string, readonly Side[]>,
): void {
  const before = measureBefore(step, measure.id)
  for (const { name, started, ends } of clocksRunning(measure)) {
    const had = before?.clocks.find((clock) => clock.name === name)
    if (had?.started !== started || had.ends !== ends || had.stopped !== null)
      starters.set(`${measure.id} ${name}`, step.side)
  }
  if (measure.obligations.some(({ from }) => from === step.message.id))
    bound.set(`${measure.id} ${step.message.id}`, boundBy(measure, before, step))
}

function boundBy(measure: MeasureState, before: MeasureState | null, step: Step): readonly Side[] {
  const { message, side } = step
  const { outcome = null } = saidOf(step, measure.id) ?? {}
  const { machine: name, state } = before ?? measure
  const machine = machineNamed(name)
  const row =
    before === null
      ? machine.opens.find((one) => one.on === message.type && one.by === side)
      : findRow(machine, state, message.type, outcome, side)
  const whom = row?.bound ?? otherSide(side)
  return whom === 'both' ? bothSides : [whom]
}

function settledBy(missed: Missed, step: Step): Missed {
  if (missed.settled !== null) return missed
  const measure = step.after.measures.find(({ id }) => id === missed.measure.id)
  const how = missed.started === null ? deedEnded(missed, measure) : clockEnded(missed, measure, step)
  if (how === null) return missed
  const { side, message, sequence, at, came } = step
  const times = { at: writeInstant(at), came: writeInstant(came) }
  return { ...missed, settled: { how, ...times, by: side, type: message.type, sequence } }
}

function deedEnded({ clock, ends }: Missed, measure: MeasureState | undefined): Ending | null {
  const standing = measure === undefined ? [] : endingsAt(measure, new Date(ends))
  const stands = standing.some((one) => codeText(one.obligation.code) === clock && one.ends === ends)
  return stands ? null : 'late'
}

function clockEnded(missed: Missed, measure: MeasureState | undefined, step: Step): Ending | null {
  const running = measure === undefined ? [] : clocksRunning(measure)
  const clock = running.find(({ name }) => name === missed.clock)
  if (clock?.ends === missed.ends && clock.started === missed.started) return null
  const isByOwing = missed.owedBy.includes(step.side)
  if (clock !== undefined) return isByOwing && clock.started !== missed.started ? 'late' : 'moved'
  return isByOwing && !isGivenUp(measure, step) ? 'late' : 'overtaken'
}

/** The measure ended without what was owed: it was withdrawn or closed. */
function isGivenUp(measure: MeasureState | undefined, { message }: Step): boolean {
  return measure === undefined || measure.state === 'withdrawn' || message.type === 'close'
}

function otherSide(side: Side): Side {
  return side === 'requesting' ? 'requested' : 'requesting'
}
