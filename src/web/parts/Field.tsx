import type { ComponentChildren } from 'preact'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'

interface FieldProps {
  readonly words: Words
  /** Id, and name of the member of the form. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly errors: readonly FormError[]
  readonly value?: string
  readonly type?: 'text' | 'password'
  readonly autocomplete?: string
  readonly width?: 10 | 20 | 30
  /** What is typed is written from left to right in every language: names for machines, addresses. */
  readonly isCode?: boolean
}

/** A line of text that somebody types. */
export function Field({ words, name, label, hint, errors, value, type = 'text', ...rest }: FieldProps) {
  const error = errors.find(({ field }) => field === name)
  const { autocomplete, width = 20, isCode = false } = rest
  const attributes = {
    class: `govuk-input govuk-input--width-${width}${error === undefined ? '' : ' govuk-input--error'}`,
    id: name,
    name,
    value,
    autocomplete,
    spellcheck: false,
    'aria-describedby': describedBy(name, hint, error),
  }
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Hint name={name} text={hint} />
      <Wrong words={words} name={name} error={error} />
      {type === 'password' ? (
        <input type="password" {...attributes} />
      ) : (
        <input
          type="text"
          {...attributes}
          autocapitalize={isCode ? 'none' : undefined}
          dir={isCode ? 'ltr' : 'auto'}
        />
      )}
    </div>
  )
}

interface ChoiceProps {
  readonly words: Words
  readonly name: string
  readonly label: string
  readonly errors: readonly FormError[]
  readonly choices: readonly { readonly value: string; readonly text: string; readonly language?: string }[]
  readonly chosen: string
}

/** One of a few. */
export function Choice({ words, name, label, errors, choices, chosen }: ChoiceProps) {
  const error = errors.find(({ field }) => field === name)
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={name}>
        {label}
      </label>
      <Wrong words={words} name={name} error={error} />
      <select
        class={`govuk-select${error === undefined ? '' : ' govuk-select--error'}`}
        id={name}
        name={name}
        aria-describedby={describedBy(name, undefined, error)}
      >
        {choices.map(({ value, text, language }) => (
          <option key={value} value={value} selected={value === chosen} lang={language}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

interface ChecksProps {
  readonly words: Words
  readonly name: string
  /** Id of the first box, where there are several groups of one name on a page. */
  readonly id?: string
  readonly label: ComponentChildren
  readonly errors: readonly FormError[]
  readonly choices: readonly { readonly value: string; readonly text: string; readonly hint?: string }[]
  readonly chosen: readonly string[]
}

/** None, one or more of a few. */
export function Checks({ words, name, id = name, label, errors, choices, chosen }: ChecksProps) {
  const error = errors.find(({ field }) => field === id)
  return (
    <div class={groupClass(error)}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(id, undefined, error)}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        <Wrong words={words} name={id} error={error} />
        <div class="govuk-checkboxes govuk-checkboxes--small">
          {choices.map(({ value, text, hint }, place) => {
            const own = place === 0 ? id : `${id}:${value}`
            return (
              <div class="govuk-checkboxes__item" key={value}>
                <input
                  class="govuk-checkboxes__input"
                  id={own}
                  name={name}
                  type="checkbox"
                  value={value}
                  checked={chosen.includes(value)}
                  aria-describedby={hint === undefined ? undefined : `${own}-hint`}
                />
                <label class="govuk-label govuk-checkboxes__label" for={own}>
                  {text}
                </label>
                {hint === undefined ? null : (
                  <div id={`${own}-hint`} class="govuk-hint govuk-checkboxes__hint">
                    {hint}
                  </div>
                )}
              </div>
            )
          })}
        </div>
      </fieldset>
    </div>
  )
}

function Hint({ name, text }: { readonly name: string; readonly text: string | undefined }) {
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

function Wrong({ words, name, error }: WrongProps) {
  return error === undefined ? null : (
    <p id={`${name}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">{words.say('errorPrefix')}</span> {error.text}
    </p>
  )
}

function groupClass(error: FormError | undefined): string {
  return error === undefined ? 'govuk-form-group' : 'govuk-form-group govuk-form-group--error'
}

function describedBy(
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
