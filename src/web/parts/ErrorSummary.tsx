import type { Words } from '../desk/words.ts'
import { Code } from './Line.tsx'

/** What is wrong with a form, in the words of the reader. */
export interface FormError {
  /** Id of the field; null: it is about none. */
  readonly field: string | null
  readonly text: string
  /** What would be right, a code or number that stands behind the text; absent: the text says all. */
  readonly example?: string
}

interface ErrorSummaryProps {
  readonly words: Words
  readonly errors: readonly FormError[]
}

/** Stands above a form that was not taken, and leads to the fields. Nothing where there are no errors. */
export function ErrorSummary({ words, errors }: ErrorSummaryProps) {
  if (errors.length === 0) return null
  return (
    <div class="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{words.say('errorSummary')}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map((error) => (
              <li key={error.text}>
                {error.field === null ? (
                  <ErrorWords error={error} />
                ) : (
                  <a href={`#${error.field}`}>
                    <ErrorWords error={error} />
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

/** What is wrong, and what would be right. */
export function ErrorWords({ error: { text, example } }: { readonly error: Omit<FormError, 'field'> }) {
  return example === undefined ? (
    <>{text}</>
  ) : (
    <>
      {text} <Code text={example} />
    </>
  )
}
