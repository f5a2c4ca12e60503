import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Authority, Kinds, RunsOut, States } from './CaseParts.tsx'
import { caseParts } from './CaseContents.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'
import { SummaryList } from './SummaryList.tsx'
import { TurnTag } from './Tag.tsx'

interface RecordProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** Whether the other side has refused what was to open it, and nothing else is on its way. */
function isOpeningRefused({ view: { sequence }, unplaced }: DeskRecord): boolean {
  return sequence === 0 && unplaced.length > 0 && unplaced.every(({ status }) => status === 'refused')
}

/** Why the record takes nothing more, where it does not. */
export function Closed({ words, record }: RecordProps) {
  const { say } = words
  const { view } = record
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
  if (isOpeningRefused(record)) return <p class="govuk-inset-text">{say('openingRefused')}</p>
  if (view.closed === null) return null
  return (
    <p class="govuk-inset-text">
      {say('takesNothingMore')} <Code text={view.closed} />
    </p>
  )
}

/** What is asked, where it stands, whose turn it is, and what runs out first: what is seen before anything else. */
export function Glance({ words, record }: RecordProps) {
  const { say } = words
  const { view, due } = record
  return (
    <SummaryList
      rows={[
        [say('concerns'), <Kinds key="kinds" words={words} view={view} />],
        [say('runsOut'), <RunsOut key="due" words={words} view={view} due={due} />],
        [say('state'), <States key="states" words={words} view={view} />],
        [
          say('turn'),
          <TurnTag key="turn" words={words} turn={isOpeningRefused(record) ? 'nobody' : view.turn} />,
        ],
      ]}
    />
  )
}

/** Who asks whom, under which references, since when. */
export function Overview({ words, record }: RecordProps) {
  const { say } = words
  const { view, references, parties, hold } = record
  return (
    <section class="desk-part" id={caseParts.overview}>
      <h2 class="govuk-heading-l">{say('overview')}</h2>
      <SummaryList
        rows={[
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
          hold === null ? null : [say('legalHold'), <Hold key="hold" words={words} hold={hold} />],
        ]}
      />
    </section>
  )
}

interface HoldProps {
  readonly words: CaseWords
  readonly hold: NonNullable<DeskRecord['hold']>
}

function Hold({ words, hold: { since, person, reason } }: HoldProps) {
  return (
    <>
      <Said
        words={words}
        sentence="holdSince"
        values={{
          moment: <Moment words={words} at={since} isWithin={true} />,
          person: <OthersWords language="">{person}</OthersWords>,
        }}
      />
      <div>
        <OthersWords language="">{reason}</OthersWords>
      </div>
    </>
  )
}
