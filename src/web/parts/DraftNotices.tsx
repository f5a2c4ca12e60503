import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { messageRefusal } from '../desk/messageRefusals.ts'
import { PersonName } from './DraftParts.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Said } from './Said.tsx'

interface DraftNoticesProps {
  readonly words: CaseWords
  readonly view: DraftView
}

/** What whoever opens a draft must know first: that no person wrote it, and what has happened to it. */
export function DraftNotices(props: DraftNoticesProps) {
  return (
    <>
      <OfSystem {...props} />
      <Happened {...props} />
    </>
  )
}

/** Which system of the authority wrote it, and who answers for that. */
function OfSystem({ words, view: { draft, people } }: DraftNoticesProps) {
  const { system, author } = draft
  if (system === null) return null
  return (
    <p class="govuk-inset-text">
      <Said
        words={words}
        sentence="writtenBySystem"
        values={{ system: <Code text={system} />, person: <PersonName person={people.get(author)} /> }}
      />
    </p>
  )
}

function Happened({ words, view: { draft, people } }: DraftNoticesProps) {
  const { say } = words
  const { stage, reason, refusal, returnedBy, request, message } = draft
  if (stage === 'sent' && message !== null)
    return (
      <p class="govuk-inset-text">
        {say('draftSent')}{' '}
        <a class="govuk-link" href={messageLink(request, { sequence: null, id: message })}>
          {say('openMessage')}
        </a>
      </p>
    )
  if (stage === 'dropped') return <p class="govuk-inset-text">{say('draftDropped')}</p>
  if (stage === 'sending')
    return (
      <p class="govuk-inset-text">
        {say('sendingText')}
        {refusal === null ? null : (
          <>
            {' '}
            <WhyRefused words={words} code={refusal} />
            <Said words={words} sentence="errorCode" values={{ code: <Code text={refusal} /> }} />
          </>
        )}
      </p>
    )
  if (stage !== 'returned') return null
  return (
    <div class="govuk-inset-text">
      {refusal === 'EXHIBIT_ERASED' ? say('draftFileErased') : null}
      {refusal === null || refusal === 'EXHIBIT_ERASED' ? null : (
        <>
          <WhyRefused words={words} code={refusal} />
          <Said words={words} sentence="refusedBecause" values={{ code: <Code text={refusal} /> }} />
        </>
      )}
      {reason === null ? null : (
        <Said
          words={words}
          sentence="returnedBecause"
          values={{
            person: <PersonName person={returnedBy === null ? null : people.get(returnedBy)} />,
            reason: <OthersWords language="">{reason}</OthersWords>,
          }}
        />
      )}
    </div>
  )
}

/** Why a node does not send it, where its code has words; what follows it has the code. */
function WhyRefused({ words, code }: { readonly words: CaseWords; readonly code: string }) {
  const sentence = messageRefusal(code)
  return sentence === null ? null : <>{words.say(sentence)} </>
}
