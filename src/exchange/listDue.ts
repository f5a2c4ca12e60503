import { codeText } from '../message/code.ts'
import type { Db } from '../store/database.ts'
import type { RequestRow } from '../store/tables.ts'
import { type Mark, clocksRunning, marksAt } from '../workflow/marks.ts'
import { type Ending, type ObligationMark, conditionNamed, standingAt } from '../workflow/obligations.ts'
import { clockRule, profileNamed } from '../workflow/profile.ts'
import type { MeasureState, RequestState } from '../workflow/state.ts'
import { machineNamed } from '../workflow/table.ts'
import { noteInLog } from './noteInLog.ts'
import type { Node } from './node.ts'
import type { Reader } from './reader.ts'
import { openRecord } from './records.ts'
import { type TimedPlace, sayPlace } from './review/terms.ts'
import { scopeOf } from './scopeOf.ts'

/** Which clocks and obligations are listed. */
export interface DueListing {
  /** The authorities of this node whose cases are shown. */
  readonly authorities: readonly string[]
  /** Only what ends before this instant; what has run out is always among it. */
  readonly before?: Date
  /**
   * The last request of the page before, with when it was due in that list (`placeInDue`): a request whose clocks have moved meanwhile is shown
   * twice or where it stands now, and hides none of the others.
   */
  readonly after?: TimedPlace
  /** Requests on a page, 1 to 100. */
  readonly limit: number
}

/** A clock that runs, or has run out and was not stopped. */
export interface DueClock {
  readonly measure: Pick<MeasureState, 'id' | 'kind' | 'state'>
  readonly clock: string
  readonly title: string
  readonly kind: 'legal' | 'soft'
  readonly source: string
  readonly started: string
  readonly ends: string
  /** Where it would end by the legal basis, if that is another day than the one stated. */
  readonly differs: string | null
  /** What the clock shows now beside the state, or null. */
  readonly mark: Mark['mark'] | null
}

/** An obligation that ends at a date: something is to be done by then, or it holds until then. */
export interface DueObligation {
  readonly measure: Pick<MeasureState, 'id' | 'kind' | 'state'>
  readonly code: string
  readonly title: string
  /** deed: something has to be done by then, and it stands until it is said to be over. limit: it holds until then. */
  readonly kind: 'deed' | 'limit'
  readonly source: string
  /** Id of the message that set it. */
  readonly from: string
  /** The date that the message says, and the instant at which that day ends. */
  readonly until: string
  readonly ends: string
  readonly mark: ObligationMark | null
}

/** A request with what runs out in it, the first first. */
export interface DueCase {
  readonly row: RequestRow
  readonly state: RequestState
  readonly clocks: readonly DueClock[]
  readonly obligations: readonly DueObligation[]
}

/**
 * What runs out when, the first first, on one page of requests: clocks, and obligations that end at a date, those of
 * closed records too. Both sides see the same, because both compute it from the same record. That somebody has seen
 * the list is in the log before it is returned.
 */
export async function listDue(node: Node, listing: DueListing, reader: Reader): Promise<DueCase[]> {
  const rows = await rowsOf(node.db, listing)
  await noteInLog(node, {
    event: 'case.listed',
    actor: { ...reader, authority: listing.authorities.join(' ') },
    count: rows.length,
    details: { query: queryOf(listing), scope: scopeOf(rows.map(({ id }) => id)) },
  })
  const now = node.now()
  return rows.flatMap((row) => {
    const { state } = openRecord(row)
    if (state === null) return []
    return [{ row, state, ...runningOut(state, now, listing.before) }]
  })
}

/** What runs out in a request, the first first; `before`: only what ends before that. */
export function runningOut(
  state: RequestState,
  now: Date,
  before?: Date,
): Pick<DueCase, 'clocks' | 'obligations'> {
  return { clocks: clocksOf(state, now, before), obligations: obligationsOf(state, now, before) }
}

/** Where a request stands in the list, for whoever asks for what stands behind it; null where nothing runs out. */
export function placeInDue({ id, due_at: at }: Pick<RequestRow, 'id' | 'due_at'>): TimedPlace | null {
  return at === null ? null : { at, id }
}

async function rowsOf(db: Db, { authorities, before, after, limit }: DueListing): Promise<RequestRow[]> {
  const pages = authorities.map((authority) => {
    let query = db
      .selectFrom('request')
      .selectAll()
      .where('own_authority', '=', authority)
      .where('due_at', 'is not', null)
    if (before !== undefined) query = query.where('due_at', '<', before)
    if (after !== undefined) {
      const { at, id } = after
      query = query.where((eb) => eb(eb.refTuple('due_at', 'id'), '>', eb.tuple(at, id)))
    }
    return query.orderBy('due_at').orderBy('id').limit(limit).execute()
  })
  return (await Promise.all(pages)).flat().sort(firstDueFirst).slice(0, limit)
}

function firstDueFirst(one: RequestRow, other: RequestRow): number {
  return (one.due_at?.getTime() ?? 0) - (other.due_at?.getTime() ?? 0) || (one.id < other.id ? -1 : 1)
}

function clocksOf(state: RequestState, now: Date, before: Date | undefined): readonly DueClock[] {
  return state.measures
    .flatMap((measure) =>
      clocksRunning(measure).flatMap((clock) =>
        clock.paused === null ? [dueClock(measure, clock, now)] : [],
      ),
    )
    .filter((one) => endsBefore(one, before))
    .sort(firstEndFirst)
}

function obligationsOf(state: RequestState, now: Date, before: Date | undefined): readonly DueObligation[] {
  return state.measures
    .flatMap((measure) => standingAt(measure, now).map((ending) => dueObligation(measure, ending)))
    .filter((one) => endsBefore(one, before))
    .sort(firstEndFirst)
}

function endsBefore({ ends }: { readonly ends: string }, before: Date | undefined): boolean {
  return before === undefined || Date.parse(ends) < before.getTime()
}

function firstEndFirst(one: { readonly ends: string }, other: { readonly ends: string }): number {
  return Date.parse(one.ends) - Date.parse(other.ends)
}

function dueObligation(measure: MeasureState, { obligation, ends, isDeed, mark }: Ending): DueObligation {
  const { id, kind, state } = measure
  const { until, from } = obligation
  const code = codeText(obligation.code)
  const { title, source } = conditionNamed(code)
  return {
    measure: { id, kind, state },
    code,
    title,
    kind: isDeed ? 'deed' : 'limit',
    source,
    from,
    until: until ?? '',
    ends,
    mark,
  }
}

function dueClock(
  measure: MeasureState,
  { name, started, ends, differs }: MeasureState['clocks'][number],
  now: Date,
): DueClock {
  const { id, kind, state } = measure
  const definition = machineNamed(measure.machine).clocks.find((one) => one.name === name)
  const rule = clockRule(profileNamed(measure.profile), name)
  return {
    measure: { id, kind, state },
    clock: name,
    title: definition?.title ?? name,
    kind: rule?.kind ?? 'soft',
    source: rule?.source ?? definition?.source ?? '',
    started,
    ends,
    differs: differs ?? null,
    mark: marksAt(measure, now).find(({ clock }) => clock === name)?.mark ?? null,
  }
}

function queryOf({ authorities, before, after }: DueListing): string {
  return [
    `clocks of ${authorities.join(' ')}`,
    ...(before === undefined ? [] : [`that end before ${before.toISOString()}`]),
    ...(after === undefined ? [] : [`after ${sayPlace(after)}`]),
  ].join('; ')
}
