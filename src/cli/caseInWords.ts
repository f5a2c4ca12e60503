import type { ListedCase } from '../exchange/listCases.ts'
import { codeText } from '../message/code.ts'
import type { RequestRow } from '../store/tables.ts'
import { type Option, options } from '../workflow/allowed.ts'
import { clocksRunning, marksAt } from '../workflow/marks.ts'
import type { MeasureState, RequestState, Side } from '../workflow/state.ts'
import { addressing } from './addressing.ts'
import { type WhoseTurn, whoseTurn } from './whoseTurn.ts'

/** A measure as the commands show it; plain JSON. */
export interface MeasureView {
  readonly id: string
  readonly kind: string
  readonly profile: string
  readonly state: string
  readonly since: string
  readonly until: string | null
  readonly decision: string | null
  readonly clocks: readonly ClockView[]
  readonly marks: readonly { readonly clock: string; readonly mark: string; readonly at: string }[]
  readonly obligations: readonly ObligationView[]
}

interface ClockView {
  readonly name: string
  readonly ends: string
  /** Where it would end by the legal basis, if that is another day than the one stated. */
  readonly differs: string | null
}

interface ObligationView {
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

/** What the commands show of a case. A request without a state waits for its opening message to be placed. */
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

function turnOf({ erased_at, side }: RequestRow, state: RequestState | null): WhoseTurn {
  if (erased_at !== null) return 'nobody'
  return state === null ? 'theirs' : whoseTurn(state, side)
}

/** Why a record takes no new messages, in words; none where it does. */
export function closedLines({ closed, erasedAt, state }: CaseView): readonly string[] {
  if (erasedAt !== null)
    return [
      `ERASED on ${erasedAt}: it had ended (${state}); of what it held only digests, receipts and times are left`,
    ]
  if (closed === 'RECORD_ERASED')
    return [`CLOSED for new messages (${closed}): the other side has erased what lacks here`]
  if (closed === null) return []
  return [`CLOSED for new messages (${closed}): the two nodes hold different records; see docs/operations.md`]
}

function measureView(measure: MeasureState, now: Date): MeasureView {
  const { id, kind, profile, state, enteredAt, until, decision, obligations } = measure
  return {
    id,
    kind,
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

/** The case with what a list counts beside it. */
export function listedView({ row, state, pending, refused }: ListedCase, now: Date) {
  return { ...caseView(row, state, now), pending, refused }
}

/** `VN-DEMO-1  vn.spp asks qa.pp  our turn`. */
export function headOf(view: CaseView): string {
  return `${view.reference}  ${addressing(view, view.measures)}  ${turnWords[view.turn]}`
}

/** Who is awaited, in words. */
export const turnWords: Readonly<Record<WhoseTurn, string>> = {
  ours: 'our turn',
  theirs: 'their turn',
  both: 'both have something to do',
  nobody: 'nothing is awaited',
}

/** The lines about a measure, the first with its state. */
export function measureLines(measure: MeasureView): readonly string[] {
  const { id, kind, profile, state, since, until, clocks, marks, obligations } = measure
  return [
    `${id} ${kind} (${profile}): ${state} since ${since}${until === null ? '' : `, held until ${until}`}`,
    ...marks.map(({ clock, mark, at }) => `  ! ${mark} since ${at} (${clock})`),
    ...clocks.map(({ name, ends, differs }) => `  clock ${name} runs until ${ends}${byBasis(differs)}`),
    ...obligations.map((one) => `  obligation ${obligationInWords(one)}`),
  ]
}

/** What is said of a clock whose stated end is not that of the legal basis. */
export function byBasis(differs: string | null): string {
  return differs === null ? '' : `; by the legal basis until ${differs}`
}

function obligationInWords({ code, until, untilEvent, text }: ObligationView): string {
  const end = until ?? untilEvent
  return [code, ...(end === null ? [] : [`until ${end}`]), ...(text === null ? [] : [`“${text}”`])].join(' ')
}

/** What a side may send now, a line each: `decision: granted a1, a2; refused a1`. */
export function mayLines(state: RequestState, side: Side): readonly string[] {
  return options(state, side).map(({ type, measures }) => `${type}: ${outcomesInWords(measures)}`)
}

function outcomesInWords(measures: Option['measures']): string {
  const outcomes = [...new Set(measures.map(({ outcome }) => outcome))]
  return outcomes
    .map((outcome) => {
      const ids = measures.filter((one) => one.outcome === outcome).map(({ measure }) => measure)
      return [...(outcome === null ? [] : [outcome]), ids.join(', ')].join(' ')
    })
    .join('; ')
}
