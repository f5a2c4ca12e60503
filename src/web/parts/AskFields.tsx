import type { AskOrder } from '../../exchange/drafts/begin.ts'
import type { AskedAuthority } from '../../exchange/drafts/draftKeeping.ts'
import type { LetterLanguage } from '../../letter/language.ts'
import { nameLine } from '../../letter/nameLine.ts'
import { type Words, sentences } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { authorityChoice } from './authorityText.ts'
import { Choice, Field } from './Field.tsx'

/** What is asked of every request that is begun. */
export interface AskFieldsProps {
  readonly words: Words
  readonly authorities: readonly AskedAuthority[]
  readonly languages: readonly LetterLanguage[]
  readonly typed: AskOrder
  readonly errors: readonly FormError[]
}

/** Who is asked, under which reference, in which language. */
export function AskFields({ words, authorities, languages, typed, errors }: AskFieldsProps) {
  const { say } = words
  return (
    <>
      <Choice
        words={words}
        name="to"
        label={say('askedAuthority')}
        errors={errors}
        choices={authorities.map(({ id, name }) =>
          authorityChoice(id, nameLine(name, words.language, false)),
        )}
        chosen={typed.to}
      />
      <Field
        words={words}
        name="reference"
        label={say('ownReference')}
        hint={say('ownReferenceHint')}
        errors={errors}
        value={typed.reference}
      />
      <Choice
        words={words}
        name="language"
        label={say('languageWritten')}
        errors={errors}
        choices={languages.map((language) => ({
          value: language,
          text: sentences[language].languageName,
          language,
        }))}
        chosen={typed.language}
      />
    </>
  )
}
