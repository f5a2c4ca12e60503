import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

interface CheckProps {
  readonly words: Words
  readonly name: string
  /** Absent: the name. */
  readonly id?: string
  readonly label: string
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  /** What is posted where it is marked. */
  readonly value: string
  readonly isMarked: boolean
}

/** One box: something is so, or nothing is said. */
export function Check({ words, name, id = name, label, hint, errors, value, isMarked }: CheckProps) {
  const error = errors.find(({ field }) => field === id)
  return (
    <div class={groupClass(error)}>
      <Hint name={id} text={hint} />
      <Wrong words={words} name={id} error={error} />
      <div class="govuk-checkboxes govuk-checkboxes--small">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={id}
            name={name}
            type="checkbox"
            value={value}
            checked={isMarked}
            aria-describedby={describedBy(id, hint, error)}
          />
          <label class="govuk-label govuk-checkboxes__label" for={id}>
            {label}
          </label>
        </div>
      </div>
    </div>
  )
}
