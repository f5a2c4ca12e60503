import type { Exhibit } from '../message/generated/types.ts'
import type { Clock, Obligation } from './state.ts'

/** What the shell has to do because of a message. Data only; `state = replay(record)` never needs them. */
export type Effect =
  | {
      readonly do: 'startClock'
      readonly measure: string
      readonly clock: string
      readonly kind: 'legal' | 'soft'
      readonly started: string
      readonly ends: string
      /** Where it would end by the length that the basis gives, if that is not what was stated. */
      readonly differs?: string
    }
  | { readonly do: 'stopClock'; readonly measure: string; readonly clock: string; readonly stopped: string }
  | { readonly do: 'pauseClock'; readonly measure: string; readonly clock: string; readonly paused: string }
  | {
      readonly do: 'resumeClock'
      readonly measure: string
      readonly clock: string
      readonly resumed: string
      readonly ends: string
    }
  | { readonly do: 'requireExhibit'; readonly measure: string | null; readonly exhibit: Exhibit }
  | { readonly do: 'obligation'; readonly measure: string; readonly obligation: Obligation }

/** The effects of the obligations that a measure has now and did not have before. */
export function newObligations(
  measure: string,
  before: readonly Obligation[],
  after: readonly Obligation[],
): readonly Effect[] {
  const known = new Set(before)
  return after
    .filter((obligation) => !known.has(obligation))
    .map((obligation) => ({ do: 'obligation', measure, obligation }))
}

/** The effect of a clock that was stopped. */
export function stopped(measure: string, clock: Clock, at: string): Effect {
  return { do: 'stopClock', measure, clock: clock.name, stopped: at }
}
