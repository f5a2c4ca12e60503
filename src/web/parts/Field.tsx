import type { ComponentChildren } from 'preact'
import type { Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { OthersWords } from './Line.tsx'
import { Hint, Wrong, describedBy, groupClass } from './fieldParts.tsx'

interface FieldProps {
  readonly words: Words
  /** Name of the member of the form. */
  readonly name: string
  /** Where it is not the name. */
  readonly id?: string
  readonly label: string
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly value?: string
  readonly type?: 'text' | 'password'
  readonly autocomplete?: string
  readonly width?: 10 | 20 | 30
  /** What keys a small screen offers. */
  readonly keys?: 'numeric' | 'email' | 'tel'
  /** What is typed is written from left to right in every language: names for machines, addresses. */
  readonly isCode?: boolean
  /** Id of a list on the page, of which browsers offer what fits. */
  readonly list?: string
}

/** A line of text that somebody types. */
export function Field({ words, name, label, hint, errors, value, type = 'text', ...rest }: FieldProps) {
  const { id = name, autocomplete, width = 20, keys, isCode = false, list } = rest
  const error = errors.find(({ field }) => field === id)
  const attributes = {
    class: `govuk-input govuk-input--width-${width}${error === undefined ? '' : ' govuk-input--error'}`,
    id,
    name,
    value,
    autocomplete,
    spellcheck: false,
    'aria-describedby': describedBy(id, hint, error),
  }
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <Hint name={id} text={hint} />
      <Wrong words={words} name={id} error={error} />
      {type === 'password' ? (
        <input type="password" {...attributes} />
      ) : (
        <input
          type="text"
          {...attributes}
          inputmode={keys}
          list={list}
          autocapitalize={isCode ? 'none' : undefined}
          dir={isCode ? 'ltr' : 'auto'}
        />
      )}
    </div>
  )
}

/** Something that can be chosen. */
export interface ChoiceText {
  readonly value: string
  readonly text: string
  readonly language?: string
}

/** Choices under a heading of their own. */
export interface ChoiceGroup {
  readonly label: string
  readonly choices: readonly ChoiceText[]
  /** They are seen, and cannot be chosen now. */
  readonly isClosed: boolean
}

interface ChoiceProps {
  readonly words: Words
  readonly name: string
  /** Where it is not the name. */
  readonly id?: string
  readonly label: string
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly choices: readonly ChoiceText[]
  /** Behind those that have no heading. */
  readonly groups?: readonly ChoiceGroup[]
  readonly chosen: string
}

/** One of a list. */
export function Choice({ words, name, label, hint, errors, choices, chosen, ...rest }: ChoiceProps) {
  const { id = name, groups = [] } = rest
  const error = errors.find(({ field }) => field === id)
  const all = [...choices, ...groups.flatMap((group) => group.choices)]
  return (
    <div class={groupClass(error)}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <Hint name={id} text={hint} />
      <Wrong words={words} name={id} error={error} />
      <select
        class={`govuk-select${error === undefined ? '' : ' govuk-select--error'}`}
        id={id}
        name={name}
        aria-describedby={describedBy(id, hint, error)}
      >
        <Options choices={choices} chosen={chosen} />
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label} disabled={group.isClosed}>
            <Options choices={group.choices} chosen={chosen} />
          </optgroup>
        ))}
      </select>
      <Whole choice={all.find(({ value }) => value === chosen)} />
    </div>
  )
}

/** Of what is chosen a narrow screen shows so many characters at least, deep within others. */
const surelyShown = 20

/**
 * What stands in a choice, below it, for a screen on which that has no room for it: browsers cut it, and on a page of another direction the
 * beginning. Not heard twice; gone as soon as another is chosen (desk.css).
 */
function Whole({ choice }: { readonly choice: ChoiceText | undefined }) {
  if (choice === undefined || choice.text.length <= surelyShown) return null
  const language = languageOf(choice)
  return (
    <div class="govuk-hint desk-chosen desk-wrap" aria-hidden="true">
      {language === undefined ? choice.text : <OthersWords language={language}>{choice.text}</OthersWords>}
    </div>
  )
}

/** What is shown as it is sent is a code or an id, and in no language. */
function languageOf({ value, text, language }: ChoiceText): string | undefined {
  return language ?? (text === value ? '' : undefined)
}

function Options({ choices, chosen }: Pick<ChoiceProps, 'choices' | 'chosen'>) {
  return (
    <>
      {choices.map((choice) => (
        <option
          key={choice.value}
          value={choice.value}
          selected={choice.value === chosen}
          lang={languageOf(choice)}
        >
          {choice.text}
        </option>
      ))}
    </>
  )
}

interface ChecksProps {
  readonly words: Words
  readonly name: string
  /** Id of the first box, where there are several groups of one name on a page. */
  readonly id?: string
  readonly label: ComponentChildren
  readonly hint?: string | undefined
  readonly errors: readonly FormError[]
  readonly choices: readonly {
    readonly value: string
    readonly text: ComponentChildren
    readonly hint?: ComponentChildren
  }[]
  readonly chosen: readonly string[]
  /** They are seen, and cannot be chosen now; the hint says why. */
  readonly isClosed?: boolean
}

/** None, one or more of a few. */
export function Checks({ words, name, label, hint, errors, choices, chosen, ...rest }: ChecksProps) {
  const { id = name, isClosed = false } = rest
  const error = errors.find(({ field }) => field === id)
  return (
    <div class={groupClass(error)}>
      <fieldset
        class="govuk-fieldset"
        aria-describedby={describedBy(id, hint, error)}
        disabled={isClosed || undefined}
      >
        <legend class="govuk-fieldset__legend">{label}</legend>
        <Hint name={id} text={hint} />
        <Wrong words={words} name={id} error={error} />
        <div class="govuk-checkboxes govuk-checkboxes--small">
          {choices.map(({ value, text, hint: itemHint }, place) => {
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
                  aria-describedby={itemHint === undefined ? undefined : `${own}-item-hint`}
                />
                <label class="govuk-label govuk-checkboxes__label" for={own}>
                  {text}
                </label>
                {itemHint === undefined ? null : (
                  <div id={`${own}-item-hint`} class="govuk-hint govuk-checkboxes__hint">
                    {itemHint}
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
