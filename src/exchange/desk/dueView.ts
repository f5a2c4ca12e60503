import type { RequestState } from '../../workflow/state.ts'
import { runningOut } from '../listDue.ts'

/** Something that runs out; plain JSON. */
export interface DueView {
  readonly measure: string
  readonly what: 'clock' | 'condition'
  /** Name of the clock, or code of the condition. */
  readonly name: string
  /** RFC 3339. */
  readonly ends: string
  readonly mark: string | null
  readonly isOver: boolean
}

/** What runs out in a request, the first first. */
export function dueView(state: RequestState | null, now: Date): readonly DueView[] {
  if (state === null) return []
  const { clocks, obligations } = runningOut(state, now)
  const isOver = (ends: string): boolean => Date.parse(ends) <= now.getTime()
  return [
    ...clocks.map(({ measure, clock, ends, mark }): DueView => ({
      ...{ measure: measure.id, what: 'clock', name: clock, ends, mark },
      isOver: isOver(ends),
    })),
    ...obligations.map(({ measure, code, ends, mark }): DueView => ({
      ...{ measure: measure.id, what: 'condition', name: code, ends, mark },
      isOver: isOver(ends),
    })),
  ].sort((one, other) => Date.parse(one.ends) - Date.parse(other.ends))
}
