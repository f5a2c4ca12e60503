import { type ComponentChildren, type VNode, h } from 'preact'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { Button } from '../../../src/web/parts/Button.tsx'
import { DateInput } from '../../../src/web/parts/DateInput.tsx'
import { Details } from '../../../src/web/parts/Details.tsx'
import { ErrorSummary } from '../../../src/web/parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../../../src/web/parts/Field.tsx'
import { FileField } from '../../../src/web/parts/FileField.tsx'
import { Radios } from '../../../src/web/parts/Radios.tsx'
import { SummaryList } from '../../../src/web/parts/SummaryList.tsx'
import { Tag } from '../../../src/web/parts/Tag.tsx'
import { Textarea } from '../../../src/web/parts/Textarea.tsx'
import { Hint, Wrong } from '../../../src/web/parts/fieldParts.tsx'
import { type Element, readHtml } from '../../support/html.ts'

interface Text {
  readonly text?: string
  readonly html?: string
}

interface Item extends Text {
  readonly name?: string
  readonly value?: string | number
  readonly hint?: Text
  readonly checked?: boolean
  readonly selected?: boolean
  readonly label?: string
  readonly classes?: string
}

interface Row {
  readonly key: Text
  readonly value: Text
}

type Piece = { readonly label?: string; readonly value?: string } | false

/** The options of GOV.UK's examples that our parts know; others have no meaning for them. */
export interface Options extends Text {
  readonly name?: string
  readonly id?: string
  readonly idPrefix?: string
  readonly namePrefix?: string
  readonly label?: Text
  readonly hint?: Text
  readonly errorMessage?: Text
  readonly fieldset?: { readonly legend?: Text }
  readonly items?: readonly (Item | null | false | '')[]
  readonly value?: string | number
  readonly values?: readonly string[] | Readonly<Record<string, string | number>>
  readonly day?: Piece
  readonly month?: Piece
  readonly year?: Piece
  readonly rows?: number | readonly (Row | null | false | '')[]
  readonly classes?: string
  readonly errorList?: readonly { readonly text: string; readonly href?: string }[]
  readonly summaryText?: string
  readonly summaryHtml?: string
  readonly open?: boolean
  readonly type?: string
  readonly multiple?: boolean
  readonly inputmode?: string
  readonly autocomplete?: string
  readonly autocapitalize?: string
}

const words = wordsIn('en')

const errorsOf = (name: string, { errorMessage }: Options) =>
  errorMessage?.text === undefined ? [] : [{ field: name, text: errorMessage.text }]
const asked = (options: Options) => {
  const name = options.idPrefix ?? options.id ?? options.name ?? ''
  const label = options.label?.text ?? ''
  return { words, name, label, hint: options.hint?.text, errors: errorsOf(name, options) }
}
const group = (options: Options) => ({ ...asked(options), label: said(options.fieldset?.legend) })
const valueOf = ({ value }: Options) => (value === undefined ? {} : { value: String(value) })
const itemsOf = ({ items = [] }: Options): readonly Item[] =>
  items.filter((item) => typeof item === 'object' && item !== null)
const choicesOf = (options: Options) =>
  itemsOf(options).map(({ value, text = '', hint }) => ({
    value: String(value ?? text),
    text,
    ...(hint?.text === undefined ? {} : { hint: hint.text }),
  }))
const chosenIn = (options: Options): readonly string[] => {
  const { value, values } = options
  const marked = itemsOf(options).filter(({ checked, selected }) => checked === true || selected === true)
  const given = Array.isArray(values) ? (values as readonly string[]) : []
  const named = marked.map((one) => String(one.value ?? one.text))
  const isUnmarked = (wanted: string): boolean =>
    itemsOf(options).some(
      ({ value: own, checked, selected }) => String(own) === wanted && (checked ?? selected) === false,
    )
  return [
    ...[...named, ...given],
    ...(value === undefined || named.length > 0 || isUnmarked(String(value)) ? [] : [String(value)]),
  ]
}
const widthOf = ({ classes = '' }: Options) =>
  ([10, 20, 30] as const).find((width) => classes === `govuk-input--width-${width}`)
const oneOf = <Kind extends string>(kinds: readonly Kind[], given: string | undefined): Kind | undefined =>
  kinds.find((kind) => kind === given)
/** The members that have a value. */
const known = <Members extends object>(members: Members) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]?: NonNullable<Members[Name]>
  }

/** How each part is asked for what an example shows. */
export const parts: Readonly<Record<string, (options: Options) => VNode>> = {
  input: (options) =>
    Field({
      ...{ ...asked(options), ...valueOf(options) },
      ...known({
        width: widthOf(options),
        keys: oneOf(['numeric', 'email', 'tel'], options.inputmode),
        type: oneOf(['text', 'password'], options.type),
        autocomplete: options.autocomplete,
      }),
      ...(options.autocapitalize === 'none' ? { isCode: true } : {}),
    }),
  select: (options) =>
    Choice({ ...asked(options), choices: choicesOf(options), chosen: chosenIn(options)[0] ?? '' }),
  textarea: (options) =>
    Textarea({
      ...{ ...asked(options), ...valueOf(options) },
      ...(typeof options.rows === 'number' ? { rows: options.rows } : {}),
    }),
  radios: (options) =>
    Radios({ ...group(options), choices: choicesOf(options), chosen: chosenIn(options)[0] ?? null }),
  checkboxes: (options) =>
    Checks({ ...group(options), choices: choicesOf(options), chosen: chosenIn(options) }),
  'date-input': (options) => DateInput({ ...group(options), pieces: piecesOf(options) }),
  'error-summary': ({ errorList = [] }) =>
    ErrorSummary({
      words,
      errors: errorList.map(({ text, href }) => ({ field: href?.slice(1) ?? null, text })),
    }) as VNode,
  button: (options) =>
    Button({
      ...{ children: said(options), ...valueOf(options), ...known({ name: options.name }) },
      ...known({
        kind: (['secondary', 'warning'] as const).find((kind) => options.classes === `govuk-button--${kind}`),
      }),
    }),
  'summary-list': ({ rows }) =>
    SummaryList({
      rows: (Array.isArray(rows) ? (rows as readonly (Row | null | false | '')[]) : []).map((row) =>
        typeof row === 'object' && row !== null ? [said(row.key), said(row.value)] : null,
      ),
    }),
  tag: (options) =>
    Tag({
      children: said(options),
      ...known({
        colour: (['red', 'yellow', 'grey', 'green', 'blue'] as const).find(
          (colour) => options.classes === `govuk-tag--${colour}`,
        ),
      }),
    }),
  details: (options) =>
    Details({
      ...{ label: options.summaryText ?? '', isOpen: options.open === true },
      children: said(options),
    }),
  'file-upload': (options) =>
    FileField({ ...asked(options), ...(options.multiple === true ? { isMany: true } : {}) }),
  'error-message': ({ id = '', text = '' }) =>
    Wrong({ words, name: id, error: { field: id, text } }) as VNode,
  hint: ({ id = '', text = '' }) => Hint({ name: id, text }) as VNode,
}

/** What an example says in text or in HTML, as what stands in a part. */
function said({ text, html }: Text = {}): ComponentChildren {
  if (html === undefined) return text ?? ''
  return readHtml(html).children.map(nodeOf)
}

function nodeOf(child: Element | string): ComponentChildren {
  return typeof child === 'string' ? child : h(child.name, child.attributes, child.children.map(nodeOf))
}

const usual: readonly Item[] = [{ name: 'day' }, { name: 'month' }, { name: 'year' }]

/** The small fields of a date: those that are named, or day, month and year but those that are not wanted. */
function piecesOf(options: Options) {
  const { namePrefix = '', values = {} } = options
  const pieces = { day: options.day, month: options.month, year: options.year }
  const ownOf = (name: string): Piece | undefined => pieces[name as keyof typeof pieces]
  const named = itemsOf(options)
  return (named.length === 0 ? usual : named).flatMap(({ name = '', label, classes, value }) => {
    const own = ownOf(name)
    if (own === false) return []
    const valued = values as Readonly<Record<string, string | number>>
    const given = value ?? own?.value ?? valued[namePrefix === '' ? name : `${namePrefix}-${name}`]
    const isWide = classes === undefined ? name === 'year' : classes.includes('govuk-input--width-4')
    return {
      ...{ name, label: label ?? own?.label ?? name.charAt(0).toUpperCase() + name.slice(1) },
      ...{ width: isWide ? (4 as const) : (2 as const), value: String(given ?? '') },
    }
  })
}
