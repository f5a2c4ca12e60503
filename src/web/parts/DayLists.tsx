import type { Arrived } from '../../exchange/desk/arrived.ts'
import type { DayCase } from '../../exchange/desk/dayCases.ts'
import type { DayFilter } from '../../exchange/desk/dayFilter.ts'
import type { DayPage } from '../../exchange/desk/dayPages.ts'
import type { DeskDayPart } from '../../exchange/desk/deskDayPart.ts'
import type { Undelivered } from '../../exchange/desk/undelivered.ts'
import { typeTitle } from '../../letter/words.ts'
import { caseLink, dayLink, messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { isWriter } from '../desk/isWriter.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Sentence } from '../desk/words.ts'
import { AttentionNotes } from './Assignment.tsx'
import { Authority, CaseReference, FromTo, Kinds, RunsOut, States } from './CaseParts.tsx'
import { Code } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Failure } from './RunningParts.tsx'
import { Table } from './Table.tsx'
import { Tag, TurnTag } from './Tag.tsx'

type ListName = DeskDayPart['page']['list']

interface Called {
  readonly title: Sentence
  readonly empty: Sentence
}

const dayLists: Readonly<Record<ListName, Called>> = {
  needs: { title: 'needsYou', empty: 'needsYouEmpty' },
  arrived: { title: 'cameInNew', empty: 'cameInNewEmpty' },
  waits: { title: 'waitingFor', empty: 'waitingForEmpty' },
  undelivered: { title: 'notDelivered', empty: 'notDeliveredEmpty' },
}

/**
 * What a list of the desk is called, and what stands there where it is empty. Of whoever only looks no step is awaited: it is their
 * authority that is needed.
 */
export function listOf(list: ListName, person: DeskPerson | null): Called {
  return list === 'needs' && !isWriter(person)
    ? { title: 'needsAuthority', empty: 'needsAuthorityEmpty' }
    : dayLists[list]
}

interface DayLinesProps {
  readonly words: CaseWords
  readonly person: DeskPerson | null
  readonly filter: DayFilter
  readonly page: DeskDayPart['page']
}

/** A page of a list of the desk, and the way to what is behind it. */
export function DayLines({ words, person, filter, page }: DayLinesProps) {
  return (
    <>
      {page.lines.length === 0 ? <NoneSoFar words={words} page={page} /> : linesOf(words, person, page)}
      <NextOf words={words} title={listOf(page.list, person).title} filter={filter} page={page} />
    </>
  )
}

function linesOf(words: CaseWords, person: DeskPerson | null, page: DeskDayPart['page']) {
  switch (page.list) {
    case 'needs':
      return <Needs words={words} person={person} cases={page.lines} />
    case 'arrived':
      return <CameIn words={words} messages={page.lines} />
    case 'waits':
      return <Waits words={words} person={person} cases={page.lines} />
    case 'undelivered':
      return <NotDelivered words={words} messages={page.lines} />
  }
}

/** None of those that were gone through is wanted, and there are more behind them. */
function NoneSoFar({ words: { say }, page: { next } }: Pick<DayLinesProps, 'words' | 'page'>) {
  return next === null ? null : <p class="govuk-body">{say('noneSoFar')}</p>
}

interface NextOfProps {
  readonly words: CaseWords
  readonly title: Sentence
  readonly filter: DayFilter
  readonly page: Pick<DayPage<unknown>, 'next'>
}

function NextOf({ words: { say }, title, filter, page: { next } }: NextOfProps) {
  if (next === null) return null
  return (
    <p class="desk-pages">
      <a class="govuk-link" rel="next" href={dayLink(filter, next)}>
        {say('nextPageOf', { list: say(title) })}
      </a>
    </p>
  )
}

interface CasesProps {
  readonly words: CaseWords
  readonly person: DeskPerson | null
  readonly cases: readonly DayCase[]
}

function Needs({ words, person, cases }: CasesProps) {
  const { say } = words
  return (
    <Table
      caption={say(isWriter(person) ? 'needsYouCaption' : 'needsAuthorityCaption')}
      head={[say('request'), say('concerns'), say('state'), say('since'), say('runsOut')]}
      rows={cases.map(({ view, due, since, isNew, isRefused, attention }) => [
        <>
          <CaseReference view={view} />
          <div class="desk-under">
            <FromTo words={words} view={view} />
          </div>
          <div class="desk-tags">
            {isNew ? <Tag colour="blue">{say('newTag')}</Tag> : null}
            {isRefused ? <Tag colour="red">{say('refused')}</Tag> : null}{' '}
            <TurnTag words={words} turn={view.turn} />
          </div>
          <AttentionNotes words={words} person={person} attention={attention} />
        </>,
        <Kinds key="kinds" words={words} view={view} />,
        <States key="states" words={words} view={view} />,
        since.ours === null ? '–' : <Moment key="since" words={words} at={since.ours} />,
        <RunsOut key="runs" words={words} view={view} due={due} />,
      ])}
    />
  )
}

interface CameInProps {
  readonly words: CaseWords
  readonly messages: readonly Arrived[]
}

function CameIn({ words, messages }: CameInProps) {
  const { say } = words
  return (
    <Table
      caption={say('cameInNewCaption')}
      head={[say('message'), say('from'), say('request'), say('cameIn')]}
      rows={messages.map(({ request, reference, sequence, type, from, at }) => [
        <a key="message" class="govuk-link" href={messageLink(request, { sequence, id: '' })}>
          {typeTitle(type, words.language)}
        </a>,
        <Authority key="from" words={words} id={from} />,
        <a key="request" class="govuk-link" href={caseLink(request)}>
          <Code text={reference} />
        </a>,
        <Moment key="at" words={words} at={at} />,
      ])}
    />
  )
}

function Waits({ words, person, cases }: CasesProps) {
  const { say } = words
  return (
    <Table
      caption={say('waitingForCaption')}
      head={[say('request'), say('awaited'), say('since'), say('state'), say('runsOut')]}
      rows={cases.map(({ view, due, since, attention }) => [
        <>
          <CaseReference view={view} />
          <div class="desk-under">
            <Kinds words={words} view={view} />
          </div>
          <AttentionNotes words={words} person={person} attention={attention} />
        </>,
        <Authority key="awaited" words={words} id={view.counterpart} />,
        <Moment key="since" words={words} at={since.theirs ?? view.updatedAt} />,
        <States key="states" words={words} view={view} />,
        <RunsOut key="runs" words={words} view={view} due={due} />,
      ])}
    />
  )
}

interface NotDeliveredProps {
  readonly words: CaseWords
  readonly messages: readonly Undelivered[]
}

function NotDelivered({ words, messages }: NotDeliveredProps) {
  const { say } = words
  return (
    <Table
      caption={say('notDeliveredCaption')}
      head={[say('request'), say('message'), say('to'), say('since'), say('delivery')]}
      rows={messages.map(({ request, reference, id, type, to, since, attempts, code, isGivenUp }) => [
        <Code key="reference" text={reference} />,
        <a key="message" class="govuk-link" href={messageLink(request, { sequence: null, id })}>
          {typeTitle(type, words.language)}
        </a>,
        <Authority key="to" words={words} id={to} />,
        <Moment key="since" words={words} at={since} />,
        <>
          {isGivenUp ? (
            <Tag colour="red">{say('givenUp')}</Tag>
          ) : (
            <Tag colour="grey">{say('triedAgain')}</Tag>
          )}
          <div>{say('failedAttempts', { count: attempts })}</div>
          {code === null ? null : <Failure words={words} code={code} />}
          {isGivenUp ? <div>{say('givenUpWhat')}</div> : null}
        </>,
      ])}
    />
  )
}
