import { type ComponentChildren, Fragment } from 'preact'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

/** Something that can be chosen, and what is said of it below. */
export interface RadioChoice {
  readonly value: string
  readonly text: ComponentChildren
  readonly hint?: ComponentChildren
  /** What this and those behind it are: all of them stay one group of the keyboard. */
  readonly heading?: string
}

interface RadiosProps {
  readonly words: Words
  /** Name of the member, and id of the first button. */
  readonly name: string
  /** Id of the first button, where the name is not. */
  readonly id?: string
  readonly label: ComponentChildren
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly choices: readonly RadioChoice[]
  /** Null: none is chosen yet. */
  readonly chosen: string | null
}

/** One of a few, all of which are seen. */
export function Radios({ words, name, id = name, label, hint, errors, choices, chosen }: RadiosProps) {
  const error = errors.find(({ field }) => field === id)
  return (
    <div class={groupClass(error)}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(id, hint, error)}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        <Hint name={id} text={hint} />
        <Wrong words={words} name={id} error={error} />
        <div class="govuk-radios">
          {choices.map((choice, place) => {
            const own = place === 0 ? id : `${id}:${choice.value}`
            const item = (
              <div class="govuk-radios__item" key={choice.value}>
                <input
                  class="govuk-radios__input"
                  id={own}
                  name={name}
                  type="radio"
                  value={choice.value}
                  checked={choice.value === chosen}
                  aria-describedby={choice.hint === undefined ? undefined : `${own}-item-hint`}
                />
                <label class="govuk-label govuk-radios__label" for={own}>
                  {choice.text}
                </label>
                {choice.hint === undefined ? null : (
                  <div id={`${own}-item-hint`} class="govuk-hint govuk-radios__hint">
                    {choice.hint}
                  </div>
                )}
              </div>
            )
            if (choice.heading === undefined) return item
            return (
              <Fragment key={choice.value}>
                <p class="govuk-hint">{choice.heading}</p>
                {item}
              </Fragment>
            )
          })}
        </div>
      </fieldset>
    </div>
  )
}
