import type { AskOrder } from '../../exchange/drafts/begin.ts'
import type { AskedAuthority } from '../../exchange/drafts/draftKeeping.ts'
import { type LetterLanguage, reads } from '../../letter/language.ts'
import type { Text } from '../../message/generated/types.ts'
import { type Words, sentences } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
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
        choices={authorities.map(({ id, name: given }) => {
          const name = nameFor(words.language, given)
          return { value: id, text: `${name.text} (${id})`, language: name.language }
        })}
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

/** In the language of the reader where the State of the authority has said it so, else as that State writes it. */
function nameFor(reader: LetterLanguage, name: Text): { readonly language: string; readonly text: string } {
  return [name, ...(name.translations ?? [])].find(({ language }) => reads(reader, language)) ?? name
}
