import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { RefusedView } from '../../exchange/desk/entryView.ts'
import { againLink, caseLink, letterEndings } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Authority, FromTo, States } from '../parts/CaseParts.tsx'
import { CaseFiles } from '../parts/CaseFiles.tsx'
import { Conditions, Measures, RunningOut } from '../parts/CaseSections.tsx'
import { MaySend } from '../parts/Moves.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Standings } from '../parts/Standings.tsx'
import { Table } from '../parts/Table.tsx'
import { TurnTag } from '../parts/Tag.tsx'
import { Timeline } from '../parts/Timeline.tsx'

interface CaseProps extends Visit {
  readonly frame: Frame
  readonly record: DeskRecord
}

/** A request with its record. */
export function Case({ frame, words: spoken, person, record }: CaseProps) {
  const words = caseWords(spoken, record.names)
  const { say } = words
  const { view, entries, unplaced, refused, next } = record
  return (
    <Layout frame={frame} words={spoken} person={person} title={view.reference}>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <FromTo words={words} view={view} />
        </span>
        <Code text={view.reference} />
      </h1>
      <Closed words={words} record={record} />
      <Overview words={words} record={record} />
      {person?.roles.includes('auditor') === true ? <TrailOf words={words} request={view.request} /> : null}
      <Measures words={words} measures={view.measures} />
      <RunningOut words={words} record={record} />
      <Standings words={words} record={record} />
      <Conditions words={words} conditions={record.conditions} />
      <MaySend frame={frame} words={words} person={person} record={record} />
      <Again words={words} person={person} record={record} />
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('messages')}</h2>
        {entries.length === 0 ? (
          <p class="govuk-body">{say('noMessages')}</p>
        ) : (
          <Timeline words={words} request={view.request} entries={entries} hands={record.hands} />
        )}
        {next === null ? null : (
          <p class="govuk-body">
            <a class="govuk-link" rel="next" href={`${caseLink(view.request)}?after=${next}`}>
              {say('laterMessages')}
            </a>
          </p>
        )}
      </section>
      {unplaced.length === 0 ? null : (
        <section class="desk-part">
          <h2 class="govuk-heading-l">{say('withoutPlace')}</h2>
          <p class="govuk-body">{say('withoutPlaceText')}</p>
          <Timeline words={words} request={view.request} entries={unplaced} hands={record.hands} />
        </section>
      )}
      {refused.length === 0 ? null : <RefusedHere words={words} refused={refused} />}
      <CaseFiles words={words} request={view.request} files={record.files} />
      {view.erasedAt === null ? <ToKeep words={words} request={view.request} /> : null}
    </Layout>
  )
}

/** For whoever checks: what the log tells of it. */
function TrailOf({ words: { say }, request }: { readonly words: CaseWords; readonly request: string }) {
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={askedLink(checkingRoutes.trail.path, new URLSearchParams({ request }))}>
        {say('trailOfRequest')}
      </a>
    </p>
  )
}

interface AgainProps extends RecordProps {
  readonly person: CaseProps['person']
}

/** For whoever writes: another request can be begun with one that this authority has asked. */
function Again({ words: { say }, person, record: { view, entries } }: AgainProps) {
  const isWriter = person?.roles.some((role) => role === 'officer' || role === 'approver') === true
  const isAsked = view.side === 'requesting' && entries[0]?.sequence === 1 && entries[0].type === 'request'
  if (!isWriter || !isAsked || view.erasedAt !== null) return null
  return (
    <p class="govuk-body">
      <a class="govuk-link" href={againLink(view.request)}>
        {say('askAgain')}
      </a>
    </p>
  )
}

/** All of it as one letter. */
function ToKeep({ words: { say }, request }: { readonly words: CaseWords; readonly request: string }) {
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('recordToKeep')}</h2>
      <ul class="govuk-list">
        {letterEndings.map(({ ending, text }) => (
          <li key={ending}>
            <a class="govuk-link" href={`${caseLink(request)}/record.${ending}`} download>
              {say(text)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface RecordProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** Whether the other side has refused what was to open it, and nothing else is on its way. */
function isOpeningRefused({ sequence }: DeskRecord['view'], unplaced: DeskRecord['unplaced']): boolean {
  return sequence === 0 && unplaced.length > 0 && unplaced.every(({ status }) => status === 'refused')
}

/** Why the record takes nothing more, where it does not. */
function Closed({ words, record: { view, unplaced } }: RecordProps) {
  const { say } = words
  if (view.erasedAt !== null)
    return (
      <p class="govuk-inset-text">
        <Said
          words={words}
          sentence="contentsErased"
          values={{ moment: <Moment words={words} at={view.erasedAt} isWithin={true} /> }}
        />
      </p>
    )
  if (view.closed === 'RECORD_ERASED') return <p class="govuk-inset-text">{say('erasedByOther')}</p>
  if (isOpeningRefused(view, unplaced)) return <p class="govuk-inset-text">{say('openingRefused')}</p>
  if (view.closed === null) return null
  return (
    <p class="govuk-inset-text">
      {say('takesNothingMore')} <Code text={view.closed} />
    </p>
  )
}

function Overview({ words, record }: RecordProps) {
  const { say } = words
  const { view, references, parties, hold, unplaced } = record
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('overview')}</h2>
      <SummaryList
        rows={[
          [say('state'), <States key="states" words={words} view={view} />],
          [
            say('turn'),
            <TurnTag
              key="turn"
              words={words}
              turn={isOpeningRefused(view, unplaced) ? 'nobody' : view.turn}
            />,
          ],
          [say('requestingSide'), <Authority key="requesting" words={words} id={parties.requesting} />],
          [say('referenceOfRequesting'), <Code key="their" text={references.requesting} />],
          [say('requestedSide'), <Authority key="requested" words={words} id={parties.requested} />],
          [
            say('referenceOfRequested'),
            references.requested === null ? say('notGivenYet') : <Code text={references.requested} />,
          ],
          [say('openedOn'), <Moment key="opened" words={words} at={view.openedAt} />],
          [say('lastChanged'), <Moment key="changed" words={words} at={view.updatedAt} />],
          [say('identifier'), <Code key="id" text={view.request} />],
          hold === null
            ? null
            : [
                say('legalHold'),
                <>
                  <Said
                    words={words}
                    sentence="holdSince"
                    values={{
                      moment: <Moment words={words} at={hold.since} isWithin={true} />,
                      person: <OthersWords language="">{hold.person}</OthersWords>,
                    }}
                  />
                  <div>
                    <OthersWords language="">{hold.reason}</OthersWords>
                  </div>
                </>,
              ],
        ]}
      />
    </section>
  )
}

interface RefusedProps {
  readonly words: CaseWords
  readonly refused: readonly RefusedView[]
}

function RefusedHere({ words, refused }: RefusedProps) {
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('refusedHere')}</h2>
      <Table
        caption={say('refusedHereCaption')}
        head={[say('since'), say('code'), say('why')]}
        rows={refused.map(({ at, code, detail }) => [
          <Moment key="at" words={words} at={at} />,
          <Code key="code" text={code} />,
          <OthersWords key="why" language="en">
            {detail}
          </OthersWords>,
        ])}
      />
    </section>
  )
}
