import { directionOf } from '../../letter/language.ts'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

interface TextareaProps {
  readonly words: Words
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly value?: string
  readonly rows?: number
  /** BCP 47, of what is written there; absent: by what is typed. */
  readonly language?: string
}

/** A text of several lines, in its own language and direction. */
export function Textarea({ words, name, label, hint, errors, value, rows = 5, language }: TextareaProps) {
  const error = errors.find(({ field }) => field === name)
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Hint name={name} text={hint} />
      <Wrong words={words} name={name} error={error} />
      <textarea
        class={`govuk-textarea${error === undefined ? '' : ' govuk-textarea--error'}`}
        id={name}
        name={name}
        rows={rows}
        lang={language}
        dir={language === undefined ? 'auto' : directionOf(language)}
        aria-describedby={describedBy(name, hint, error)}
        value={value}
      />
    </div>
  )
}
