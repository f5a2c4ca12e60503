import { outcomes } from '../exchange/review/measureCourse.ts'
import type { Published, PublishedGroup } from '../exchange/review/publish.ts'
import type { Spread } from '../exchange/review/spread.ts'
import { type Span, groupView } from '../exchange/shown/statisticsShown.ts'
import { counted } from './inWords.ts'

/** The statistics of a time, for a person. */
export function statisticsInWords(published: Published, { from, until }: Span): readonly string[] {
  const { small, total, groups } = published
  return [
    `Requests opened from ${from.toISOString()} until ${until.toISOString()}; less than ${small} is not told`,
    ...groupWords(total, published),
    ...(groups === null ? ['', 'Broken down it would tell of too few: only the whole is told'] : []),
    ...(groups ?? []).flatMap((group) => groupWords(group, published)),
  ]
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
