import type { MeasureState } from './state.ts'
import { isFinal, machineNamed } from './table.ts'

/**
 * The state of a request, derived from its measures: the one state that all have; `closed` where all have
 * ended in different ways; `partial` where they stand at different places.
 */
export function requestState(measures: readonly Pick<MeasureState, 'state' | 'machine'>[]): string {
  const states = new Set(measures.map(({ state }) => state))
  const [first] = states
  if (first !== undefined && states.size === 1) return first
  return measures.every(hasEnded) ? 'closed' : 'partial'
}

/** Whether nothing more has to happen to a measure. */
export function hasEnded({ state, machine }: Pick<MeasureState, 'state' | 'machine'>): boolean {
  return isFinal(machineNamed(machine), state)
}
