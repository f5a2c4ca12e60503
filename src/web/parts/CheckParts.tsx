import type { ComponentChildren } from 'preact'
import { formatFor } from '../../letter/format.ts'
import { trailMax } from '../../exchange/readTrail.ts'
import { type ShownDay, type TimeEnd, shownDay, timeEnds } from '../desk/askedDays.ts'
import { checkingRoutes } from '../desk/checkingPaths.ts'
import { askedLink, askedMember } from '../desk/checkingQuestions.ts'
import type { Words } from '../desk/words.ts'
import { piecesOfDate } from '../form/typed.ts'
import type { FormError } from './ErrorSummary.tsx'
import { DateInput, datePiecesOf } from './DateInput.tsx'
import { Choice, Field } from './Field.tsx'

interface FieldProps {
  readonly words: Words
  readonly typed: URLSearchParams
  readonly errors: readonly FormError[]
}

/** A form that asks by its address and changes nothing but the log. */
export function QuestionForm({
  words: { say },
  action,
  children,
}: {
  readonly words: Words
  readonly action: string
  readonly children: ComponentChildren
}) {
  return (
    <form method="get" action={action} class="desk-question" novalidate>
      <input type="hidden" name={askedMember} value="yes" />
      {children}
      <button type="submit" class="govuk-button">
        {say('applyFilters')}
      </button>
    </form>
  )
}

/** Which request it is about, by its reference. */
export function RequestField({ words, typed, errors }: FieldProps) {
  const { say } = words
  return (
    <Field
      words={words}
      name="request"
      label={say('requestName')}
      hint={say('requestNameHint')}
      errors={errors}
      value={typed.get('request') ?? ''}
      width={30}
      isCode
    />
  )
}

/** With which State. */
export function StateField({
  words,
  typed,
  errors,
  states,
}: FieldProps & { readonly states: readonly string[] }) {
  const { say, language } = words
  const { country } = formatFor(language, 'UTC')
  const named = states.map((value) => ({ value, text: country(value) ?? value }))
  return (
    <Choice
      words={words}
      name="peer"
      label={say('otherState')}
      errors={errors}
      choices={[{ value: '', text: say('everyOtherState') }, ...named]}
      chosen={typed.get('peer') ?? ''}
    />
  )
}

interface TimeProps extends FieldProps {
  /** IANA name. */
  readonly timeZone: string
  /** Days such as `2027-03-08`. */
  readonly proposed?: Partial<Readonly<Record<TimeEnd, string>>>
}

/** From which day until which, both counted; what stands there when nothing was asked yet is a proposal. */
export function TimeFields({ words, typed, errors, timeZone, proposed = {} }: TimeProps) {
  return (
    <>
      {timeEnds.map((end) => {
        const proposal = typed.size === 0 ? proposed[end] : undefined
        const shown =
          proposal === undefined
            ? shownDay(typed, end, timeZone)
            : { pieces: piecesOfDate(proposal), moment: null }
        return (
          <DateInput
            key={end}
            words={words}
            name={end}
            label={words.say(`${end}Day`)}
            hint={dayHint(words, end, shown, timeZone)}
            errors={errors}
            pieces={datePiecesOf(words, shown.pieces)}
          />
        )
      })}
    </>
  )
}

/** How a day is typed and counted; of a moment that an address means also which it is. */
function dayHint({ say, language }: Words, end: TimeEnd, { moment }: ShownDay, timeZone: string): string {
  const { zone, moment: write } = formatFor(language, timeZone)
  const counted = end === 'from' ? say('fromDayHint', { zone }) : say('untilDayHint')
  return moment === null ? counted : `${counted} ${say('dayOfMoment', { moment: write(moment) })}`
}

interface SaveProps {
  /** The answer has one page, which the file holds whole. */
  readonly isWhole?: true
  readonly words: Words
  readonly typed: URLSearchParams
  readonly csv: string
  readonly json: string
}

/** The same answer as files, noted before they are given. */
export function ToSave({ words: { say }, typed, csv, json, isWhole }: SaveProps) {
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('toKeep')}</h2>
      <p class="govuk-body">
        {isWhole === true ? say('saveWholeText') : say('saveText', { count: trailMax })}
      </p>
      <ul class="govuk-list">
        <li>
          <a class="govuk-link" href={askedLink(csv, typed)} download>
            {say('saveCsv')}
          </a>
        </li>
        <li>
          <a class="govuk-link" href={askedLink(json, typed)} download>
            {say('saveJson')}
          </a>
        </li>
      </ul>
    </section>
  )
}

interface PagesProps {
  readonly words: Words
  readonly path: string
  readonly typed: URLSearchParams
  /** The member that says where a page begins. */
  readonly member: 'first' | 'after'
  readonly next: string | null
}

/** To the next page of an answer, and back to the first. */
export function AnswerPages({ words: { say }, path, typed, member, next }: PagesProps) {
  if (!typed.has(member) && next === null) return null
  return (
    <nav class="desk-pages" aria-label={say('pages')}>
      {typed.has(member) ? (
        <a class="govuk-link" href={askedLink(path, typed, { [member]: null })}>
          {say('firstPage')}
        </a>
      ) : null}
      {next === null ? null : (
        <a class="govuk-link" rel="next" href={askedLink(path, typed, { [member]: next })}>
          {say('nextPage')}
        </a>
      )}
    </nav>
  )
}

/** Back to where the node stands. */
export function BackToCheck({ words: { say } }: { readonly words: Words }) {
  return (
    <a class="govuk-back-link" href={checkingRoutes.check.path}>
      {say('backToCheck')}
    </a>
  )
}

/** Of how many requests nothing is told any more. */
export function ErasedToo({ words: { say }, count }: { readonly words: Words; readonly count: number }) {
  return count === 0 ? null : <p class="govuk-inset-text">{say('erasedToo', { count })}</p>
}
