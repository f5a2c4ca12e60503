import { type Refusal, refuse } from '../message/refusal.ts'
import { type Effect, stopped } from './effects.ts'
import { addDays, readInstant, writeInstant } from './instant.ts'
import { type Profile, clockRule, endOf, profileNamed } from './profile.ts'
import { valueAt } from './said.ts'
import type { Clock, MeasureState, RequestState } from './state.ts'
import { type ClockDefinition, type Start, machineNamed } from './table.ts'
import type { Turn } from './turn.ts'

/** Something to be seen beside a state because a clock has come so far. It moves nothing. */
export interface Mark {
  readonly clock: string
  readonly mark: string
  /** The instant from which it stands. */
  readonly at: string
  /** The instant at which the clock ends. */
  readonly ends: string
}

interface Change {
  readonly ok: true
  readonly clocks: readonly Clock[]
  readonly effects: readonly Effect[]
}

/** The clocks that still run, in the order in which they were first started. */
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

/** The next instant after `at` at which a mark of the request comes or changes, or null. */
export function nextInstant({ measures }: Pick<RequestState, 'measures'>, at: Date): Date | null {
  const coming = measures
    .flatMap((measure) => clocksRunning(measure).flatMap((clock) => moments(measure, clock)))
    .map((moment) => moment.at)
    .filter((instant) => instant > at.getTime())
  return coming.length === 0 ? null : new Date(Math.min(...coming))
}

/** Stops the clocks of a row that still run. */
export function stopClocks(
  clocks: readonly Clock[],
  names: readonly string[],
  measure: string,
  at: number,
): Change {
  const instant = writeInstant(at)
  const running = clocks.filter((clock) => clock.stopped === null && names.includes(clock.name))
  return {
    ok: true,
    clocks: clocks.map((clock) => (running.includes(clock) ? { ...clock, stopped: instant } : clock)),
    effects: running.map((clock) => stopped(measure, clock, instant)),
  }
}

/**
 * Starts the clocks of a row; one of the same name is replaced. Whoever starts a clock states its end; where the
 * message states none, the profile's length counts, and where that has none either, no clock runs.
 * Refuses with DEADLINE_TOO_SHORT an end that has passed when the message was sent.
 */
export function startClocks(
  clocks: readonly Clock[],
  starts: readonly Start[],
  turn: Turn,
): Change | Refusal {
  let running = clocks
  const effects: Effect[] = []
  for (const start of starts) {
    const clock = begun(start, turn)
    if (clock === null) continue
    if (Date.parse(clock.ends) <= turn.at)
      return refuse('DEADLINE_TOO_SHORT', { detail: `${start.clock} has run out` })
    running = [...running.filter(({ name }) => name !== clock.name), clock]
    const { name, started, ends } = clock
    const kind = clockRule(turn.profile, name)?.kind ?? 'soft'
    effects.push({ do: 'startClock', measure: turn.measure.id, clock: name, kind, started, ends })
  }
  return { ok: true, clocks: running, effects }
}

function begun(start: Start, turn: Turn): Clock | null {
  const began = start.begins === undefined ? turn.at : (stated(turn, [start.begins]) ?? turn.at)
  const ends =
    start.ends === 'profile' ? lengthen(start.clock, turn.profile, began) : stated(turn, start.ends)
  if (ends === null) return null
  return { name: start.clock, started: writeInstant(began), ends: writeInstant(ends), stopped: null }
}

function lengthen(clock: string, profile: Profile, at: number): number | null {
  const rule = clockRule(profile, clock)
  return rule === null ? null : endOf(profile, rule, at)
}

function stated(turn: Turn, pointers: readonly string[]): number | null {
  for (const pointer of pointers) {
    const value = valueAt(turn.message, turn.said, pointer)
    if (typeof value === 'string') return readInstant(value, turn.profile.zone)
  }
  return null
}

/** When which mark of a clock comes in the measure's present state, in order of time. */
function moments(measure: MeasureState, clock: Clock): readonly { mark: string; at: number }[] {
  const profile = profileNamed(measure.profile)
  const ends = Date.parse(clock.ends)
  const warnings = clockRule(profile, clock.name)?.warnings ?? []
  return marksOf(measure, clock)
    .flatMap(({ mark, when }) =>
      when === 'end'
        ? [{ mark, at: ends }]
        : warnings.map((days) => ({ mark, at: addDays(ends, -days, profile.zone) })),
    )
    .sort((one, other) => one.at - other.at)
}

function marksOf(measure: MeasureState, clock: Clock): ClockDefinition['marks'] {
  const definition = machineNamed(measure.machine).clocks.find(({ name }) => name === clock.name)
  return definition?.marks.filter((mark) => mark.in?.includes(measure.state) !== false) ?? []
}
