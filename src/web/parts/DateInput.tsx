import type { ComponentChildren } from 'preact'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

/** One of the small fields that make a date. */
export interface DatePiece {
  /** What comes after the name of the whole. */
  readonly name: string
  readonly label: string
  readonly width: 2 | 4 | 5
  readonly value: string
}

/** A day in its pieces. */
export function datePiecesOf(
  words: Words,
  date: Readonly<Record<'day' | 'month' | 'year', string>>,
): readonly DatePiece[] {
  return [
    { name: 'day', label: words.say('day'), width: 2, value: date.day },
    { name: 'month', label: words.say('month'), width: 2, value: date.month },
    { name: 'year', label: words.say('year'), width: 4, value: date.year },
  ]
}

interface DateInputProps {
  readonly words: Words
  /** Id of the whole, and what the names of the pieces begin with. */
  readonly name: string
  readonly label: ComponentChildren
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly pieces: readonly DatePiece[]
}

/** A date in three fields, with the time in more where it has one; digits may be those of any script. */
export function DateInput({ words, name, label, hint, errors, pieces }: DateInputProps) {
  const error = errors.find(({ field }) => field === name)
  return (
    <div class={groupClass(error)}>
      <fieldset class="govuk-fieldset" role="group" aria-describedby={describedBy(name, hint, error)}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        <Hint name={name} text={hint} />
        <Wrong words={words} name={name} error={error} />
        <div class="govuk-date-input" id={name}>
          {pieces.map((piece) => {
            const own = `${name}/${piece.name}`
            return (
              <div class="govuk-date-input__item" key={piece.name}>
                <div class="govuk-form-group">
                  <label class="govuk-label govuk-date-input__label" for={own}>
                    {piece.label}
                  </label>
                  <input
                    class={`govuk-input govuk-date-input__input govuk-input--width-${piece.width}${
                      error === undefined ? '' : ' govuk-input--error'
                    }`}
                    id={own}
                    name={own}
                    type="text"
                    inputmode="numeric"
                    dir="ltr"
                    value={piece.value}
                  />
                </div>
              </div>
            )
          })}
        </div>
      </fieldset>
    </div>
  )
}
