import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { wordsIn } from '../../../src/web/desk/words.ts'
import { Button } from '../../../src/web/parts/Button.tsx'
import { DateInput } from '../../../src/web/parts/DateInput.tsx'
import { Details } from '../../../src/web/parts/Details.tsx'
import { ErrorSummary } from '../../../src/web/parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../../../src/web/parts/Field.tsx'
import { Radios } from '../../../src/web/parts/Radios.tsx'
import { SummaryList } from '../../../src/web/parts/SummaryList.tsx'
import { Tag } from '../../../src/web/parts/Tag.tsx'
import { Textarea } from '../../../src/web/parts/Textarea.tsx'
import { type Element, readHtml } from '../../support/html.ts'

interface Text {
  readonly text: string
}

interface Item extends Text {
  readonly value?: string | number
  readonly hint?: Text
  readonly checked?: boolean
  readonly selected?: boolean
}

/** The options of GOV.UK's examples that our parts can express. */
interface Options {
  readonly name?: string
  readonly id?: string
  readonly idPrefix?: string
  readonly label?: Text
  readonly hint?: Text
  readonly errorMessage?: Text
  readonly fieldset?: { readonly legend?: Text }
  readonly items?: readonly Item[]
  readonly value?: string | number
  readonly values?: readonly string[] | Readonly<Record<string, string | number>>
  readonly rows?: number | readonly { readonly key: Text; readonly value: Text }[]
  readonly text?: string
  readonly classes?: string
  readonly errorList?: readonly { readonly text: string; readonly href?: string }[]
  readonly summaryText?: string
  readonly open?: boolean
}

interface Fixture {
  readonly name: string
  readonly options: Options
  readonly html: string
}

const words = wordsIn('en')
const errorsOf = (name: string, { errorMessage }: Options) =>
  errorMessage === undefined ? [] : [{ field: name, text: errorMessage.text }]
const asked = (options: Options) => {
  const name = options.idPrefix ?? options.id ?? options.name ?? ''
  const label = options.label?.text ?? options.fieldset?.legend?.text ?? ''
  return { words, name, label, hint: options.hint?.text, errors: errorsOf(name, options) }
}
const choicesOf = ({ items = [] }: Options) =>
  items.map(({ value = '', text, hint }) => ({
    value: String(value),
    text,
    ...(hint === undefined ? {} : { hint: hint.text }),
  }))
const chosenIn = ({ items = [], value, values }: Options): readonly string[] => {
  const marked = items.filter(({ checked, selected }) => checked === true || selected === true)
  const given = Array.isArray(values)
    ? (values as readonly string[])
    : value === undefined
      ? []
      : [String(value)]
  return [...marked.map((one) => String(one.value ?? '')), ...given]
}
const colours = ['red', 'yellow', 'grey', 'green', 'blue'] as const

/** How each part is asked for what an example shows; what may stand in its options, as paths. */
const parts: Readonly<Record<string, { readonly may: RegExp; readonly part: (options: Options) => VNode }>> =
  {
    input: {
      may: /^(name|id|label\.text|hint\.text|errorMessage\.text|value)$/,
      part: (options) =>
        Field({
          ...asked(options),
          ...(options.value === undefined ? {} : { value: String(options.value) }),
        }),
    },
    select: {
      may: /^(name|id|label\.text|hint\.text|errorMessage\.text|items\.(value|text|selected)|value)$/,
      part: (options) =>
        Choice({ ...asked(options), choices: choicesOf(options), chosen: chosenIn(options)[0] ?? '' }),
    },
    textarea: {
      may: /^(name|id|label\.text|hint\.text|errorMessage\.text|value|rows)$/,
      part: (options) =>
        Textarea({
          ...asked(options),
          ...(options.value === undefined ? {} : { value: String(options.value) }),
          ...(typeof options.rows === 'number' ? { rows: options.rows } : {}),
        }),
    },
    radios: {
      may: /^(name|idPrefix|fieldset\.legend\.text|hint\.text|errorMessage\.text|items\.(value|text|checked|hint\.text)|value)$/,
      part: (options) =>
        Radios({ ...asked(options), choices: choicesOf(options), chosen: chosenIn(options)[0] ?? null }),
    },
    checkboxes: {
      may: /^(name|idPrefix|fieldset\.legend\.text|hint\.text|errorMessage\.text|items\.(value|text|checked|hint\.text)|values)$/,
      part: (options) =>
        Checks({ ...asked(options), choices: choicesOf(options), chosen: chosenIn(options) }),
    },
    'date-input': {
      may: /^(id|fieldset\.legend\.text|hint\.text|errorMessage\.text|values\.(day|month|year))$/,
      part: (options) => {
        const values = options.values as Readonly<Record<string, string | number>> | undefined
        const pieces = (['day', 'month', 'year'] as const).map((name) => ({
          name,
          label: words.say(name),
          width: name === 'year' ? (4 as const) : (2 as const),
          value: String(values?.[name] ?? ''),
        }))
        return DateInput({ ...asked(options), pieces })
      },
    },
    'error-summary': {
      may: /^(titleText|errorList\.(text|href))$/,
      part: ({ errorList = [] }) =>
        ErrorSummary({
          words,
          errors: errorList.map(({ text, href }) => ({ field: href?.slice(1) ?? null, text })),
        }) as VNode,
    },
    button: {
      may: /^(text|name|value|classes)$/,
      part: ({ text = '', name, value, classes = '' }) => {
        const kind = (['secondary', 'warning'] as const).find((one) => classes === `govuk-button--${one}`)
        return Button({
          children: text,
          ...(kind === undefined ? {} : { kind }),
          ...(name === undefined ? {} : { name }),
          ...(value === undefined ? {} : { value: String(value) }),
        })
      },
    },
    'summary-list': {
      may: /^rows\.(key|value)\.text$/,
      part: ({ rows }) =>
        SummaryList({
          rows: (Array.isArray(rows) ? rows : []).map(
            ({ key, value }: { readonly key: Text; readonly value: Text }) => [key.text, value.text] as const,
          ),
        }),
    },
    tag: {
      may: /^(text|classes)$/,
      part: ({ text = '', classes }) => {
        const colour = colours.find((one) => classes === `govuk-tag--${one}`)
        return Tag({ children: text, ...(colour === undefined ? {} : { colour }) })
      },
    },
    details: {
      may: /^(summaryText|text|open)$/,
      part: ({ summaryText = '', text = '', open = false }) =>
        Details({ label: summaryText, isOpen: open, children: text }),
    },
  }

/**
 * Examples with options of ours that are left out all the same, and why. Beside them every example is left out that sets an
 * option which `may` does not name (attributes, HTML, conditional fields, prefixes, headings, translations), for our parts have
 * none of these; and the components fieldset and table: ours stand in a group of their own, with the id to which errors lead,
 * and with labels in each cell for small screens.
 */
const otherwise: Readonly<Record<string, string>> = {
  'select: with falsy items': 'our lists have no holes',
  'select: with falsy values': 'our entries have words for values',
  'select: item selected overrides value': 'ours are told what is chosen once',
  'error-summary: html as titleText': 'our title is always the same',
}

/** The options that an example sets, as paths. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isPlain(item) ? [path] : pathsIn(item, path)))
  if (isPlain(value)) return [path]
  return Object.entries(value as object).flatMap(([name, member]) =>
    pathsIn(member, path === '' ? name : `${path}.${name}`),
  )
}

/** Ours have always a legend, a value for each entry, and classes that we name ourselves. */
function isExpressible(component: string, options: Options, may: RegExp): boolean {
  const { items = [], fieldset, classes } = options
  const needsLegend = ['radios', 'checkboxes', 'date-input'].includes(component)
  if (needsLegend && fieldset?.legend === undefined) return false
  if (items.some(({ value }) => value === undefined)) return false
  const known = [
    'govuk-button--secondary',
    'govuk-button--warning',
    ...colours.map((one) => `govuk-tag--${one}`),
  ]
  if (classes !== undefined && !known.includes(classes)) return false
  return pathsIn(options).every((one) => may.test(one))
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** Attributes that say the same in other words, or that our pages add: direction, language, keys, what a script looks for. */
const aside = /^(name|data-.*|dir|lang|spellcheck|autocapitalize|autocomplete)$|^rows$/
const classAside = /^(desk-.*|govuk-input--width-(10|20|30)|govuk-checkboxes--small)$/

/** A tree with its ids called by their order, so that only their use is compared. */
function comparable(html: string): unknown {
  const ids = new Map<string, string>()
  const called = (id: string): string => {
    ids.set(id, ids.get(id) ?? `id${ids.size}`)
    return ids.get(id) ?? ''
  }
  const of = ({ name, attributes, children }: Element): unknown => [
    name,
    Object.fromEntries(
      Object.entries(attributes)
        .filter(([one, value]) => !aside.test(one) && !(one === 'value' && value === '' && name !== 'option'))
        .map(([one, value]): [string, string] => {
          if (one === 'class')
            return [
              one,
              value
                .split(/\s+/)
                .filter((word) => !classAside.test(word))
                .sort()
                .join(' '),
            ]
          if (one === 'href') return [one, `#${called(value.slice(1))}`]
          return ['id', 'for', 'aria-describedby'].includes(one)
            ? [one, value.split(' ').map(called).join(' ')]
            : [one, value]
        })
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
    joined(children).map((child) => (typeof child === 'string' ? child : of(child))),
  ]
  return of(readHtml(html))
}

/** Children with texts beside each other put together, and the spaces between elements gone. */
function joined(children: readonly (Element | string)[]): readonly (Element | string)[] {
  return children
    .map((child) => (typeof child === 'string' ? child.replace(/\s+/g, ' ').trim() : child))
    .filter((child) => child !== '')
}

describe('web: our parts and those of GOV.UK', () => {
  for (const [component, { may, part }] of Object.entries(parts)) {
    it(`${component}: have the same tree for every example that ours can express`, () => {
      const path = `node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`
      const { fixtures } = JSON.parse(readFileSync(path, 'utf8')) as { readonly fixtures: readonly Fixture[] }
      let compared = 0
      const differing: string[] = []
      for (const { name, options, html } of fixtures) {
        if (`${component}: ${name}` in otherwise || !isExpressible(component, options, may)) continue
        compared += 1
        if (JSON.stringify(comparable(render(part(options)))) !== JSON.stringify(comparable(html)))
          differing.push(name)
      }
      assert.deepEqual(differing, [])
      assert.ok(compared > 0)
    })
  }
})
