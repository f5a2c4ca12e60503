import { type CaseView, type MeasureView, type ObligationView, caseView } from '../exchange/desk/caseView.ts'
import type { ListedCase } from '../exchange/listCases.ts'
import { type Option, options } from '../workflow/allowed.ts'
import type { RequestState, Side } from '../workflow/state.ts'
import type { WhoseTurn } from '../workflow/whoseTurn.ts'
import { addressing } from './addressing.ts'

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
