import { outcomes } from '../exchange/review/measureCourse.ts'
import type { Published, PublishedGroup, Told } from '../exchange/review/publish.ts'
import type { Spread } from '../exchange/review/spread.ts'
import { counted } from './inWords.ts'
import type { Shown } from './reviewing.ts'

/** The statistics of a time as a command shows them. */
export function statisticsShown(
  published: Published,
  { from, until }: { readonly from: Date; readonly until: Date },
): Shown {
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
    words: [
      `Requests opened from ${from.toISOString()} until ${until.toISOString()}; less than ${small} is not told`,
      ...groupWords(total, published),
      ...(groups === null ? ['', 'Broken down it would tell of too few: only the whole is told'] : []),
      ...(groups ?? []).flatMap((group) => groupWords(group, published)),
    ],
  }
}

/** The group with its counts as they are printed: a number, `<5`, `…`, or nothing. */
function groupView(small: number) {
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

function groupWords(group: PublishedGroup, { small, grounds }: Published): readonly string[] {
  const view = groupView(small)(group)
  const { values } = group
  const name = values === null ? 'Small groups together' : values.length === 0 ? 'All' : values.join(', ')
  const of = (count: number | string | null): string => (count === null ? 'not told' : String(count))
  if (group.measures === null) return ['', `${name}: ${of(view.requests)} requests`]
  const byOutcome = outcomes.map((outcome) => `${outcome} ${of(view.outcomes[outcome] ?? null)}`)
  const byGround = Object.entries(view.grounds).map(
    ([code, count]) => `${grounds[code] ?? code} ${of(count)}`,
  )
  return [
    '',
    `${name}: ${of(view.requests)} requests with ${of(view.measures)} measures`,
    `  acknowledged ${of(view.acknowledged)}${spreadWords(group.times.acknowledge)}`,
    `  outcomes: ${byOutcome.join(', ')}${spreadWords(group.times.decide)}`,
    `  delivered ${of(view.delivered)}${spreadWords(group.times.deliver)}`,
    ...(byGround.length === 0 ? [] : [`  refused on the ground of: ${byGround.join('; ')}`]),
  ]
}

function spreadWords(spread: Spread | null): string {
  if (spread === null) return ''
  const { count, medianHours, p90Hours } = spread
  const decile = p90Hours === null ? '' : `, nine tenths within ${lengthOf(p90Hours)}`
  return `; half of ${counted(count, 'time')} within ${lengthOf(medianHours)}${decile}`
}

function lengthOf(hours: number): string {
  return hours < 72 ? `${hours} hours` : `${(hours / 24).toFixed(1)} days`
}
