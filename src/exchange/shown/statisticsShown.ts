import { outcomes } from '../review/measureCourse.ts'
import type { Published, PublishedGroup, Told } from '../review/publish.ts'
import type { Spread } from '../review/spread.ts'
import type { Shown } from './shown.ts'

/** Requests that were opened from an instant on, and before another one. */
export interface Span {
  readonly from: Date
  readonly until: Date
}

/** The statistics of a time. */
export function statisticsShown(published: Published, { from, until }: Span): Shown {
  const { by, small, total, groups, grounds } = published
  const view = groupView(small)
  return {
    json: {
      from: from.toISOString(),
      until: until.toISOString(),
      by,
      small,
      grounds,
      total: view(total),
      groups: groups?.map(view) ?? null,
    },
    table: [columnsOf(published), ...[...(groups ?? []), total].map((group) => cellsOf(group, published))],
  }
}

/** The group with its counts as they are printed: a number, `<5`, `…`, or nothing. */
export function groupView(small: number) {
  const view = (count: Told) => (count === 'few' ? `<${small}` : count === 'hidden' ? '…' : count)
  const views = (counts: Readonly<Record<string, Told>>) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, view(count)]))
  return ({ values, requests, measures, acknowledged, delivered, times, ...group }: PublishedGroup) => ({
    values,
    requests: view(requests),
    measures: view(measures),
    acknowledged: view(acknowledged),
    delivered: view(delivered),
    outcomes: views(group.outcomes),
    grounds: views(group.grounds),
    times,
  })
}

const timeNames = ['acknowledge', 'decide', 'deliver'] as const

function columnsOf({ by, grounds }: Published): string[] {
  const times = timeNames.flatMap((name) => [`${name}Count`, `${name}MedianHours`, `${name}P90Hours`])
  const refused = Object.keys(grounds).map((code) => `ground ${code}`)
  return [
    ...groupColumns(by),
    'requests',
    'acknowledged',
    'measures',
    ...outcomes,
    'delivered',
    ...times,
    ...refused,
  ]
}

function groupColumns(by: Published['by']): readonly string[] {
  return by.length === 0 ? ['group'] : by
}

function cellsOf(group: PublishedGroup, { by, small, grounds }: Published): string[] {
  const view = groupView(small)(group)
  const { requests, acknowledged, measures, delivered } = view
  const names = groupColumns(by).map((_, place) => valueOf(group, place))
  const counts = [requests, acknowledged, measures, ...outcomes.map((one) => view.outcomes[one]), delivered]
  const times = timeNames.flatMap((name) => spreadCells(group.times[name]))
  const refused = Object.keys(grounds).map((code) => view.grounds[code])
  return [...names, ...[...counts, ...times, ...refused].map((cell) => (cell == null ? '' : String(cell)))]
}

function valueOf({ values }: PublishedGroup, place: number): string {
  if (values === null) return 'small groups together'
  return values.length === 0 ? 'all' : (values[place] ?? '')
}

function spreadCells(spread: Spread | null): readonly (number | null)[] {
  return spread === null ? [null, null, null] : [spread.count, spread.medianHours, spread.p90Hours]
}
