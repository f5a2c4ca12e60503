import type { ComponentChildren } from 'preact'
import type { DayCase, DeskDay } from '../../exchange/desk/deskDay.ts'
import type { SavedSearch } from '../../exchange/search/saved.ts'
import type { DeskDrafts } from '../../exchange/drafts/listDrafts.ts'
import type { Undelivered } from '../../exchange/desk/undelivered.ts'
import { typeTitle } from '../../letter/letterOf.ts'
import { deskRoutes } from '../deskPaths.ts'
import { messageLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { Authority, CaseReference, FromTo, Kinds, RunsOut, States } from '../parts/CaseParts.tsx'
import { DraftTable } from '../parts/DraftParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { SavedSearches } from '../parts/SavedSearches.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag, TurnTag } from '../parts/Tag.tsx'

interface DayProps extends Visit {
  readonly frame: Frame
  readonly day: DeskDay
  /** Null: the person writes none. */
  readonly drafts: DeskDrafts | null
  readonly saved: readonly SavedSearch[]
}

/** The day's desk: what needs me, what came in, for whom I wait, and what has not arrived. */
export function Day({ frame, words: spoken, person, day, drafts, saved }: DayProps) {
  const words = caseWords(spoken, day.names)
  const { say } = words
  const { needs, fresh, waits, undelivered } = day
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('dayTitle')}>
      <h1 class="govuk-heading-xl">{say('dayTitle')}</h1>
      <p class="govuk-body-l">
        {say('dayCounts', {
          needs: needs.length,
          fresh: fresh.length,
          waits: waits.length,
          undelivered: undelivered.length,
        })}
      </p>
      <p class="govuk-body">
        <Said words={words} sentence="timesIn" values={{ zone: <Code text={day.names.timeZone} /> }} />
      </p>
      {drafts === null ? null : <DraftsForPerson words={words} drafts={drafts} />}
      <Part words={words} title="needsYou" empty="needsYouEmpty" count={needs.length}>
        <Needs words={words} cases={needs} />
      </Part>
      {drafts === null ? null : (
        <Part words={words} title="yourDrafts" empty="yourDraftsEmpty" count={drafts.mine.length}>
          <DraftTable words={caseWords(spoken, drafts.names)} drafts={drafts.mine} />
        </Part>
      )}
      <Part words={words} title="cameInNew" empty="cameInNewEmpty" count={fresh.length}>
        <Fresh words={words} cases={fresh} />
      </Part>
      <Part words={words} title="waitingFor" empty="waitingForEmpty" count={waits.length}>
        <Waits words={words} cases={waits} />
      </Part>
      <Part words={words} title="notDelivered" empty="notDeliveredEmpty" count={undelivered.length}>
        <NotDelivered words={words} messages={undelivered} />
      </Part>
      {day.hasMore ? <p class="govuk-inset-text">{say('thereIsMore')}</p> : null}
      <SavedSearches frame={frame} words={spoken} saved={saved} />
      <p class="govuk-body">
        <a class="govuk-link" href={deskRoutes.cases.path}>
          {say('allRequests')}
        </a>
      </p>
      {drafts === null ? null : <WaysOfWriters words={words} />}
    </Layout>
  )
}

interface DraftsForPersonProps {
  readonly words: CaseWords
  readonly drafts: DeskDrafts
}

/** What waits for the person's approval, and what was returned to them. */
function DraftsForPerson({
  words,
  drafts: { names, mayApprove, toApprove, returned },
}: DraftsForPersonProps) {
  const own = caseWords(words, names)
  return (
    <>
      {mayApprove ? (
        <Part words={words} title="toApprove" empty="toApproveEmpty" count={toApprove.length}>
          <DraftTable words={own} drafts={toApprove} />
        </Part>
      ) : null}
      {returned.length === 0 ? null : (
        <Part words={words} title="returnedToYou" empty="returnedToYouEmpty" count={returned.length}>
          <DraftTable words={own} drafts={returned} />
        </Part>
      )}
    </>
  )
}

/** What whoever writes or approves looks for now and then: each stands on the page where it belongs as well. */
function WaysOfWriters({ words: { say } }: { readonly words: Words }) {
  return (
    <>
      {(['templates', 'delegations'] as const).map((name) => (
        <p key={name} class="govuk-body">
          <a class="govuk-link" href={deskRoutes[name].path}>
            {say(name)}
          </a>
        </p>
      ))}
    </>
  )
}

interface PartProps {
  readonly words: CaseWords
  readonly title: Sentence
  readonly empty: Sentence
  readonly count: number
  readonly children: ComponentChildren
}

/** A list with its heading; an empty one says what to do next. */
function Part({ words: { say }, title, empty, count, children }: PartProps) {
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say(title)}</h2>
      {count === 0 ? <p class="govuk-body">{say(empty)}</p> : children}
    </section>
  )
}

interface CasesProps {
  readonly words: CaseWords
  readonly cases: readonly DayCase[]
}

function Needs({ words, cases }: CasesProps) {
  const { say } = words
  return (
    <Table
      caption={say('needsYouCaption')}
      head={[say('request'), say('concerns'), say('state'), say('runsOut')]}
      rows={cases.map(({ view, due, isNew, isRefused }) => [
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
        </>,
        <Kinds key="kinds" words={words} view={view} />,
        <States key="states" words={words} view={view} />,
        <RunsOut key="runs" words={words} view={view} due={due} />,
      ])}
    />
  )
}

function Fresh({ words, cases }: CasesProps) {
  const { say } = words
  return (
    <Table
      caption={say('cameInNewCaption')}
      head={[say('request'), say('from'), say('concerns'), say('cameIn')]}
      rows={cases.map(({ view }) => [
        <CaseReference key="reference" view={view} />,
        <Authority key="from" words={words} id={view.counterpart} />,
        <Kinds key="kinds" words={words} view={view} />,
        <Moment key="since" words={words} at={view.openedAt} />,
      ])}
    />
  )
}

function Waits({ words, cases }: CasesProps) {
  const { say } = words
  return (
    <Table
      caption={say('waitingForCaption')}
      head={[say('request'), say('awaited'), say('since'), say('state'), say('runsOut')]}
      rows={cases.map(({ view, due }) => [
        <>
          <CaseReference view={view} />
          <div class="desk-under">
            <Kinds words={words} view={view} />
          </div>
        </>,
        <Authority key="awaited" words={words} id={view.counterpart} />,
        <Moment key="since" words={words} at={view.updatedAt} />,
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
          {code === null ? null : <Code text={code} />}
          {isGivenUp ? <div>{say('givenUpWhat')}</div> : null}
        </>,
      ])}
    />
  )
}
