import { addDays, writeInstant } from './instant.ts'
import { momentsOf, standingAt } from './obligations.ts'
import { clockRule, profileNamed } from './profile.ts'
import type { Clock, MeasureState, RequestState } from './state.ts'
import { type ClockDefinition, machineNamed } from './table.ts'

const hourMs = 3_600_000

/** Something to be seen beside a state because a clock has come so far. It moves nothing. */
export interface Mark {
  readonly clock: string
  readonly mark: string
  /** The instant from which it stands. */
  readonly at: string
  /** The instant at which the clock ends. */
  readonly ends: string
}

/** The clocks that have not been stopped, in the order in which they were first started. */
export function clocksRunning(measure: MeasureState): readonly Clock[] {
  return measure.clocks.filter(({ stopped }) => stopped === null)
}

/** The marks of a measure as of an instant. Pure: whoever asks gives the time. */
export function marksAt(measure: MeasureState, at: Date): readonly Mark[] {
  return clocksRunning(measure).flatMap((clock) => {
    const reached = moments(measure, clock).filter((moment) => moment.at <= at.getTime())
    const last = reached.at(-1)
    return last === undefined
      ? []
      : [{ clock: clock.name, mark: last.mark, at: writeInstant(last.at), ends: clock.ends }]
  })
}

/** The next instant after `at` at which a mark of the request, of a clock or an obligation, comes or changes, or null. */
export function nextInstant({ measures }: Pick<RequestState, 'measures'>, at: Date): Date | null {
  const coming = measures
    .flatMap((measure) => [
      ...clocksRunning(measure).flatMap((clock) => moments(measure, clock)),
      ...measure.obligations.flatMap((obligation) => momentsOf(measure, obligation)),
    ])
    .map((moment) => moment.at)
    .filter((instant) => instant > at.getTime())
  return coming.length === 0 ? null : new Date(Math.min(...coming))
}

/**
 * When the first end of the request comes or has come, or null where there is none: of a clock that runs, or of an
 * obligation with a date that is not over at `at`.
 */
export function firstEnd({ measures }: Pick<RequestState, 'measures'>, at: Date): Date | null {
  const ends = measures
    .flatMap((measure) => [
      ...clocksRunning(measure).filter(({ paused }) => paused === null),
      ...standingAt(measure, at),
    ])
    .map((one) => Date.parse(one.ends))
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}

/** When which mark of a clock comes in the measure's present state, in order of time. */
function moments(measure: MeasureState, clock: Clock): readonly { mark: string; at: number }[] {
  if (clock.paused !== null) return []
  const ends = Date.parse(clock.ends)
  const reminders = remindersOf(measure, clock, ends)
  return marksOf(measure, clock)
    .flatMap(({ mark, when }) => (when === 'end' ? [ends] : reminders).map((at) => ({ mark, at })))
    .sort((one, other) => one.at - other.at)
}

/** When the basis reminds both sides that a clock will end. */
function remindersOf(measure: MeasureState, { name }: Clock, ends: number): readonly number[] {
  const profile = profileNamed(measure.profile)
  const { warnings = [], warningHours = [] } = clockRule(profile, name) ?? {}
  return [
    ...warnings.map((days) => addDays(ends, -days, profile.zone)),
    ...warningHours.map((hours) => ends - hours * hourMs),
  ]
}

function marksOf(measure: MeasureState, clock: Clock): ClockDefinition['marks'] {
  const definition = machineNamed(measure.machine).clocks.find(({ name }) => name === clock.name)
  return definition?.marks.filter((mark) => mark.in?.includes(measure.state) !== false) ?? []
}
