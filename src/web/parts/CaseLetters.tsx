import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { caseParts, letterPart, letterTitle } from './CaseContents.tsx'
import { Details } from './Details.tsx'
import { LetterArticle } from './DraftParts.tsx'
import { Tag } from './Tag.tsx'

interface LettersProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** What came in new, what is asked, and what opened the record, as letters; each leads to its message, where all of it is told. */
export function CaseLetters({ words, record }: LettersProps) {
  const { view, letters } = record
  return (
    <>
      {letters.map((one, place) =>
        // Behind what was said since, whoever has read it before need not pass it again.
        place > 0 && one.sequence === 1 && !one.isNew ? (
          <Details key={one.id} label={words.say('showOpening')} isOpen={false}>
            <CaseLetter words={words} request={view.request} one={one} />
          </Details>
        ) : (
          <CaseLetter key={one.id} words={words} request={view.request} one={one} />
        ),
      )}
      <Elsewhere words={words} record={record} />
    </>
  )
}

interface LetterProps {
  readonly words: CaseWords
  readonly request: string
  readonly one: DeskRecord['letters'][number]
}

function CaseLetter({ words, request, one }: LetterProps) {
  const { say } = words
  return (
    <div id={letterPart(one)}>
      {one.isNew ? <Tag colour="blue">{say('unreadTag')}</Tag> : null}
      <LetterArticle words={words} letter={one.letter} level={2} />
      <p class="govuk-body desk-letter-link">
        <a class="govuk-link" href={messageLink(request, one)}>
          {say('openLetter')}
        </a>
      </p>
    </div>
  )
}

/** What has no room here. */
function Elsewhere({ words, record: { view, elsewhere } }: LettersProps) {
  const { say } = words
  if (elsewhere.length === 0) return null
  return (
    <section class="desk-part" id={caseParts.elsewhere}>
      <h2 class="govuk-heading-m">{say('lettersElsewhere')}</h2>
      <p class="govuk-body">{say('lettersElsewhereText')}</p>
      <ul class="govuk-list">
        {elsewhere.map((one) => (
          <li key={one.id}>
            <a class="govuk-link" href={messageLink(view.request, one)}>
              {letterTitle(one, words)}
            </a>{' '}
            {one.isNew ? <Tag colour="blue">{say('unreadTag')}</Tag> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
