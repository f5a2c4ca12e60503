import { clocksRunning } from './marks.ts'
import { endMark } from './missed.ts'
import { standingAt } from './obligations.ts'
import { clockRule, profileNamed } from './profile.ts'
import type { MeasureState, Side } from './state.ts'
import { type Owing, machineNamed } from './table.ts'

/** Something that somebody is to have done by an instant, and has not. */
export interface Owed {
  readonly kind: 'legal' | 'soft'
  /** RFC 3339. */
  readonly ends: string
  readonly owedBy: readonly Side[]
}

const bothSides: readonly Side[] = ['requesting', 'requested']

/**
 * What is owed in a measure: by clocks that run and at whose end somebody is late, and by obligations to be done by a date.
 * A state does not say who started a clock or set a condition; where that decides who owes, both sides are told
 * (`followMissed` knows, from the messages).
 */
export function owedIn(measure: MeasureState, at: Date): readonly Owed[] {
  return [...byClocks(measure), ...byDeeds(measure, at)]
}

function byClocks(measure: MeasureState): Owed[] {
  const { clocks } = machineNamed(measure.machine)
  return clocksRunning(measure).flatMap(({ name, ends, paused }) => {
    const mark = endMark(
      clocks.find((one) => one.name === name),
      measure.state,
    )
    if (mark === null || paused !== null) return []
    const kind = clockRule(profileNamed(measure.profile), name)?.kind ?? 'soft'
    return [{ kind, ends, owedBy: sidesOf(mark.owedBy) }]
  })
}

function byDeeds(measure: MeasureState, at: Date): Owed[] {
  return standingAt(measure, at)
    .filter(({ isDeed }) => isDeed)
    .map(({ ends }) => ({ kind: 'legal', ends, owedBy: bothSides }))
}

function sidesOf(owing: Owing): readonly Side[] {
  return owing === 'requesting' || owing === 'requested' ? [owing] : bothSides
}
