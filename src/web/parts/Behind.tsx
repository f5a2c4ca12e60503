import type { DeskMessage } from '../../exchange/desk/deskMessage.ts'
import type { Hands } from '../../exchange/desk/hands.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { ActorRole } from './ActorRole.tsx'
import { ApprovedBy, PersonName, WrittenBy } from './DraftParts.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { SummaryList, type SummaryRow } from './SummaryList.tsx'

interface BehindProps {
  readonly words: CaseWords
  readonly message: DeskMessage
}

/** Who wrote a message, who gave it to be approved and who approved it; of one of the other side, whom it names itself. */
export function Behind({ words, message: { behind, entry } }: BehindProps) {
  const { say } = words
  const { hands, isBySystem, sent, approved, named } = behind
  const rows = [
    ...(hands === null ? [] : rowsOf(words, hands, isBySystem)),
    sent === null ? null : ([say('sentBy'), <ActorName key="sent" words={words} actor={sent} />] as const),
    approved === null
      ? null
      : ([say('approvedBy'), <ActorName key="approved" words={words} actor={approved} />] as const),
    named === null
      ? null
      : ([
          say('namedInMessage'),
          <OthersWords key="named" language="">
            {named}
          </OthersWords>,
        ] as const),
  ].filter((row) => row !== null)
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('whoIsBehind')}</h2>
      {rows.length === 0 ? null : <SummaryList rows={rows} />}
      {entry.isOwn && rows.length > 0 ? null : (
        <p class="govuk-body">{say(entry.isOwn ? 'behindForgotten' : 'behindUnknown')}</p>
      )}
    </section>
  )
}

function rowsOf(words: CaseWords, hands: Hands, isBySystem: boolean): readonly SummaryRow[] {
  const { say } = words
  const { author, system, editors, submitter, submittedAt, approver, approvedAt, onBehalfOf } = hands
  const { words: digest } = hands
  return [
    [
      say('writtenBy'),
      <>
        <WrittenBy words={words} author={author} system={system} />
        {editors.map((editor, place) => (
          <div key={place}>
            <PersonName person={editor} />
          </div>
        ))}
      </>,
    ],
    submitter === null
      ? null
      : [
          say(approver === null ? 'sentBy' : 'submittedBy'),
          <>
            <WrittenBy words={words} author={submitter} system={isBySystem ? system : null} />
            {submittedAt === null ? null : <At words={words} at={submittedAt} />}
          </>,
        ],
    approver === null
      ? null
      : [
          say('approvedBy'),
          <>
            <ApprovedBy words={words} approver={approver} onBehalfOf={onBehalfOf} />
            {approvedAt === null ? null : <At words={words} at={approvedAt} />}
          </>,
        ],
    digest === null
      ? null
      : [
          say(approver === null ? 'digestOfWordsSent' : 'digestOfWordsApproved'),
          <Code key="digest" text={digest} />,
        ],
  ]
}

interface AtProps {
  readonly words: CaseWords
  readonly at: string
}

/** When somebody did it, behind their name. */
function At({ words, at }: AtProps) {
  return (
    <>
      {' · '}
      <Moment words={words} at={at} />
    </>
  )
}

interface ActorNameProps {
  readonly words: CaseWords
  readonly actor: NonNullable<DeskMessage['behind']['sent']>
}

function ActorName({ words, actor }: ActorNameProps) {
  return (
    <>
      <OthersWords language="">{actor.person}</OthersWords> · <ActorRole words={words} actor={actor} />
    </>
  )
}
