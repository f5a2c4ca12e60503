import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { RefusedView } from '../../exchange/desk/entryView.ts'
import { againLink, caseLink, letterEndings } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink } from '../desk/checkingQuestions.ts'
import type { Visit } from '../desk/pageOf.ts'
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
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Standings } from '../parts/Standings.tsx'
import { Table } from '../parts/Table.tsx'
import { Timeline } from '../parts/Timeline.tsx'

interface CaseProps extends Visit {
  readonly frame: Frame
  readonly record: DeskRecord
}

/** A request: what is asked, beside it what may be sent now, and all of its record. */
export function Case({ frame, words: spoken, person, record }: CaseProps) {
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
        <div class="desk-beside__moves" id={caseParts.moves}>
          {hasDrafts ? <DraftsHere words={words} drafts={drafts} /> : null}
          <MaySend frame={frame} words={words} person={person} record={record} />
          <Again words={words} person={person} record={record} />
        </div>
        <div class="desk-beside__letters">
          <CaseLetters words={words} record={record} />
        </div>
      </div>
      <Measures words={words} measures={view.measures} />
      <RunningOut words={words} record={record} />
      <Standings words={words} record={record} />
      <Conditions words={words} conditions={record.conditions} />
      <Messages words={words} record={record} />
      {unplaced.length === 0 ? null : <Unplaced words={words} record={record} />}
      {refused.length === 0 ? null : <RefusedHere words={words} refused={refused} />}
      <CaseFiles words={words} request={view.request} files={record.files} />
      <Overview words={words} record={record} />
      {person?.roles.includes('auditor') === true ? <TrailOf words={words} request={view.request} /> : null}
      {view.erasedAt === null ? <ToKeep words={words} request={view.request} /> : null}
      <BundleLinks words={spoken} person={person} request={view.request} />
    </Layout>
  )
}

function isWriter(person: CaseProps['person']): boolean {
  return person?.roles.some((role) => role === 'officer' || role === 'approver') === true
}

/** The record in its order, page by page. */
function Messages({ words, record: { view, entries, hands, next } }: RecordProps) {
  const { say } = words
  return (
    <section class="desk-part" id={caseParts.timeline}>
      <h2 class="govuk-heading-l">{say('messages')}</h2>
      {entries.length === 0 ? (
        <p class="govuk-body">{say('noMessages')}</p>
      ) : (
        <Timeline words={words} request={view.request} entries={entries} hands={hands} />
      )}
      {next === null ? null : (
        <p class="govuk-body">
          <a class="govuk-link" rel="next" href={`${caseLink(view.request)}?after=${next}`}>
            {say('laterMessages')}
          </a>
        </p>
      )}
    </section>
  )
}

function Unplaced({ words, record: { view, unplaced, hands } }: RecordProps) {
  const { say } = words
  return (
    <section class="desk-part" id={caseParts.unplaced}>
      <h2 class="govuk-heading-l">{say('withoutPlace')}</h2>
      <p class="govuk-body">{say('withoutPlaceText')}</p>
      <Timeline words={words} request={view.request} entries={unplaced} hands={hands} />
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

interface AgainProps extends RecordProps {
  readonly person: CaseProps['person']
}

/** For whoever writes: another request can be begun with one that this authority has asked. */
function Again({ words: { say }, person, record: { view, entries } }: AgainProps) {
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
          <OthersWords key="why" language="en">
            {detail}
          </OthersWords>,
        ])}
      />
    </section>
  )
}
