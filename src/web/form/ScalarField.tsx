import { organisationCodes } from './codes.ts'
import { plain } from '../../letter/letter.ts'
import { resolvedAt } from '../../letter/place.ts'
import type { JsonValue } from '../../message/json.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Check } from '../parts/Check.tsx'
import { DateInput, type DatePiece, datePiecesOf } from '../parts/DateInput.tsx'
import { Checks, Choice, type ChoiceGroup, type ChoiceText, Field } from '../parts/Field.tsx'
import { type RadioChoice, Radios } from '../parts/Radios.tsx'
import { Textarea } from '../parts/Textarea.tsx'
import type { Control, Listed } from './control.ts'
import { AuthorityField } from './AuthorityField.tsx'
import { askedLabel, hintFor, listedWords, truthWords } from './fieldWords.ts'
import { Articles } from './Articles.tsx'
import { GroundChoice, codeInWords, isGroundCode } from './GroundFields.tsx'
import { GivenField, isGiven } from './GivenField.tsx'
import { NamedField } from './NamedField.tsx'
import type { FormNode } from './node.ts'
import {
  type Offering,
  groundsAt,
  isChosen,
  outcomeNames,
  postponementsAt,
  resultKindsAt,
} from './offered.ts'
import { OtherMessageField, RequestField, messagesBeside } from './RequestField.tsx'
import type { Asked, Shown, Told } from './shown.ts'
import { type DayAlone, dayAloneOf, piecesOfDate, piecesOfMoment } from './typed.ts'
import { ZoneField } from './ZoneField.tsx'

/** Lists up to so long are seen whole; longer ones are opened. */
const radiosMax = 7

interface ScalarProps {
  readonly shown: Pick<Shown, 'words' | 'errors' | 'offering' | 'told' | 'zones'>
  readonly node: FormNode
}

/** A field that has one value, or marks some of a list. */
export function ScalarField({ shown: { words, errors, offering, told, zones }, node }: ScalarProps) {
  const { pointer: name, value } = node
  const asked: Asked = { words, name, label: askedLabel(words, node), hint: hintFor(words, node), errors }
  const written = writtenOf(value)
  const { names, idOf } = node
  if (idOf !== null && isGiven(node, written)) return <GivenField asked={asked} node={node} id={written} />
  if (offering !== null && names !== null && isChosen(offering, names))
    return <NamedField asked={asked} node={node} named={names} offering={offering} chosen={written} />
  const grounds = offering !== null && isGroundCode(node) ? groundsAt(offering, name) : null
  if (grounds !== null) return <GroundChoice asked={asked} offered={grounds} chosen={written} />
  const control = offering === null ? node.control : narrowed(offering, node)
  const messages = offering === null || !node.isMessage ? null : messagesBeside(offering, node)
  if (messages !== null) return <OtherMessageField {...{ asked, node, messages, written }} />
  if (control.kind === 'line')
    return (
      <Field {...asked} value={written} isCode={control.isCode} width={widthFor(control.charactersMax)} />
    )
  if (control.kind === 'lines') return <Textarea {...asked} value={written} rows={3} />
  if (control.kind === 'number') return <Field {...asked} value={written} isCode width={10} keys="numeric" />
  if (control.kind === 'date')
    return <DateField asked={asked} written={written} isPartial={control.isPartial} />
  if (control.kind === 'moment')
    return <MomentField asked={asked} written={written} dayAlone={dayAloneOf(node.name)} />
  const choices = offering?.choices ?? null
  if (control.kind === 'zone') return <ZoneField {...{ asked, node, choices, written, list: zones }} />
  if (control.kind === 'request') return <RequestField {...{ asked, node, choices, written }} />
  if (control.kind === 'authority') return <AuthorityField {...{ asked, node, choices, written }} />
  if (control.kind === 'checks' || control.kind === 'constant')
    return <Boxes asked={asked} node={node} control={control} />
  if (control.kind === 'choice' || control.kind === 'truth')
    return <OneOf asked={asked} node={node} control={control} told={told} />
  return (
    <p class="govuk-body" id={name}>
      {asked.label}: {words.say('keptAsIs', { count: written.length })}
    </p>
  )
}

/** Of what a kind of answer can say, what may be said now; what stands there already stays choosable. */
function narrowed(offering: Offering, { control, pointer, decides, stated, value }: FormNode): Control {
  if (control.kind !== 'choice') return control
  const isOutcome = decides !== null && /^\/outcomes\/[0-9]+$/.test(decides)
  const isReason = resolvedAt(stated).document === postponements
  const names = isOutcome
    ? outcomeNames(offering)
    : isReason
      ? postponementsAt(offering, pointer)
      : resultKindsAt(offering, pointer)
  if (names === null) return control
  const stays = [...names, value]
  return { ...control, listed: control.listed.filter((one) => stays.some((name) => name === one.value)) }
}

const postponements = 'code/postponement.json'

interface WrittenProps {
  readonly asked: Asked
  readonly written: string
}

function DateField({ asked, written, isPartial }: WrittenProps & { readonly isPartial: boolean }) {
  const hint = asked.words.say(isPartial ? 'partialDateHint' : 'dateHint')
  return (
    <DateInput
      {...asked}
      hint={joined(asked.hint, hint)}
      pieces={datePiecesOf(asked.words, piecesOfDate(written))}
    />
  )
}

const ofDayAlone = {
  beginning: 'momentFromDayAlone',
  end: 'momentToDayAlone',
} as const satisfies Readonly<Record<DayAlone, Sentence>>

interface MomentProps extends WrittenProps {
  readonly dayAlone?: DayAlone | null
}

/** A moment in its pieces. */
export function MomentField({ asked, written, dayAlone = null }: MomentProps) {
  const { words } = asked
  const zoned = words.say('momentHint', { zone: words.known.format.zone })
  const hint = dayAlone === null ? zoned : joined(zoned, words.say(ofDayAlone[dayAlone]))
  const { time, offset, ...date } = piecesOfMoment(written)
  const pieces: readonly DatePiece[] = [
    ...datePiecesOf(words, date),
    { name: 'time', label: words.say('timeOfDay'), width: 5, value: time },
    { name: 'offset', label: words.say('offset'), width: 5, value: offset },
  ]
  return <DateInput {...asked} hint={joined(asked.hint, hint)} pieces={pieces} />
}

interface BoxesProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly control: Control & { readonly kind: 'checks' | 'constant' }
}

/** Boxes to mark: those of a list, or the one that says the only thing that can be said. */
function Boxes({ asked, node: { name, value }, control }: BoxesProps) {
  const { words, label } = asked
  if (control.kind === 'checks') {
    const choices = control.listed.map((one) => ({
      value: String(one.value),
      text: listedWords(words, name, one),
    }))
    return <Checks {...asked} choices={choices} chosen={(Array.isArray(value) ? value : []).map(String)} />
  }
  const { value: only, place } = control
  const said =
    only === true
      ? label
      : words.say('fieldWithin', { outer: label, label: listedWords(words, name, { value: only, place }) })
  return <Check {...asked} label={said} value={String(only)} isMarked={value === only} />
}

interface OneOfProps {
  readonly asked: Asked
  readonly node: FormNode
  readonly control: Control & { readonly kind: 'choice' | 'truth' }
  readonly told: Told | null
}

/** One of a list: seen whole where it is short, else to be opened. What the body has stays choosable, whatever it is. */
function OneOf({ asked, node, control, told }: OneOfProps) {
  const { words } = asked
  const listed =
    control.kind === 'truth'
      ? [true, false].map((one) => ({ value: String(one), text: truthWords(words, one) }))
      : choicesOf(words, node.name, control.listed)
  const chosen = writtenOf(node.value)
  const isKnown = chosen === '' || listed.some(({ value }) => value === chosen)
  const choices = isKnown
    ? listed
    : [...listed, { value: chosen, text: otherText(words, node.name, control, chosen) }]
  if (choices.length > radiosMax || (control.kind === 'choice' && control.own !== null)) {
    const blank = { value: '', text: words.say(node.need === 'never' ? 'notStated' : 'chooseOne') }
    const inForce = control.kind === 'choice' && control.own === instruments ? told?.inForce : null
    if (told == null || inForce == null)
      return <Choice {...asked} {...organisationsLast(words, blank, choices)} chosen={chosen} />
    const groups = byForce(words, told.draft.to, choices, inForce)
    return <Choice {...asked} choices={[blank]} groups={groups} chosen={chosen} />
  }
  // A button that was pressed cannot be let go: what may be left out has one more for that.
  const blank = node.need === 'always' ? [] : [{ value: '', text: words.say('notStated') }]
  const explained = choices.map((choice) => withMeaning(words, node, choice))
  return <Radios {...asked} choices={[...explained, ...blank]} chosen={chosen === '' ? null : chosen} />
}

/** What stands there and is not in the list: where anything of a form may stand, as countries and scripts, what it is called. */
function otherText(words: CaseWords, name: string, control: OneOfProps['control'], chosen: string): string {
  const [first] = control.kind === 'choice' ? control.listed : []
  if (first === undefined || !('pattern' in first.place.schema)) return chosen
  return listedWords(words, name, { value: chosen, place: first.place })
}

const instruments = 'instrument'

/** Instruments, first those that are in force with the State that is asked. */
function byForce(
  words: CaseWords,
  to: string,
  choices: readonly ChoiceText[],
  inForce: readonly string[],
): readonly ChoiceGroup[] {
  const state = plain(words.country(to))
  const groups = [
    { sentence: 'instrumentsInForce', isInForce: true },
    { sentence: 'instrumentsOther', isInForce: false },
  ] as const
  return groups.flatMap(({ sentence, isInForce }) => {
    const some = choices.filter(({ value }) => inForce.includes(value) === isInForce)
    return some.length === 0
      ? []
      : [{ label: words.say(sentence, { state }), choices: some, isClosed: false }]
  })
}

/** Countries, and behind them in a group of their own the organisations that have a code beside theirs. */
function organisationsLast(
  words: CaseWords,
  blank: ChoiceText,
  choices: readonly ChoiceText[],
): { readonly choices: readonly ChoiceText[]; readonly groups?: readonly ChoiceGroup[] } {
  const isOne = ({ value }: ChoiceText): boolean => organisationCodes.includes(value)
  const organisations = choices.filter(isOne)
  if (organisations.length < organisationCodes.length) return { choices: [blank, ...choices] }
  return {
    choices: [blank, ...choices.filter((choice) => !isOne(choice))],
    groups: [{ label: words.say('organisationsTravel'), choices: organisations, isClosed: false }],
  }
}

/** A code with its articles and what it means, where its list has words for that. */
function withMeaning(words: CaseWords, { stated }: FormNode, choice: ChoiceText): RadioChoice {
  const { document } = resolvedAt(stated)
  const { meaning, articles } = codeInWords(words, document, choice.value)
  if (meaning === null) return choice
  const hint = (
    <>
      {meaning} <Articles words={words} text={articles} />
    </>
  )
  return { ...choice, hint }
}

let choicesKnown = new WeakMap<readonly Listed[], Map<string, readonly ChoiceText[]>>()

/** The words have changed: the lists are made anew. */
export function forgetChoices(): void {
  choicesKnown = new WeakMap()
}

/** A list in the reader's words, made once for a language; a long one is in the order of the reader's alphabet. */
function choicesOf(words: CaseWords, name: string, listed: readonly Listed[]): readonly ChoiceText[] {
  const known = choicesKnown.get(listed) ?? new Map<string, readonly ChoiceText[]>()
  choicesKnown.set(listed, known)
  const made =
    known.get(words.language) ??
    listed.map((one) => ({ value: String(one.value), text: listedWords(words, name, one) }))
  if (!known.has(words.language) && made.length > radiosMax) {
    const order = new Intl.Collator(words.language)
    const sorted = [...made].sort((one, other) => order.compare(one.text, other.text))
    known.set(words.language, sorted)
    return sorted
  }
  known.set(words.language, made)
  return made
}

/** A value as it is typed; of what is none that can be, nothing. */
function writtenOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function widthFor(charactersMax: number): 10 | 20 | 30 {
  return charactersMax <= 12 ? 10 : charactersMax <= 64 ? 20 : 30
}

function joined(hint: string | undefined, more: string): string {
  return hint === undefined ? more : `${hint} ${more}`
}
