import assert from 'node:assert/strict'
import { type Result, refuse } from '../message/refusal.ts'
import { allowed, stands } from './allowed.ts'
import { startClocks, stopClocks } from './clocks.ts'
import { type Effect, newObligations } from './effects.ts'
import { isStanding, spokenRefusal, standingGuards } from './guards.ts'
import { writeInstant } from './instant.ts'
import { noted } from './notes.ts'
import { replyRefusal } from './questions.ts'
import type { MeasureState, RequestState } from './state.ts'
import { type Machine, type Row, isDetour } from './table.ts'
import type { Turn } from './turn.ts'

/** What becomes of one measure through one message, by one row of the table. */
export function move(
  request: RequestState,
  turn: Turn,
  row: Row,
): Result<{ measure: MeasureState; effects: readonly Effect[] }> {
  if (!stands(row, turn.measure))
    return refuse('WORKFLOW_NOT_EXPECTED', { expected: allowed(request, turn.side) })
  const refusal =
    replyRefusal(turn) ??
    spokenRefusal(
      (row.needs ?? []).filter((name) => !isStanding(name)),
      turn,
    )
  if (refusal !== null) return refusal
  const after = noted(turn)
  const halted = stopClocks(after.clocks, row.stops ?? [], after.id, turn.at)
  const started = startClocks(halted.clocks, row.starts ?? [], turn)
  if (!started.ok) return started
  const measure = arrived({ ...after, clocks: started.clocks }, target(row, after), turn)
  const obligations = newObligations(measure.id, turn.measure.obligations, measure.obligations)
  const exhibits = deliveredExhibits(turn)
  return { ok: true, measure, effects: [...halted.effects, ...started.effects, ...obligations, ...exhibits] }
}

/** Where the row leads, seen from the measure as the message leaves it. */
function target(row: Row, measure: MeasureState): string {
  const other = row.unless?.find(({ holds }) => standingGuards[holds](measure))
  const to = other?.to ?? row.to
  if (to === 'same') return measure.state
  if (to !== 'return') return to
  assert(measure.returnTo !== null, 'a detour began somewhere')
  return measure.returnTo
}

function arrived(measure: MeasureState, state: string, { machine, at }: Turn): MeasureState {
  if (state === measure.state) return measure
  return { ...measure, state, returnTo: returnFrom(machine, measure, state), enteredAt: writeInstant(at) }
}

/** A detour from a detour still leads back to the place before the first. */
function returnFrom(machine: Machine, measure: MeasureState, state: string): string | null {
  if (!isDetour(machine, state)) return null
  return isDetour(machine, measure.state) ? measure.returnTo : measure.state
}

function deliveredExhibits({ message, said, measure }: Turn): readonly Effect[] {
  if (message.type !== 'delivery') return []
  const named = said.fields.exhibits as readonly string[]
  return message.exhibits
    .filter(({ id }) => named.includes(id))
    .map((exhibit) => ({ do: 'requireExhibit', measure: measure.id, exhibit }))
}
