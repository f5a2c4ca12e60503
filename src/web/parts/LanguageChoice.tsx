import { letterLanguages } from '../../letter/language.ts'
import { type Words, sentences } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Choice } from './Field.tsx'

/** Name of the member of a form that says in which language a draft is written. */
export const languageMember = 'language'

interface LanguageChoiceProps {
  readonly words: Words
  readonly errors: readonly FormError[]
  /** Of the draft (BCP 47). */
  readonly chosen: string
}

/** The language in which a whole draft is written: those of the house, and what it has already. */
export function LanguageChoice({ words, errors, chosen }: LanguageChoiceProps) {
  const languages = [...new Set<string>([chosen, ...letterLanguages])]
  const known: Readonly<Record<string, { readonly languageName: string }>> = sentences
  return (
    <Choice
      words={words}
      name={languageMember}
      label={words.say('languageWritten')}
      hint={words.say('languageOfAll')}
      errors={errors}
      choices={languages.map((value) => ({
        value,
        text: known[value]?.languageName ?? value,
        language: value,
      }))}
      chosen={chosen}
    />
  )
}
