import type { ComponentChildren } from 'preact'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

interface FieldsetProps {
  readonly words: Words
  /** Its id, to which errors lead that are about the whole. */
  readonly name: string
  readonly label: string
  readonly size: 'm' | 's'
  /** Whether the name is seen; not, where what unfolds it has the same. */
  readonly isLabelSeen?: boolean
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly children: ComponentChildren
}

/** Fields that belong together, under a name. */
export function Fieldset({ words, name, label, size, isLabelSeen = true, ...rest }: FieldsetProps) {
  const { hint, errors, children } = rest
  const error = errors.find(({ field }) => field === name)
  return (
    <div class={groupClass(error)}>
      <fieldset class="govuk-fieldset" id={name} aria-describedby={describedBy(name, hint, error)}>
        <legend
          class={
            isLabelSeen ? `govuk-fieldset__legend govuk-fieldset__legend--${size}` : 'govuk-visually-hidden'
          }
        >
          {label}
        </legend>
        <Hint name={name} text={hint} />
        <Wrong words={words} name={name} error={error} />
        {children}
      </fieldset>
    </div>
  )
}
