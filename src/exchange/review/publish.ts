import { groundTitle } from '../../workflow/refusing.ts'
import { type Outcome, outcomes } from './measureCourse.ts'
import { poolOf } from './pool.ts'
import { type Spread, spreadOf } from './spread.ts'
import { type Counts, type Mark, type Marks, suppress } from './suppress.ts'
import { type Dimension, type Group, type Tallies, type Tally, type Times, together } from './tally.ts'

/**
 * A count as it is told: itself; `few`, from 1 to less than the least number; `hidden`, because it would tell of
 * another; null where this kind of count is not told of this group at all.
 */
export type Told = number | 'few' | 'hidden' | null

/** What is told of one group, or of the whole. */
export interface PublishedGroup {
  /** A value for each dimension; empty: the whole. Null: those that are too small, together. */
  readonly values: readonly string[] | null
  readonly requests: Told
  readonly measures: Told
  readonly acknowledged: Told
  readonly delivered: Told
  readonly outcomes: Readonly<Record<Outcome, Told>>
  /** Refusals, whole or in part, by ground: a column for each ground that was named. */
  readonly grounds: Readonly<Record<string, Told>>
  /** Null where too few, or where their number is not told. */
  readonly times: {
    readonly acknowledge: Spread | null
    readonly decide: Spread | null
    readonly deliver: Spread | null
  }
}

/** Statistics with small numbers suppressed; plain data. */
export interface Published {
  readonly by: readonly Dimension[]
  readonly small: number
  readonly total: PublishedGroup
  /** Null: the whole cannot be broken down without telling small numbers. */
  readonly groups: readonly PublishedGroup[] | null
  /** Grounds by code with their titles. */
  readonly grounds: Readonly<Record<string, string>>
}

interface Row {
  readonly values: readonly string[] | null
  readonly tally: Tally
}

/** Tells of tallies what can be told so that no number below `small` is, nor can be computed. Pure. */
export function publish(tallies: Tallies, small: number): Published {
  const { by, total, groups } = tallies
  const codes = [...total.grounds.keys()].sort()
  const grounds = Object.fromEntries(codes.map((code) => [code, groundTitle(code)]))
  if (total.requests < small) {
    const nothing = total.requests === 0 ? 0 : 'few'
    return { by, small, grounds: {}, total: untold([], nothing), groups: [] }
  }
  const sorted = [...groups.values()].sort((one, other) => compare(one.values, other.values))
  const togetherOf = (places: readonly number[]): Tally =>
    together(
      tallies,
      sorted.filter((_, place) => places.includes(place)),
    )
  const pool = poolOf(
    sorted.map(({ tally }) => tally.requests),
    small,
    (places) => togetherOf(places).requests,
  )
  const pooled = pool === null ? [] : [...pool.few, ...pool.hidden]
  const rows = pool === null ? [] : rowsOf(sorted, pooled, togetherOf(pooled))
  const [whole, ...told] = toldOf({ values: [], tally: total }, rows, codes, small)
  if (whole === undefined) throw new Error('the whole is told in any case')
  const one = ({ values }: Row, requests: Told): PublishedGroup => untold(values, requests)
  const alone = sorted.flatMap((row, place) => {
    if (pool?.few.includes(place) === true) return [one(row, 'few')]
    return pool?.hidden.includes(place) === true ? [one(row, 'hidden')] : []
  })
  const all = [...told, ...alone].sort((a, b) => compare(a.values, b.values))
  return { by, small, grounds, total: whole, groups: pool === null ? null : all }
}

/** The groups that are told one by one, and those of the pool together. */
function rowsOf(sorted: readonly Group[], pooled: readonly number[], pool: Tally): readonly Row[] {
  const rows = sorted.filter((_, place) => !pooled.includes(place))
  return pooled.length === 0 ? rows : [...rows, { values: null, tally: pool }]
}

/** The whole and the groups, each kind of count suppressed by itself: what one kind sums up to tells nothing of another. */
function toldOf(whole: Row, rows: readonly Row[], codes: readonly string[], small: number): PublishedGroup[] {
  const kinds: Kinds = {
    acknowledged: marked(whole, rows, small, ({ acknowledged, requests }) => [
      acknowledged,
      requests - acknowledged,
    ]),
    delivered: marked(whole, rows, small, ({ delivered, measures }) => [delivered, measures - delivered]),
    outcomes: marked(whole, rows, small, (tally) => outcomes.map((outcome) => tally.outcomes[outcome])),
    grounds: marked(whole, rows, small, ({ grounds }) => codes.map((code) => grounds.get(code) ?? 0), false),
  }
  return [whole, ...rows].map((row, place) => groupOf(row, place - 1, kinds, codes, small))
}

type Kinds = Readonly<Record<'acknowledged' | 'delivered' | 'outcomes' | 'grounds', Marks>>

function marked(
  whole: Row,
  rows: readonly Row[],
  small: number,
  countsOf: (tally: Tally) => readonly number[],
  sumsAreKnown = true,
): Marks {
  const counts: Counts = {
    rows: rows.map(({ tally }) => countsOf(tally)),
    total: countsOf(whole.tally),
    sumsAreKnown,
  }
  return suppress(counts, small)
}

/** @param place - of the group among the rows; -1: the whole */
function groupOf(
  { values, tally }: Row,
  place: number,
  kinds: Kinds,
  codes: readonly string[],
  small: number,
): PublishedGroup {
  const markOf = (kind: keyof Kinds, column: number): Mark | null => {
    const { rows, total } = kinds[kind]
    return (place < 0 ? total : (rows?.[place] ?? null))?.[column] ?? null
  }
  const acknowledged = told(tally.acknowledged, markOf('acknowledged', 0))
  const delivered = told(tally.delivered, markOf('delivered', 0))
  const byOutcome = outcomes.map((outcome, column) => [
    outcome,
    told(tally.outcomes[outcome], markOf('outcomes', column)),
  ])
  const byGround = codes.map((code, column) => [
    code,
    told(tally.grounds.get(code) ?? 0, markOf('grounds', column)),
  ])
  const outcomesTold = Object.fromEntries(byOutcome) as Record<Outcome, Told>
  const decided = sumOf([outcomesTold.granted, outcomesTold.partly, outcomesTold.refused])
  return {
    values,
    requests: tally.requests,
    measures: tally.measures,
    acknowledged,
    delivered,
    outcomes: outcomesTold,
    grounds: Object.fromEntries(byGround) as Record<string, Told>,
    times: {
      acknowledge: timesTold(tally.acknowledgeTimes, acknowledged, small),
      decide: timesTold(tally.decideTimes, decided, small),
      deliver: timesTold(tally.deliverTimes, delivered, small),
    },
  }
}

function told(count: number, mark: Mark | null): Told {
  return mark === 'shown' ? count : mark
}

/** A sum that everybody can compute, or null. */
function sumOf(counts: readonly Told[]): Told {
  return counts.reduce<Told>(
    (sum, count) => (typeof sum === 'number' && typeof count === 'number' ? sum + count : null),
    0,
  )
}

/** Times of as many as are told, if they are enough. */
function timesTold(times: Times, count: Told, small: number): Spread | null {
  return typeof count === 'number' && count >= small ? spreadOf(times, 2 * small) : null
}

function untold(values: readonly string[] | null, requests: Told): PublishedGroup {
  const nothing = requests === 0 ? 0 : null
  return {
    values,
    requests,
    measures: nothing,
    acknowledged: nothing,
    delivered: nothing,
    outcomes: { granted: nothing, partly: nothing, refused: nothing, ended: nothing, open: nothing },
    grounds: {},
    times: { acknowledge: null, decide: null, deliver: null },
  }
}

function compare(one: readonly string[] | null, other: readonly string[] | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)]
  return first < second ? -1 : first > second ? 1 : 0
}
