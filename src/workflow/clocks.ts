import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { type Effect, stopped } from './effects.ts'
import { factOf } from './claims.ts'
import { claimHolds } from './guards.ts'
import { isSameDay, readInstant, writeInstant } from './instant.ts'
import { type ClockRule, type Profile, clockRule, endOf, extendedEndOf, isMeantFor } from './profile.ts'
import { pointerOf, valueAt } from './said.ts'
import type { Clock } from './state.ts'
import type { Machine, Start } from './table.ts'
import type { Turn } from './turn.ts'

interface Change {
  readonly ok: true
  readonly clocks: readonly Clock[]
  readonly effects: readonly Effect[]
}

/** The clocks of these that a message can still stop: one that is irrevocable has run out for good. */
export function revocable(
  machine: Machine,
  clocks: readonly Clock[],
  names: readonly string[],
  at: number,
): readonly string[] {
  const lost = machine.clocks.filter(({ name, irrevocable }) => {
    const clock = clocks.find((one) => one.name === name)
    return irrevocable === true && clock !== undefined && Date.parse(clock.ends) <= at
  })
  return names.filter((name) => !lost.some((clock) => clock.name === name))
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
 * Pauses clocks of a row that run, where the basis lets them stand still: a paused clock has no end until it is
 * resumed.
 */
export function pauseClocks(clocks: readonly Clock[], names: readonly string[], turn: Turn): Change {
  const paused = writeInstant(turn.at)
  const pausing = clocks.filter(
    ({ name, stopped, paused }) =>
      stopped === null &&
      paused === null &&
      names.includes(name) &&
      clockRule(turn.profile, name)?.pauses === true,
  )
  return {
    ok: true,
    clocks: clocks.map((clock) => (pausing.includes(clock) ? { ...clock, paused } : clock)),
    effects: pausing.map(({ name }) => ({ do: 'pauseClock', measure: turn.measure.id, clock: name, paused })),
  }
}

/** Resumes paused clocks of a row: the end moves by the time for which it was paused, but never beyond a ceiling. */
export function resumeClocks(clocks: readonly Clock[], names: readonly string[], turn: Turn): Change {
  const effects: Effect[] = []
  const resumed = writeInstant(turn.at)
  const after = clocks.map((clock) => {
    if (clock.stopped !== null || clock.paused === null || !names.includes(clock.name)) return clock
    const moved = movedBy(clock, turn.at - Date.parse(clock.paused), turn.profile)
    effects.push({
      do: 'resumeClock',
      measure: turn.measure.id,
      clock: clock.name,
      resumed,
      ends: moved.ends,
    })
    return { ...moved, paused: null }
  })
  return { ok: true, clocks: after, effects }
}

function movedBy(clock: Clock, ms: number, profile: Profile): Clock {
  const rule = clockRule(profile, clock.name)
  const most = rule?.ceiling === true ? endOf(profile, rule, Date.parse(clock.started)) : null
  const later = (instant: string): string =>
    writeInstant(Math.min(Date.parse(instant) + ms, most ?? Infinity))
  const { ends, differs } = clock
  return { ...clock, ends: later(ends), ...(differs === undefined ? {} : { differs: later(differs) }) }
}

/** The clocks that run in a measure and mean nothing in this state: a move that leaves their states stops them. */
export function leftBehind(machine: Machine, clocks: readonly Clock[], state: string): readonly string[] {
  const running = clocks.filter(({ stopped }) => stopped === null).map(({ name }) => name)
  return running.filter(
    (name) => machine.clocks.find((clock) => clock.name === name)?.in.includes(state) !== true,
  )
}

/**
 * Starts the clocks of a row; one of the same name is replaced. Whoever starts a clock states its end; where the
 * message states none, the profile's length counts, and where that has none either, no clock runs. A clock that is
 * extended keeps its beginning.
 * Refuses with DEADLINE_TOO_SHORT an end that has passed when the message was sent, or that is no later than the one
 * it extends, and with DEADLINE_TOO_LONG one after the most that the profile allows.
 */
export function startClocks(
  clocks: readonly Clock[],
  starts: readonly Start[],
  turn: Turn,
): Change | Refusal {
  let running = clocks
  const effects: Effect[] = []
  for (const start of starts.filter((one) => isToStart(one, clocks, turn))) {
    const before = start.extends === true ? clockThatRuns(running, start.clock) : null
    const clock = begun(start, turn, before)
    if (clock === null) continue
    const earliest = Math.max(turn.at, before === null ? turn.at : Date.parse(before.ends))
    if (start.late !== true && Date.parse(clock.ends) <= earliest)
      return outOfTime('DEADLINE_TOO_SHORT', 'clockRunOut', start, turn)
    const rule = clockRule(turn.profile, clock.name)
    if (rule !== null && isBeyond(turn.profile, rule, clock, start))
      return outOfTime('DEADLINE_TOO_LONG', 'clockEndsLate', start, turn)
    const flagged = start.extends === true ? clock : flaggedWhereItDiffers(clock, turn.profile)
    running = [...running.filter(({ name }) => name !== clock.name), flagged]
    effects.push(startOf(flagged, rule, turn))
  }
  return { ok: true, clocks: running, effects }
}

function startOf({ name, started, ends, differs }: Clock, rule: ClockRule | null, turn: Turn): Effect {
  const kind = rule?.kind ?? 'soft'
  const other = differs === undefined ? {} : { differs }
  return { do: 'startClock', measure: turn.measure.id, clock: name, kind, started, ends, ...other }
}

/** What the table says of a start, beside its end: for which kinds, under which bases, and when. */
function isToStart(start: Start, clocks: readonly Clock[], turn: Turn): boolean {
  const { clock, ruled, when = [] } = start
  const definition = turn.machine.clocks.find(({ name }) => name === clock)
  if (definition !== undefined && !isMeantFor(definition, turn.measure.kind)) return false
  if (ruled === true && clockRule(turn.profile, clock) === null) return false
  if (start.extends === true && clockThatRuns(clocks, clock) === null) return false
  return when.every((claim) => claimHolds(claim, turn))
}

function clockThatRuns(clocks: readonly Clock[], named: string): Clock | null {
  return clocks.find(({ name, stopped }) => name === named && stopped === null) ?? null
}

/**
 * Whether an end lies after a length that is the most (ECE 16(4): in no event more than 40 days), or after that and
 * all by which the basis lets it be extended (EIO 12(5): by 30 days at most).
 */
function isBeyond(profile: Profile, rule: ClockRule, { started, ends }: Clock, start: Start): boolean {
  const began = Date.parse(started)
  const extended = start.extends === true ? extendedEndOf(profile, rule, began) : null
  const latest = extended ?? (rule.ceiling === true ? endOf(profile, rule, began) : null)
  return latest !== null && Date.parse(ends) > latest
}

/**
 * Who starts a clock states its end, and that counts; the other side computes it from the basis and sees where it is
 * another day. A floor may be longer, a ceiling shorter; a service target binds nobody.
 */
function flaggedWhereItDiffers(clock: Clock, profile: Profile): Clock {
  const rule = clockRule(profile, clock.name)
  const end = rule?.kind === 'legal' ? endOf(profile, rule, Date.parse(clock.started)) : null
  if (rule === null || end === null) return clock
  const stated = Date.parse(clock.ends)
  const isSame = rule.hours === undefined ? isSameDay(stated, end, rule.zone ?? profile.zone) : stated === end
  const isMeant = (rule.floor === true && stated > end) || (rule.ceiling === true && stated < end)
  return isSame || isMeant ? clock : { ...clock, differs: writeInstant(end) }
}

function outOfTime(
  code: 'DEADLINE_TOO_SHORT' | 'DEADLINE_TOO_LONG',
  name: 'clockRunOut' | 'clockEndsLate',
  start: Start,
  turn: Turn,
): Refusal {
  return refuse(code, { says: [particular(name, { clock: start.clock })], ...placeOf(start, turn) })
}

/** Where the message says the end of a clock. */
function placeOf({ ends }: Start, { message, said }: Turn): { pointer?: string } {
  const pointers = ends === 'profile' ? [] : ends.filter((one) => typeof one === 'string')
  const pointer = pointers.find((one) => one !== 'profile' && valueAt(message, said, one) !== undefined)
  return pointer === undefined ? {} : { pointer: pointerOf(message, said, pointer) }
}

function begun(start: Start, turn: Turn, before: Clock | null): Clock | null {
  const stands = start.begins === undefined ? null : stated(turn, [start.begins])
  const began = before === null ? (stands ?? turn.at) : Date.parse(before.started)
  const ends = endFor(start, turn, began)
  if (ends === null) return null
  const [started, end] = [writeInstant(began), writeInstant(ends)]
  return { name: start.clock, started, ends: end, stopped: null, paused: null }
}

function endFor({ clock, ends }: Start, turn: Turn, began: number): number | null {
  const places = ends === 'profile' ? ['profile'] : ends
  const end = stated(
    turn,
    places.filter((place) => place !== 'profile'),
  )
  return end ?? (places.includes('profile') ? lengthen(clock, turn.profile, began) : null)
}

function lengthen(clock: string, profile: Profile, at: number): number | null {
  const rule = clockRule(profile, clock)
  return rule === null ? null : endOf(profile, rule, at)
}

function stated(turn: Turn, places: readonly (string | { readonly fact: string })[]): number | null {
  for (const place of places) {
    const value =
      typeof place === 'string' ? valueAt(turn.message, turn.said, place) : factOf(turn.measure, place.fact)
    if (typeof value === 'string') return readInstant(value, turn.profile.zone)
  }
  return null
}
