import type { Words } from '../desk/words.ts'
import { ErrorWords, type FormError } from './ErrorSummary.tsx'

/** What is said of a field before it is filled in. */
export function Hint({ name, text }: { readonly name: string; readonly text: string | undefined }) {
  return text === undefined ? null : (
    <div id={`${name}-hint`} class="govuk-hint">
      {text}
    </div>
  )
}

interface WrongProps {
  readonly words: Words
  readonly name: string
  readonly error: FormError | undefined
}

/** What is wrong with a field; whoever does not see the colour hears that it is an error. */
export function Wrong({ words, name, error }: WrongProps) {
  return error === undefined ? null : (
    <p id={`${name}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">{words.say('errorPrefix')}</span> <ErrorWords error={error} />
    </p>
  )
}

export function groupClass(error: FormError | undefined): string {
  return error === undefined ? 'govuk-form-group' : 'govuk-form-group govuk-form-group--error'
}

/** The ids of what describes a field. */
export function describedBy(
  name: string,
  hint: string | undefined,
  error: FormError | undefined,
): string | undefined {
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(error === undefined ? [] : [`${name}-error`]),
  ]
  return ids.length === 0 ? undefined : ids.join(' ')
}
