import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

interface FileFieldProps {
  readonly words: Words
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  /** More than one may be chosen. */
  readonly isMany?: true
  /** What the browser offers first; nothing is known by it. */
  readonly accept?: string
}

/** Files that somebody chooses. Stands last in its form, which brings files. */
export function FileField({ words, name, label, hint, errors, isMany, accept }: FileFieldProps) {
  const error = errors.find(({ field }) => field === name)
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Hint name={name} text={hint} />
      <Wrong words={words} name={name} error={error} />
      <input
        class={`govuk-file-upload${error === undefined ? '' : ' govuk-file-upload--error'}`}
        id={name}
        name={name}
        type="file"
        multiple={isMany}
        accept={accept}
        aria-describedby={describedBy(name, hint, error)}
      />
    </div>
  )
}
