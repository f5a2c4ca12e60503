import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { RefusedView } from '../../exchange/desk/entryView.ts'
import { type TimelinePlace, timelineStart } from '../../exchange/desk/timeline.ts'
import { againLink, caseLink, letterEndings, timelineLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import { isWriter } from '../desk/isWriter.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Assignment } from '../parts/Assignment.tsx'
import { BundleLinks } from '../parts/BundleParts.tsx'
import { FromTo } from '../parts/CaseParts.tsx'
import { CaseContents, caseParts } from '../parts/CaseContents.tsx'
import { CaseFiles } from '../parts/CaseFiles.tsx'
import { CaseLetters } from '../parts/CaseLetters.tsx'
import { Closed, Glance, Overview } from '../parts/CaseOverview.tsx'
import { Conditions, Measures, RunningOut } from '../parts/CaseSections.tsx'
import { DraftsHere } from '../parts/DraftParts.tsx'
import { MaySend } from '../parts/Moves.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import type { Around } from '../parts/LoggedFacts.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Rejected } from '../parts/Particulars.tsx'
import { Standings } from '../parts/Standings.tsx'
import { Table } from '../parts/Table.tsx'
import { Timeline } from '../parts/Timeline.tsx'

interface CaseProps extends Visit {
  readonly frame: Frame
  readonly record: DeskRecord
}

/** A request: what is asked, beside it what may be sent now, and all of its record. */
export function Case(props: CaseProps) {
  return props.record.after === timelineStart ? <Whole {...props} /> : <Later {...props} />
}

function Whole({ frame, words: spoken, person, record }: CaseProps) {
  const words = caseWords(spoken, record.names)
  const { view, unplaced, refused, drafts } = record
  const hasDrafts = isWriter(person) && drafts.length > 0
  return (
    <Layout frame={frame} words={spoken} person={person} title={view.reference}>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <FromTo words={words} view={view} />
        </span>
        <Code text={view.reference} />
      </h1>
      <Closed words={words} record={record} />
      <Glance words={words} record={record} />
      <CaseContents words={words} record={record} hasDrafts={hasDrafts} />
      <div class="desk-beside">
        <div class="desk-beside__letters">
          <CaseLetters words={words} record={record} />
        </div>
        <div class="desk-beside__moves">
          {hasDrafts ? <DraftsHere words={words} drafts={drafts} /> : null}
          <div id={caseParts.moves}>
            <MaySend frame={frame} words={words} person={person} record={record} />
          </div>
          <Again words={words} person={person} record={record} />
          <Assignment frame={frame} words={words} person={person} record={record} />
        </div>
      </div>
      <Measures words={words} measures={view.measures} />
      <RunningOut words={words} record={record} />
      <Standings words={words} record={record} />
      <Conditions words={words} conditions={record.conditions} />
      <Happened words={words} person={person} record={record} />
      {unplaced.length === 0 ? null : <Unplaced words={words} person={person} record={record} />}
      {refused.length === 0 ? null : <RefusedHere words={words} refused={refused} />}
      <CaseFiles words={words} request={view.request} files={record.files} />
      <Overview words={words} record={record} />
      {person?.roles.includes('auditor') === true ? <TrailOf words={words} request={view.request} /> : null}
      {view.erasedAt === null ? <ToKeep words={words} request={view.request} /> : null}
      <BundleLinks words={spoken} person={person} request={view.request} />
    </Layout>
  )
}

/** A page of the record behind the first: no more of the request than that. */
function Later({ frame, words: spoken, person, record }: CaseProps) {
  const words = caseWords(spoken, record.names)
  const { view } = record
  return (
    <Layout frame={frame} words={spoken} person={person} title={view.reference}>
      <a class="govuk-back-link" href={caseLink(view.request)}>
        {words.say('backToRequest')}
      </a>
      <h1 class="govuk-heading-xl desk-wrap">
        <Code text={view.reference} />
      </h1>
      <Happened words={words} person={person} record={record} />
    </Layout>
  )
}

/** The record in its order, page by page. */
function Happened({ words, person, record }: PersonAndRecord) {
  const { say } = words
  const { view, timeline, hands } = record
  const { items, next } = timeline
  return (
    <section class="desk-part" id={caseParts.timeline}>
      <h2 class="govuk-heading-l">{say('timeline')}</h2>
      {view.sequence === 0 ? <p class="govuk-body">{say('noMessages')}</p> : null}
      {items.length === 0 ? null : (
        <Timeline words={words} items={items} hands={hands} {...aroundOf(record, person)} />
      )}
      {next === null ? null : (
        <p class="govuk-body desk-pages">
          <a class="govuk-link" rel="next" href={timelineLink(view.request, next)}>
            {say('timelineLater')}
          </a>
          <a class="govuk-link" href={timelineLink(view.request, newestOf(view))}>
            {say('timelineNewest')}
          </a>
        </p>
      )}
    </section>
  )
}

/** Behind which the newest of a long record stands. */
function newestOf({ sequence }: DeskRecord['view']): TimelinePlace {
  return { sequence: Math.max(0, sequence - newestMax), entry: null }
}

const newestMax = 20

function aroundOf({ view: { request, measures }, files }: DeskRecord, person: CaseProps['person']): Around {
  return { request, measures, files, isWriter: isWriter(person) }
}

function Unplaced({ words, person, record }: PersonAndRecord) {
  const { say } = words
  const { unplaced, hands } = record
  const items = unplaced.map((entry) => ({ kind: 'message', entry }) as const)
  return (
    <section class="desk-part" id={caseParts.unplaced}>
      <h2 class="govuk-heading-l">{say('withoutPlace')}</h2>
      <p class="govuk-body">{say('withoutPlaceText')}</p>
      <Timeline words={words} items={items} hands={hands} {...aroundOf(record, person)} />
    </section>
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

interface PersonAndRecord extends RecordProps {
  readonly person: CaseProps['person']
}

/** For whoever writes: another request can be begun with one that this authority has asked. */
function Again({ words: { say }, person, record: { view, entries } }: PersonAndRecord) {
  const isAsked = view.side === 'requesting' && entries[0]?.sequence === 1 && entries[0].type === 'request'
  if (!isWriter(person) || !isAsked || view.erasedAt !== null) return null
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
    <section class="desk-part" id={caseParts.toKeep}>
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

interface RefusedProps {
  readonly words: CaseWords
  readonly refused: readonly RefusedView[]
}

function RefusedHere({ words, refused }: RefusedProps) {
  const { say } = words
  return (
    <section class="desk-part" id={caseParts.refused}>
      <h2 class="govuk-heading-l">{say('refusedHere')}</h2>
      <Table
        caption={say('refusedHereCaption')}
        head={[say('since'), say('code'), say('why')]}
        rows={refused.map(({ at, code, detail }) => [
          <Moment key="at" words={words} at={at} />,
          <Code key="code" text={code} />,
          <Rejected
            key="why"
            words={words}
            type={null}
            code={code}
            said={{ reasons: detail === '' ? null : detail, pointer: null, expected: [] }}
          />,
        ])}
      />
    </section>
  )
}
