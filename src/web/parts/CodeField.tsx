import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Field } from './Field.tsx'

interface CodeFieldProps {
  readonly words: Words
  readonly hint: string
  readonly errors: readonly FormError[]
}

/** A code of a second factor: six digits, or one for recovery. */
export function CodeField({ words, hint, errors }: CodeFieldProps) {
  return (
    <Field
      words={words}
      name="code"
      label={words.say('secondFactorCode')}
      hint={hint}
      errors={errors}
      autocomplete="one-time-code"
      isCode
    />
  )
}
