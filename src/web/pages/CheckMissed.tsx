import type { CheckedReview } from '../../exchange/desk/checking/answers.ts'
import type { MissedLine } from '../../exchange/review/readMissed.ts'
import type { ReviewPage } from '../../exchange/review/review.ts'
import { caseLink, messageLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { AnswerParts } from '../desk/checkingAnswers.tsx'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import { deadlineTitle } from '../desk/checkingWords.ts'
import type { Sentence } from '../desk/words.ts'
import {
  AnswerPages,
  BackToCheck,
  ErasedToo,
  QuestionForm,
  RequestField,
  StateField,
  TimeFields,
  ToSave,
} from '../parts/CheckParts.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { AskedAmong } from '../parts/RequestsAmong.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

const { missed, missedCsv, missedJson, trail } = checkingRoutes

type Found = CheckedReview<ReviewPage<MissedLine>>

/** Which deadlines were missed, by whom and by how much. */
export function CheckMissed({
  frame,
  words,
  person,
  typed,
  timeZone,
  errors,
  states,
  answer,
  among,
  now,
}: AnswerParts<Found>) {
  const { say } = words
  const fields = { words, typed, errors }
  return (
    <Layout frame={frame} words={words} person={person} title={say('missed')} isWrong={errors.length > 0}>
      <BackToCheck words={words} />
      <ErrorSummary words={words} errors={errors} />
      <AskedAmong words={words} among={among} path={missed.path} typed={typed} />
      <h1 class="govuk-heading-xl">{say('missed')}</h1>
      <p class="govuk-body-l">{say('missedText')}</p>
      <QuestionForm words={words} action={missed.path}>
        <RequestField {...fields} />
        <StateField {...fields} states={states} />
        <TimeFields {...fields} timeZone={timeZone} proposed={{ from: monthOf(now) }} />
      </QuestionForm>
      {answer === null ? null : (
        <>
          <ErasedToo words={words} count={answer.erased} />
          <Lines words={caseWords(words, answer.names)} lines={answer.lines} />
          <AnswerPages words={words} path={missed.path} typed={typed} member="after" next={answer.next} />
          {answer.lines.length === 0 ? null : (
            <ToSave words={words} typed={typed} csv={missedCsv.path} json={missedJson.path} />
          )}
        </>
      )}
    </Layout>
  )
}

/** The first day of the month. */
export function monthOf(now: Date): string {
  return `${now.toISOString().slice(0, 7)}-01`
}

interface LinesProps {
  readonly words: CaseWords
  readonly lines: readonly MissedLine[]
}

function Lines({ words, lines }: LinesProps) {
  const { say, known, language } = words
  if (lines.length === 0) return <p class="govuk-inset-text">{say('missedNone')}</p>
  const hours = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  return (
    <Table
      caption={say('missedCaption', { count: lines.length })}
      head={[
        say('request'),
        say('deadline'),
        say('endedOn'),
        say('owedBy'),
        say('hoursLate'),
        say('whatCame'),
        say('placeInLog'),
      ]}
      rows={lines.map((line) => [
        <>
          <a class="govuk-link" href={caseLink(line.request.id)}>
            <Code text={line.request.reference} />
          </a>
          <div class="desk-under">{known.format.country(line.request.peer) ?? line.request.peer}</div>
        </>,
        <>
          <div>{deadlineTitle(words, line.clock, line.mark)}</div>
          <div class="govuk-hint desk-hint">
            <Code text={line.measure.id} /> {words.kind(line.measure.kind)}
          </div>
        </>,
        <Moment key="ends" words={words} at={line.ends} />,
        known.format.and(line.owedBy.map(({ state }) => known.format.country(state) ?? state)),
        hours.format(line.lateByMs / 3_600_000),
        <Settled key="settled" words={words} line={line} />,
        line.noted === null ? (
          say('notNoted')
        ) : (
          <a
            class="govuk-link"
            href={askedLink(trail.path, new URLSearchParams({ first: String(line.noted) }))}
          >
            <Code text={String(line.noted)} />
          </a>
        ),
      ])}
    />
  )
}

const settling = {
  late: 'doneLate',
  cameLate: 'cameLate',
  moved: 'movedLater',
  overtaken: 'overtakenLater',
} as const satisfies Readonly<Record<NonNullable<MissedLine['settled']>['how'], Sentence>>

function Settled({
  words: { say },
  line: { settled, request },
}: Pick<LinesProps, 'words'> & { line: MissedLine }) {
  if (settled === null) return <Tag colour="red">{say('standsOpen')}</Tag>
  return (
    <>
      <div>{say(settling[settled.how])}</div>
      <a class="govuk-link" href={messageLink(request.id, { sequence: settled.sequence, id: '' })}>
        {say('messageNumber', { sequence: settled.sequence })}
      </a>
    </>
  )
}
