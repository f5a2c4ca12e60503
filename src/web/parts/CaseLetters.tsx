import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { letterPart } from './CaseContents.tsx'
import { LetterArticle } from './DraftParts.tsx'

interface LettersProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** What is asked, as letters; each leads to its message, where it is told by what it holds. */
export function CaseLetters({ words: { say }, record: { view, letters } }: LettersProps) {
  return (
    <>
      {letters.map((one) => (
        <div key={one.id} id={letterPart(one)}>
          <LetterArticle letter={one.letter} level={2} />
          <p class="govuk-body desk-letter-link">
            <a class="govuk-link" href={messageLink(view.request, one)}>
              {say('openLetter')}
            </a>
          </p>
        </div>
      ))}
    </>
  )
}
