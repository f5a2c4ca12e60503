import { type Step, measureBefore } from '../../workflow/course.ts'
import { refusalsIn } from '../../workflow/refusing.ts'
import type { MeasureState } from '../../workflow/state.ts'
import { finalStates } from '../../workflow/table.ts'
import type { Follower } from './followRecords.ts'

/** What has become of a measure: decided so; ended without a decision; or nothing yet. */
export type Outcome = 'granted' | 'partly' | 'refused' | 'ended' | 'open'
export const outcomes: readonly Outcome[] = ['granted', 'partly', 'refused', 'ended', 'open']

/** What statistics count of a measure. Times in milliseconds from when it was asked for; null: not yet. */
export interface CountedMeasure {
  readonly kind: string
  /** Id of the profile that governs it. */
  readonly basis: string
  readonly outcome: Outcome
  readonly decidedMs: number | null
  readonly deliveredMs: number | null
  /** Codes of the grounds for which it is refused, in whole or part. */
  readonly grounds: readonly string[]
}

/** What statistics count of a request. */
export interface CountedRequest {
  /** When it was opened, as its opening message says. */
  readonly openedAt: number
  /** From the opening to the first acknowledgement of receipt by the other side; null: none came. */
  readonly acknowledgedMs: number | null
  readonly measures: readonly CountedMeasure[]
}

interface Noted {
  readonly askedAt: number
  decidedAt: number | null
  deliveredAt: number | null
  /** Of the message that refused it last, with what it decided. */
  refusal: { readonly isWhole: boolean; readonly grounds: readonly string[] } | null
}

/** Follows a record and counts it at its end. Times are those that the messages bear, or at which they came where that was much later. */
export function followCounted(): Follower<CountedRequest> {
  const noted = new Map<string, Noted>()
  let openedAt = 0
  let acknowledgedAt: number | null = null
  let measures: readonly MeasureState[] = []
  return {
    take(step) {
      if (step.before === null) openedAt = step.at
      if (step.message.type === 'acknowledgement') acknowledgedAt ??= step.came
      measures = step.after.measures
      for (const measure of measures) noteMeasure(noted, measure, step)
    },
    told: () => ({
      openedAt,
      acknowledgedMs: since(acknowledgedAt, openedAt),
      measures: measures.map((measure) => counted(measure, noted.get(measure.id))),
    }),
  }
}

function noteMeasure(noted: Map<string, Noted>, measure: MeasureState, step: Step): void {
  const one = noted.get(measure.id) ?? begun(noted, measure, step)
  noted.set(measure.id, one)
  const before = measureBefore(step, measure.id)
  const refusal = refusalOf(measure, step)
  if (measure.decision !== null || refusal !== null) one.decidedAt ??= step.came
  if (refusal !== null) one.refusal = refusal
  else if (measure.decision !== (before?.decision ?? null)) one.refusal = null
  if (measure.deliveries.some(({ message }) => message === step.message.id)) one.deliveredAt ??= step.came
}

/** A part that a decision has split off was asked for with the whole. */
function begun(noted: ReadonlyMap<string, Noted>, { id }: MeasureState, { at }: Step): Noted {
  const whole = noted.get(id.slice(0, Math.max(0, id.lastIndexOf('.'))))
  return { askedAt: whole?.askedAt ?? at, decidedAt: null, deliveredAt: null, refusal: null }
}

/** What the requested side refuses of the measure itself, where it speaks of measures one by one. */
function refusalOf({ id }: MeasureState, { message, side }: Step): Noted['refusal'] {
  const refusing = refusalsIn(message).find(({ measure }) => measure === id)
  if (refusing === undefined || side !== 'requested') return null
  return { isWhole: refusing.extent === 'whole', grounds: refusing.grounds }
}

function counted(measure: MeasureState, noted: Noted | undefined): CountedMeasure {
  const { kind, profile: basis } = measure
  const { askedAt = 0, decidedAt = null, deliveredAt = null, refusal = null } = noted ?? {}
  const outcome = outcomeOf(measure, refusal)
  return {
    kind,
    basis,
    outcome,
    decidedMs: ['granted', 'partly', 'refused'].includes(outcome) ? since(decidedAt, askedAt) : null,
    deliveredMs: since(deliveredAt, askedAt),
    grounds: ['partly', 'refused'].includes(outcome) ? (refusal?.grounds ?? []) : [],
  }
}

function outcomeOf({ decision, state }: MeasureState, refusal: Noted['refusal']): Outcome {
  if (decision !== null) return decision
  if (refusal !== null) return refusal.isWhole ? 'refused' : 'partly'
  return finalStates().has(state) ? 'ended' : 'open'
}

function since(at: number | null, begin: number): number | null {
  return at === null ? null : Math.max(0, at - begin)
}
