import type { CheckedReview } from '../../exchange/desk/checking/answers.ts'
import type { BareRefusal, Unreasoned, UnreasonedLine } from '../../exchange/review/readUnreasoned.ts'
import { typeTitle } from '../../letter/words.ts'
import { caseLink, messageLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { AnswerParts } from '../desk/checkingAnswers.tsx'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { groundTitle } from '../desk/checkingWords.ts'
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
import { monthOf } from './CheckMissed.tsx'

const { unreasoned, unreasonedCsv, unreasonedJson } = checkingRoutes

/** Which refusals have no reasons. */
export function CheckUnreasoned(parts: AnswerParts<CheckedReview<Unreasoned>>) {
  const { frame, words, person, typed, timeZone, errors, states, answer, among, now } = parts
  const { say } = words
  const fields = { words, typed, errors }
  const title = say('unreasoned')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <BackToCheck words={words} />
      <ErrorSummary words={words} errors={errors} />
      <AskedAmong words={words} among={among} path={unreasoned.path} typed={typed} />
      <h1 class="govuk-heading-xl">{title}</h1>
      <p class="govuk-body-l">{say('unreasonedText')}</p>
      <QuestionForm words={words} action={unreasoned.path}>
        <RequestField {...fields} />
        <StateField {...fields} states={states} />
        <TimeFields {...fields} timeZone={timeZone} proposed={{ from: monthOf(now) }} />
      </QuestionForm>
      {answer === null ? null : (
        <>
          <ErasedToo words={words} count={answer.erased} />
          <Lines words={caseWords(words, answer.names)} lines={answer.lines} />
          <Bare words={caseWords(words, answer.names)} bare={answer.bare} isCutOff={answer.isBareCutOff} />
          <AnswerPages words={words} path={unreasoned.path} typed={typed} member="after" next={answer.next} />
          {answer.lines.length + answer.bare.length === 0 ? null : (
            <ToSave words={words} typed={typed} csv={unreasonedCsv.path} json={unreasonedJson.path} />
          )}
        </>
      )}
    </Layout>
  )
}

const lacks = {
  none: 'reasonsNone',
  withheld: 'reasonsWithheld',
  empty: 'reasonsEmpty',
  onlyCode: 'reasonsOnlyCode',
} as const satisfies Readonly<Record<UnreasonedLine['lack'], Sentence>>

interface LinesProps {
  readonly words: CaseWords
  readonly lines: readonly UnreasonedLine[]
}

function Lines({ words, lines }: LinesProps) {
  const { say, known, language } = words
  if (lines.length === 0) return <p class="govuk-inset-text">{say('unreasonedNone')}</p>
  return (
    <Table
      caption={say('unreasonedCaption', { count: lines.length })}
      head={[
        say('request'),
        say('timeOfEvent'),
        say('by'),
        say('whatWasSaid'),
        say('grounds'),
        say('reasons'),
      ]}
      rows={lines.map(({ request, message, by, measure, outcome, grounds, lack, reasonsCame }) => [
        <>
          <a class="govuk-link" href={caseLink(request.id)}>
            <Code text={request.reference} />
          </a>
          <div class="desk-under">{known.format.country(request.peer) ?? request.peer}</div>
        </>,
        <Moment key="at" words={words} at={message.at} />,
        known.format.country(by.state) ?? by.state,
        <>
          <a class="govuk-link" href={messageLink(request.id, { sequence: message.sequence, id: '' })}>
            {typeTitle(message.type, language)}
          </a>
          {outcome === null ? null : <div>{words.outcome(message.type, outcome) ?? outcome}</div>}
          {measure === null ? null : (
            <div class="govuk-hint desk-hint">
              <Code text={measure} />
            </div>
          )}
        </>,
        grounds.length === 0 ? '–' : grounds.map((code) => <div key={code}>{groundTitle(words, code)}</div>),
        <>
          <div>{say(lacks[lack])}</div>
          <div class="govuk-hint desk-hint">
            {reasonsCame === null
              ? say('reasonsCameNot')
              : say('reasonsCame', { sequence: reasonsCame.sequence })}
          </div>
        </>,
      ])}
    />
  )
}

interface BareProps {
  readonly words: CaseWords
  readonly bare: readonly BareRefusal[]
  readonly isCutOff: boolean
}

/** What this node refused by a code alone. */
function Bare({ words, bare, isCutOff }: BareProps) {
  const { say, known } = words
  if (bare.length === 0) return null
  return (
    <>
      <Table
        caption={say('bareCaption', { count: bare.length })}
        head={[say('timeOfEvent'), say('otherState'), say('code'), say('request')]}
        rows={bare.map(({ at, peer, code, request }) => [
          <Moment key="at" words={words} at={at} />,
          peer === null ? '–' : (known.format.country(peer) ?? peer),
          <Code key="code" text={code} />,
          request === null ? '–' : <Code key="request" text={request} />,
        ])}
      />
      {isCutOff ? <p class="govuk-inset-text">{say('bareCutOff')}</p> : null}
    </>
  )
}
