import assert from 'node:assert/strict'
import type { MeasureKind } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { versionOf } from '../message/version.ts'
import { allowed, stands } from './allowed.ts'
import { leftBehind, pauseClocks, resumeClocks, revocable, startClocks, stopClocks } from './clocks.ts'
import { applied } from './consequences.ts'
import { contentRefusal } from './content.ts'
import { type Effect, newObligations } from './effects.ts'
import { claimHolds, isSpoken, spokenRefusal } from './guards.ts'
import { writeInstant } from './instant.ts'
import { noted } from './notes.ts'
import { replyRefusal } from './questions.ts'
import { resultRefusal } from './results.ts'
import type { Clock, MeasureState, RequestState } from './state.ts'
import { type Consequences, type Machine, type Row, isDetour, machineOfKind } from './table.ts'
import { factOf } from './claims.ts'
import type { Turn } from './turn.ts'

type Kind = Pick<MeasureState, 'kind'>
type Moved = Result<{ measure: MeasureState; effects: readonly Effect[] }>

/** What becomes of one measure through one message, by one row of the table. */
export function move(request: RequestState, turn: Turn, row: Row): Moved {
  if (!stands(row, turn.measure))
    return refuse('WORKFLOW_NOT_EXPECTED', { expected: allowed(request, turn.side) })
  const refusal =
    replyRefusal(turn) ??
    contentRefusal(turn.message, turn.measure, turn.profile) ??
    resultRefusal(turn) ??
    spokenRefusal((row.needs ?? []).filter(isSpoken), turn)
  if (refusal !== null) return refusal
  const after = applied(noted(turn), turn, row)
  const next = goingOn(row, turn)
  const measure = { ...after, kind: next.kind, machine: next.machine.name }
  return arrived(measure, target(row, { ...turn, measure: after }), { ...turn, machine: next.machine }, row)
}

/** What a measure is from its opening on, by an opening of the table. */
export function begun(turn: Turn, opening: Consequences): Moved {
  const refusal = resultRefusal(turn) ?? spokenRefusal((opening.needs ?? []).filter(isSpoken), turn)
  if (refusal !== null) return refusal
  return arrived(applied(turn.measure, turn, opening), turn.measure.state, turn, opening)
}

/**
 * As which kind, and by which machine, the measure goes on: as before, unless the row says another and a further
 * request does not ask for the same again.
 */
function goingOn({ becomes }: Row, { message, said, measure, machine }: Turn): Pick<Turn, 'machine'> & Kind {
  const asksAgain = message.type === 'request' && said.fields.kind === measure.kind
  if (becomes === undefined || asksAgain) return { kind: measure.kind, machine }
  const next = machineOfKind(becomes, versionOf(message))
  assert(next !== null, `there is no kind ${becomes}`)
  return { kind: becomes as MeasureKind, machine: next }
}

/** Where the row leads, seen from the measure as the message leaves it. */
function target(row: Row, after: Turn): string {
  const { measure } = after
  const other = row.unless?.find(({ holds }) => claimHolds(holds, after))
  const to = other?.to ?? chosen(row.to, measure)
  if (to === 'same') return measure.state
  if (to !== 'return') return to
  assert(measure.returnTo !== null, 'a detour began somewhere')
  return measure.returnTo
}

function chosen(to: Row['to'], measure: MeasureState): string {
  if (typeof to === 'string') return to
  const fact = factOf(measure, to.fact)
  if (typeof fact !== 'string' || !Object.hasOwn(to.states, fact)) return to.else
  return to.states[fact] ?? to.else
}

/** The measure in its next state, with its clocks, and everything that the shell has to do. */
function arrived(after: MeasureState, state: string, turn: Turn, consequences: Consequences): Moved {
  const ticking = wound(after.clocks, state, turn, consequences)
  if (!ticking.ok) return ticking
  const measure = entered({ ...after, clocks: ticking.clocks }, state, turn)
  const obligations = newObligations(measure.id, turn.measure.obligations, measure.obligations)
  const exhibits = newExhibits(turn, measure)
  return { ok: true, measure, effects: [...ticking.effects, ...obligations, ...exhibits] }
}

/** The clocks after a move: stopped, paused, resumed, started, and none left that means nothing in the next state. */
function wound(
  before: readonly Clock[],
  state: string,
  turn: Turn,
  { stops = [], pauses = [], resumes = [], starts = [] }: Consequences,
): Result<{ clocks: readonly Clock[]; effects: readonly Effect[] }> {
  const { measure, machine, at } = turn
  const stopped = stopClocks(before, revocable(machine, before, stops, at), measure.id, at)
  const paused = pauseClocks(stopped.clocks, pauses, turn)
  const resumed = resumeClocks(paused.clocks, resumes, turn)
  const started = startClocks(resumed.clocks, starts, turn)
  if (!started.ok) return started
  const left = stopClocks(started.clocks, leftBehind(machine, started.clocks, state), measure.id, at)
  const steps = [stopped, paused, resumed, started, left]
  return { ok: true, clocks: left.clocks, effects: steps.flatMap(({ effects }) => effects) }
}

function entered(measure: MeasureState, state: string, { machine, at }: Turn): MeasureState {
  if (state === measure.state) return measure
  return { ...measure, state, returnTo: returnFrom(machine, measure, state), enteredAt: writeInstant(at) }
}

/** A detour from a detour still leads back to the place before the first. */
function returnFrom(machine: Machine, measure: MeasureState, state: string): string | null {
  if (!isDetour(machine, state)) return null
  return isDetour(machine, measure.state) ? measure.returnTo : measure.state
}

/** The files of a delivery that this message has made. */
function newExhibits({ message }: Turn, { id, deliveries }: MeasureState): readonly Effect[] {
  const delivery = deliveries.find((one) => one.message === message.id)
  const files = new Set(delivery?.exhibits.map((exhibit) => exhibit.id))
  return message.exhibits
    .filter((exhibit) => files.has(exhibit.id))
    .map((exhibit) => ({ do: 'requireExhibit', measure: id, exhibit }))
}
