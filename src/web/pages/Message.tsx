import type { DeskMessage } from '../../exchange/desk/deskMessage.ts'
import { caseLink, letterEndings, messageLink } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Behind } from '../parts/Behind.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { LetterArticle } from '../parts/DraftParts.tsx'
import { Code } from '../parts/Line.tsx'
import { PlaceInLog, ReceiptFacts, SignedBy } from '../parts/MessageFacts.tsx'
import { typeTitle } from '../../letter/words.ts'

interface MessageProps extends Visit {
  readonly frame: Frame
  readonly message: DeskMessage
}

/** One message: as a letter in the reader's language, and everything by which it holds. */
export function Message({ frame, words: spoken, person, message }: MessageProps) {
  const words = caseWords(spoken, message.names)
  const { say, language } = words
  const { view, entry, letter } = message
  const title = typeTitle(entry.type, language)
  return (
    <Layout frame={frame} words={spoken} person={person} title={`${title} – ${view.reference}`}>
      <a class="govuk-back-link" href={caseLink(view.request)}>
        {say('backToRequest')}
      </a>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={view.reference} />
          {entry.sequence === null ? null : ` · ${say('messageNumber', { sequence: entry.sequence })}`}
        </span>
        {title}
      </h1>
      {letter === null ? (
        <p class="govuk-inset-text">{say('textErased')}</p>
      ) : (
        <LetterArticle words={words} letter={letter} level={2} />
      )}
      <Behind words={words} message={message} />
      {message.isChange ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`${messageLink(view.request, entry)}/changes`}>
            {say('seeChanges')}
          </a>
        </p>
      ) : null}
      <SignedBy words={words} message={message} />
      <ReceiptFacts words={words} message={message} />
      <PlaceInLog words={words} place={message.place} />
      {letter === null ? null : <ToKeep words={words} message={message} />}
    </Layout>
  )
}

interface ToKeepProps {
  readonly words: CaseWords
  readonly message: DeskMessage
}

function ToKeep({ words: { say }, message: { view, entry } }: ToKeepProps) {
  const base = messageLink(view.request, entry)
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('toKeep')}</h2>
      <ul class="govuk-list">
        {letterEndings.map(({ ending, text }) => (
          <li key={ending}>
            <a class="govuk-link" href={`${base}/letter.${ending}`} download>
              {say(text)}
            </a>
          </li>
        ))}
        <li>
          <a class="govuk-link" href={`${base}/message.jws`} download>
            {say('signedMessage')}
          </a>
        </li>
      </ul>
    </section>
  )
}
