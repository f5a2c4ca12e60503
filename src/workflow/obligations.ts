import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import { once } from './documents.ts'
import { addDays, readInstant, writeInstant } from './instant.ts'
import { profileNamed } from './profile.ts'
import type { MeasureState, Obligation } from './state.ts'

/** What is to be seen of an obligation whose end is a date: something has to be done soon, is overdue; or it is over. */
export type ObligationMark = 'deedNear' | 'deedOverdue' | 'ended'

/** An obligation with its last instant: the end of its day, where the days of the basis run. */
export interface Ending {
  readonly obligation: Obligation
  readonly ends: string
  /** Something has to be done by then, and it stands until it is said to be over; any other is over with its date. */
  readonly isDeed: boolean
  /** What is to be seen of it as of the instant that was asked for. */
  readonly mark: ObligationMark | null
}

interface Deed {
  /** Days before the end at which both sides are reminded, the longest first. */
  readonly warnings: readonly number[]
}

interface Condition {
  readonly const?: string
  readonly title: string
  /** Its legal source. */
  readonly description: string
  readonly deed?: Deed
}

/** The published conditions by their code. */
const conditions = once(() => {
  const list = (documentAt('code/condition.json')?.oneOf ?? []) as unknown as readonly Condition[]
  return new Map(list.map((condition) => [condition.const, condition]))
})

/** What a condition is called and where it comes from; one that a State has added is called by its code. */
export function conditionNamed(code: string): { readonly title: string; readonly source: string } {
  const { title = code, description: source = '' } = conditions().get(code) ?? {}
  return { title, source }
}

/** The obligations of a measure that end at a date, the first first. They outlive its closing (UN Convention 40(28)). */
export function endingsAt(measure: MeasureState, at: Date): readonly Ending[] {
  return measure.obligations
    .flatMap((obligation) => {
      const ends = endOfDay(measure, obligation)
      if (ends === null) return []
      const mark =
        momentsOf(measure, obligation).findLast((moment) => moment.at <= at.getTime())?.mark ?? null
      return [{ obligation, ends: writeInstant(ends), isDeed: deedOf(obligation) !== null, mark }]
    })
    .sort((one, other) => Date.parse(one.ends) - Date.parse(other.ends))
}

/** Those that still matter: what was to be done and what is not over yet. */
export function standingAt(measure: MeasureState, at: Date): readonly Ending[] {
  return endingsAt(measure, at).filter(({ mark }) => mark !== 'ended')
}

/** When which mark of an obligation comes, in order of time; nothing where it has no date. */
export function momentsOf(
  measure: MeasureState,
  obligation: Obligation,
): readonly { readonly mark: ObligationMark; readonly at: number }[] {
  const ends = endOfDay(measure, obligation)
  if (ends === null) return []
  const deed = deedOf(obligation)
  if (deed === null) return [{ mark: 'ended', at: ends }]
  const { zone } = profileNamed(measure.profile)
  const near = deed.warnings.map((days) => ({ mark: 'deedNear' as const, at: addDays(ends, -days, zone) }))
  return [...near, { mark: 'deedOverdue', at: ends }]
}

function endOfDay({ profile }: MeasureState, { until }: Obligation): number | null {
  return until === null ? null : readInstant(until, profileNamed(profile).zone)
}

function deedOf({ code }: Obligation): Deed | null {
  return conditions().get(codeText(code))?.deed ?? null
}
