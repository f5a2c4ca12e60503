import { codeText } from '../../message/code.ts'
import type { RequestRow } from '../../store/tables.ts'
import { clocksRunning, marksAt } from '../../workflow/marks.ts'
import type { MeasureState, RequestState, Side } from '../../workflow/state.ts'
import { type WhoseTurn, whoseTurn } from '../../workflow/whoseTurn.ts'

/** A measure as commands and pages show it; plain JSON. */
export interface MeasureView {
  readonly id: string
  readonly kind: string
  /** Name of its machine. */
  readonly machine: string
  readonly profile: string
  readonly state: string
  readonly since: string
  readonly until: string | null
  readonly decision: string | null
  readonly clocks: readonly ClockView[]
  readonly marks: readonly { readonly clock: string; readonly mark: string; readonly at: string }[]
  readonly obligations: readonly ObligationView[]
}

export interface ClockView {
  readonly name: string
  readonly ends: string
  /** Where it would end by the legal basis, if that is another day than the one stated. */
  readonly differs: string | null
}

export interface ObligationView {
  readonly code: string
  readonly until: string | null
  readonly untilEvent: string | null
  readonly text: string | null
}

/** A case as a list shows it; plain JSON. */
export interface CaseView {
  readonly request: string
  readonly reference: string
  readonly side: Side
  readonly own: string
  readonly counterpart: string
  readonly state: string
  readonly sequence: number
  readonly openedAt: string
  readonly updatedAt: string
  readonly nextClock: string | null
  /** Why the record takes no new messages, as a code; null: it does. */
  readonly closed: string | null
  /** When its contents were erased, or null. */
  readonly erasedAt: string | null
  readonly turn: WhoseTurn
  readonly measures: readonly MeasureView[]
}

/** What is shown of a case. A request without a state waits for its opening message to be placed. */
export function caseView(row: RequestRow, state: RequestState | null, now: Date): CaseView {
  return {
    request: row.id,
    reference: row.reference,
    side: row.side,
    own: row.own_authority,
    counterpart: row.counterpart_authority,
    state: row.state,
    sequence: row.sequence,
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    nextClock: row.next_clock_at?.toISOString() ?? null,
    closed: row.closed,
    erasedAt: row.erased_at?.toISOString() ?? null,
    turn: turnOf(row, state),
    measures: (state?.measures ?? []).map((measure) => measureView(measure, now)),
  }
}

function turnOf({ erased_at, closed, side }: RequestRow, state: RequestState | null): WhoseTurn {
  if (erased_at !== null || closed !== null) return 'nobody'
  return state === null ? 'theirs' : whoseTurn(state, side)
}

function measureView(measure: MeasureState, now: Date): MeasureView {
  const { id, kind, machine, profile, state, enteredAt, until, decision, obligations } = measure
  return {
    id,
    kind,
    machine,
    profile,
    state,
    since: enteredAt,
    until,
    decision,
    clocks: clocksRunning(measure).map(({ name, ends, differs }) => ({
      name,
      ends,
      differs: differs ?? null,
    })),
    marks: marksAt(measure, now).map(({ clock, mark, at }) => ({ clock, mark, at })),
    obligations: obligations.map((one) => ({
      code: codeText(one.code),
      until: one.until,
      untilEvent: one.untilEvent,
      text: one.text?.text ?? null,
    })),
  }
}
