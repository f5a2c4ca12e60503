import type { CheckedReview } from '../../exchange/desk/checking/answers.ts'
import { outcomes } from '../../exchange/review/measureCourse.ts'
import type { Published, PublishedGroup, Told } from '../../exchange/review/publish.ts'
import { smallRange } from '../../exchange/review/readStatistics.ts'
import { type Dimension, dimensions } from '../../exchange/review/tally.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { AnswerParts } from '../desk/checkingAnswers.tsx'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { dimensionWords, groundTitle } from '../desk/checkingWords.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { BackToCheck, QuestionForm, TimeFields, ToSave } from '../parts/CheckParts.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Checks, Field } from '../parts/Field.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Plot, type PlotRow } from '../parts/Plot.tsx'
import { Table } from '../parts/Table.tsx'

const { statistics, statisticsCsv, statisticsJson } = checkingRoutes

type Found = CheckedReview<{ readonly published: Published }>

/** What a review of a treaty counts, with small numbers suppressed. */
export function CheckStatistics({
  frame,
  words,
  person,
  typed,
  timeZone,
  errors,
  answer,
  now,
}: AnswerParts<Found>) {
  const { say } = words
  const { least, most } = smallRange
  const fields = { words, typed, errors }
  const proposed = { from: `${now.getUTCFullYear()}-01-01`, until: `${now.getUTCFullYear()}-12-31` }
  return (
    <Layout frame={frame} words={words} person={person} title={say('statistics')} isWrong={errors.length > 0}>
      <BackToCheck words={words} />
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{say('statistics')}</h1>
      <p class="govuk-body-l">{say('statisticsText')}</p>
      <QuestionForm words={words} action={statistics.path}>
        <TimeFields {...fields} timeZone={timeZone} proposed={proposed} />
        <Checks
          words={words}
          name="by"
          label={say('brokenDownBy')}
          hint={say('brokenDownByHint')}
          errors={errors}
          choices={dimensions.map((value) => ({ value, text: say(dimensionWords[value]) }))}
          chosen={(typed.get('by') ?? '').split(',')}
        />
        <Field
          words={words}
          name="small"
          label={say('leastNumber')}
          hint={say('leastNumberHint', { least, most })}
          errors={errors}
          value={typed.get('small') ?? '5'}
          width={10}
          keys="numeric"
        />
      </QuestionForm>
      {answer === null ? null : (
        <>
          <Numbers words={caseWords(words, answer.names)} published={answer.published} />
          <ToSave words={words} typed={typed} csv={statisticsCsv.path} json={statisticsJson.path} isWhole />
        </>
      )}
    </Layout>
  )
}

interface NumbersProps {
  readonly words: CaseWords
  readonly published: Published
}

function Numbers({ words, published }: NumbersProps) {
  const { say } = words
  const { total, groups, small } = published
  if (total.requests === 0) return <p class="govuk-inset-text">{say('statisticsNone')}</p>
  return (
    <>
      {groups === null ? <p class="govuk-inset-text">{say('statisticsWholeOnly')}</p> : null}
      <p class="govuk-body">{say('untoldText', { small })}</p>
      <Requests words={words} published={published} />
      <Outcomes words={words} published={published} />
      <Times words={words} published={published} />
      <Grounds words={words} published={published} />
    </>
  )
}

function Requests({ words, published }: NumbersProps) {
  const { say } = words
  const rows = rowsOf(published)
  const show = tellingIn(words, published)
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('requests')}</h2>
      <Plot
        title={say('requestsPlot')}
        direction={words.direction}
        rows={rows.map((group) => barOf(nameOf(words, published, group), group.requests, show))}
      />
      <Table
        caption={say('requestsPlot')}
        head={[
          say('group'),
          say('requests'),
          say('acknowledgedCount'),
          say('measures'),
          say('deliveredCount'),
        ]}
        rows={rows.map((group) => [
          nameOf(words, published, group),
          show(group.requests),
          show(group.acknowledged),
          show(group.measures),
          show(group.delivered),
        ])}
      />
    </section>
  )
}

const outcomeWords = {
  granted: 'outcomeGranted',
  partly: 'outcomePartly',
  refused: 'outcomeRefused',
  ended: 'outcomeEnded',
  open: 'outcomeOpen',
} as const satisfies Readonly<Record<(typeof outcomes)[number], Sentence>>

function Outcomes({ words, published }: NumbersProps) {
  const { say } = words
  const rows = rowsOf(published)
  const show = tellingIn(words, published)
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('outcomes')}</h2>
      <p class="govuk-body">{say('outcomesText')}</p>
      <Plot
        title={say('outcomesPlot')}
        direction={words.direction}
        legend={outcomes.map((kind) => ({ kind, text: say(outcomeWords[kind]) }))}
        rows={rows.map((group) => ({
          label: nameOf(words, published, group),
          number: show(group.measures),
          pieces: outcomes.flatMap((kind) => {
            const value = group.outcomes[kind]
            return typeof value === 'number' ? [{ kind, value }] : []
          }),
        }))}
      />
      <Table
        caption={say('outcomesPlot')}
        head={[say('group'), say('measures'), ...outcomes.map((kind) => say(outcomeWords[kind]))]}
        rows={rows.map((group) => [
          nameOf(words, published, group),
          show(group.measures),
          ...outcomes.map((kind) => show(group.outcomes[kind])),
        ])}
      />
    </section>
  )
}

const steps = [
  ['acknowledge', 'untilAcknowledged'],
  ['decide', 'untilDecided'],
  ['deliver', 'untilDelivered'],
] as const

function Times({ words, published }: NumbersProps) {
  const { say, language } = words
  const hours = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const rows = rowsOf(published).flatMap((group) =>
    steps.flatMap(([step, text]) => {
      const spread = group.times[step]
      return spread === null ? [] : [{ name: nameOf(words, published, group), what: say(text), spread }]
    }),
  )
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('times')}</h2>
      {rows.length === 0 ? (
        <p class="govuk-body">{say('timesNone')}</p>
      ) : (
        <>
          <Plot
            title={say('timesPlot')}
            direction={words.direction}
            rows={rows.map(({ name, what, spread }) => ({
              label: `${name}: ${what}`,
              number: hours.format(spread.medianHours),
              pieces: [{ kind: 'one', value: spread.medianHours }],
            }))}
          />
          <Table
            caption={say('timesPlot')}
            head={[
              say('group'),
              say('timeFromOpening'),
              say('howMany'),
              say('halfWithin'),
              say('mostWithin'),
            ]}
            rows={rows.map(({ name, what, spread }) => [
              name,
              what,
              hours.format(spread.count),
              hours.format(spread.medianHours),
              spread.p90Hours === null ? say('notTold') : hours.format(spread.p90Hours),
            ])}
          />
        </>
      )}
    </section>
  )
}

function Grounds({ words, published }: NumbersProps) {
  const { say } = words
  const show = tellingIn(words, published)
  const named = Object.entries(published.total.grounds).map(([code, count]) => ({
    title: groundTitle(words, code),
    count,
  }))
  if (named.length === 0) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('grounds')}</h2>
      <Plot
        title={say('groundsPlot')}
        direction={words.direction}
        rows={named.map(({ title, count }) => barOf(title, count, show))}
      />
      <Table
        caption={say('groundsPlot')}
        head={[say('ground'), say('howMany')]}
        rows={named.map(({ title, count }) => [title, show(count)])}
      />
    </section>
  )
}

/** The groups, and the whole behind them. */
function rowsOf({ groups, total }: Published): readonly PublishedGroup[] {
  return [...(groups ?? []), total]
}

/** What is told has a bar; what is not has words alone, for a bar would tell it. */
function barOf(label: string, count: Told, show: (count: Told) => string): PlotRow {
  return {
    label,
    number: show(count),
    pieces: typeof count === 'number' ? [{ kind: 'one', value: count }] : [],
  }
}

function tellingIn({ say, language }: Words, { small }: Published): (count: Told) => string {
  const numbers = new Intl.NumberFormat(language)
  return (count) => {
    if (typeof count === 'number') return numbers.format(count)
    return count === 'few' ? say('fewerThan', { small }) : say('notTold')
  }
}

/** What a group is called: its values in words, as far as they have some. */
function nameOf(words: CaseWords, { by }: Published, { values }: PublishedGroup): string {
  const { say } = words
  if (values === null) return say('groupsTogether')
  if (values.length === 0) return say('groupAll')
  return values.map((value, place) => valueIn(words, by[place], value)).join(' · ')
}

function valueIn(words: CaseWords, dimension: Dimension | undefined, value: string): string {
  const { say, known } = words
  switch (dimension) {
    case 'peer':
      return known.format.country(value) ?? value
    case 'measure':
      return words.kind(value)
    case 'month':
      return known.format.date(value)
    case 'side':
      return say(value === 'asked' ? 'weAsked' : 'weWereAsked')
    case 'basis':
      return words.basis(value)
    case undefined:
      return value
  }
}
