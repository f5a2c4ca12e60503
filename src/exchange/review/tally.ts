import type { AboutRequest } from './review.ts'
import { type CountedMeasure, type CountedRequest, type Outcome, outcomes } from './measureCourse.ts'

/** By what statistics are broken down. */
export const dimensions = ['peer', 'measure', 'basis', 'month', 'side'] as const
export type Dimension = (typeof dimensions)[number]

/** How often each time came; times in tenths of an hour, so that many cases need little room. */
export type Times = Map<number, number>

/** What is counted of a group, before anything of it is suppressed. */
export interface Tally {
  requests: number
  acknowledged: number
  measures: number
  readonly outcomes: Record<Outcome, number>
  delivered: number
  /** Refusals, whole or in part, by the codes of their grounds; one with two grounds counts in both. */
  readonly grounds: Map<string, number>
  readonly acknowledgeTimes: Times
  readonly decideTimes: Times
  readonly deliverTimes: Times
}

/** The whole, and each group by its values, one for each dimension. */
export interface Tallies {
  readonly by: readonly Dimension[]
  readonly total: Tally
  readonly groups: Map<string, Group>
  /** Requests that have measures in several groups, by which these are: of groups together each counts once. */
  readonly shared: Map<string, Shared>
}

/** A group, and what it is called among the groups. */
export interface Group {
  readonly key: string
  readonly values: readonly string[]
  readonly tally: Tally
}

/** Requests that stand in the same groups. */
interface Shared {
  readonly groups: readonly string[]
  readonly tally: Tally
}

export function emptyTallies(by: readonly Dimension[]): Tallies {
  return { by, total: emptyTally(), groups: new Map(), shared: new Map() }
}

export function emptyTally(): Tally {
  return {
    requests: 0,
    acknowledged: 0,
    measures: 0,
    outcomes: { granted: 0, partly: 0, refused: 0, ended: 0, open: 0 },
    delivered: 0,
    grounds: new Map(),
    acknowledgeTimes: new Map(),
    decideTimes: new Map(),
    deliverTimes: new Map(),
  }
}

/** Counts a request. One with measures of several groups counts in each of them, and once in the whole. */
export function addRequest(tallies: Tallies, about: AboutRequest, counted: CountedRequest): void {
  addTo(tallies.total, counted, counted.measures)
  if (tallies.by.length === 0) return
  const measuresOf = new Map<string, { readonly values: readonly string[]; measures: CountedMeasure[] }>()
  for (const measure of counted.measures) {
    const values = tallies.by.map((dimension) => valueOf(dimension, about, counted, measure))
    const key = JSON.stringify(values)
    const group = measuresOf.get(key) ?? { values, measures: [] }
    group.measures.push(measure)
    measuresOf.set(key, group)
  }
  for (const [key, { values, measures }] of measuresOf) {
    const group = tallies.groups.get(key) ?? { key, values, tally: emptyTally() }
    addTo(group.tally, counted, measures)
    tallies.groups.set(key, group)
  }
  if (measuresOf.size < 2) return
  const groups = [...measuresOf.keys()].sort()
  const name = JSON.stringify(groups)
  const shared = tallies.shared.get(name) ?? { groups, tally: emptyTally() }
  addTo(shared.tally, counted, [])
  tallies.shared.set(name, shared)
}

/** The tally of several groups together: a request counts once, in however many of them it has measures. */
export function together({ shared }: Pick<Tallies, 'shared'>, groups: readonly Group[]): Tally {
  const sum = emptyTally()
  for (const { tally } of groups) addTally(sum, tally, 1)
  const keys = new Set(groups.map(({ key }) => key))
  for (const one of shared.values()) {
    const again = one.groups.filter((key) => keys.has(key)).length - 1
    if (again > 0) addTally(sum, one.tally, -again)
  }
  return sum
}

/** @param times - how often it is added; negative: it is taken away */
function addTally(sum: Tally, one: Tally, times: number): void {
  sum.requests += times * one.requests
  sum.acknowledged += times * one.acknowledged
  sum.measures += times * one.measures
  sum.delivered += times * one.delivered
  for (const outcome of outcomes) sum.outcomes[outcome] += times * one.outcomes[outcome]
  addCounts(sum.grounds, one.grounds, times)
  addCounts(sum.acknowledgeTimes, one.acknowledgeTimes, times)
  addCounts(sum.decideTimes, one.decideTimes, times)
  addCounts(sum.deliverTimes, one.deliverTimes, times)
}
const tenthOfHourMs = 360_000

function addTo(tally: Tally, { acknowledgedMs }: CountedRequest, measures: readonly CountedMeasure[]): void {
  tally.requests += 1
  if (acknowledgedMs !== null) {
    tally.acknowledged += 1
    addTime(tally.acknowledgeTimes, acknowledgedMs)
  }
  for (const { outcome, decidedMs, deliveredMs, grounds } of measures) {
    tally.measures += 1
    tally.outcomes[outcome] += 1
    if (decidedMs !== null) addTime(tally.decideTimes, decidedMs)
    if (deliveredMs !== null) {
      tally.delivered += 1
      addTime(tally.deliverTimes, deliveredMs)
    }
    for (const ground of grounds) tally.grounds.set(ground, (tally.grounds.get(ground) ?? 0) + 1)
  }
}

function addTime(times: Times, ms: number): void {
  const tenths = Math.round(ms / tenthOfHourMs)
  times.set(tenths, (times.get(tenths) ?? 0) + 1)
}

function addCounts<Key>(sum: Map<Key, number>, more: ReadonlyMap<Key, number>, times: number): void {
  for (const [key, count] of more) sum.set(key, (sum.get(key) ?? 0) + times * count)
}

function valueOf(
  dimension: Dimension,
  { peer, side }: AboutRequest,
  { openedAt }: CountedRequest,
  { kind, basis }: CountedMeasure,
): string {
  switch (dimension) {
    case 'peer':
      return peer
    case 'measure':
      return kind
    case 'basis':
      return basis
    case 'month':
      return new Date(openedAt).toISOString().slice(0, 7)
    case 'side':
      return side === 'requesting' ? 'asked' : 'answered'
  }
}
