import { custodyWords } from '../../src/exchange/shown/custodyWords.ts'
import type { LetterLanguage } from '../../src/letter/language.ts'
import { organisationNames } from '../../src/letter/organisations.ts'
import { publishedDocuments } from '../../src/message/documents.ts'
import { sentences } from '../../src/web/desk/words.ts'
import { hintTexts } from '../../src/web/form/hints.ts'
import { forgetChoices } from '../../src/web/form/ScalarField.tsx'
import { forgetZones } from '../../src/web/form/zones.ts'
import { readerTexts } from '../../src/web/reader/words.tsx'
import { type Element, readHtml, textOf } from './html.ts'

/** Every word that a file of texts has is between these; what stands in a place of a sentence is not. */
const [begin, end] = ['⟦', '⟧']

/** The language that stands for the marked one. Not English: what a page says in English to everybody would pass for its own. */
export const markedLanguage = 'fr' satisfies LetterLanguage

/**
 * Marks all words of one language: the sentences of the desk and of letters, the titles in the schemas, and what Intl writes,
 * as dates and names of States. Whoever calls it has the marks taken off again by what it returns: the tables are those that
 * the nodes of this process use.
 */
export function markWords(): () => void {
  const takenOff: (() => void)[] = []
  const mark = (table: Record<string, unknown>): void => {
    for (const [name, value] of Object.entries(table)) {
      if (typeof value === 'object' && value !== null) mark(value as Record<string, unknown>)
      else if (typeof value === 'string') {
        table[name] = marked(value)
        takenOff.push(() => (table[name] = value))
      }
    }
  }
  mark(sentences[markedLanguage])
  mark(readerTexts[markedLanguage])
  mark(hintTexts[markedLanguage])
  mark(custodyWords[markedLanguage] as unknown as Record<string, unknown>)
  mark(organisationNames[markedLanguage])
  const documents = publishedDocuments() as unknown as Record<string, Record<string, unknown>>
  for (const section of Object.values(documents[`text/${markedLanguage}.json`] ?? {}))
    if (typeof section === 'object' && section !== null) mark(section as Record<string, unknown>)
  for (const document of Object.values(documents))
    for (const titles of titlesIn(document)) {
      const own = titles[markedLanguage]
      if (typeof own !== 'string') continue
      titles[markedLanguage] = marked(own)
      takenOff.push(() => (titles[markedLanguage] = own))
    }
  takenOff.push(...markIntl(), forgetChoices, forgetZones)
  // What was shown before in this process is not shown again.
  forgetChoices()
  forgetZones()
  return () => takenOff.forEach((takeOff) => takeOff())
}

/** A sentence with its words marked, and its places and names for programs as they are. */
function marked(text: string): string {
  return text
    .split(/(\{[A-Za-z0-9]+\}|`[^`]*`)/)
    .map((part) => (part === '' || /^(\{.*\}|`.*`)$/.test(part) ? part : `${begin}${part}${end}`))
    .join('')
}

function* titlesIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, one] of Object.entries(value)) {
    if (name === 'titles' && typeof one === 'object' && one !== null && !Array.isArray(one))
      yield one as Record<string, unknown>
    yield* titlesIn(one)
  }
}

/**
 * What Intl writes is in the language of the reader by itself; what it writes in another language may be for a machine, as the
 * day of today for the database. Each is put back by what is returned.
 */
function markIntl(): (() => void)[] {
  const around = (text: string) => `${begin}${text}${end}`
  const isMarked = (format: unknown): boolean =>
    (format as Intl.DateTimeFormat | Intl.NumberFormat).resolvedOptions().locale.startsWith(markedLanguage)
  return [
    redefined(Intl.DisplayNames.prototype, 'of', ({ value, ...rest }) => {
      const nameOf = value as (this: unknown, code: string) => string | undefined
      return {
        ...rest,
        value(this: unknown, code: string) {
          const name = nameOf.call(this, code)
          return name === undefined ? name : around(name)
        },
      }
    }),
    redefined(Intl.ListFormat.prototype, 'format', (before) => ({
      ...before,
      value(this: Intl.ListFormat, items: readonly string[]) {
        const parts = this.formatToParts(items)
        return parts.map(({ type, value }) => (type === 'literal' ? around(value) : value)).join('')
      },
    })),
    ...[Intl.DateTimeFormat.prototype, Intl.NumberFormat.prototype].map((prototype) =>
      redefined(prototype, 'format', (before) => ({
        ...before,
        get(this: unknown) {
          const format = before.get?.call(this) as (value: unknown) => string
          return isMarked(this) ? (value: unknown) => around(format(value)) : format
        },
      })),
    ),
  ]
}

function redefined(
  prototype: object,
  name: string,
  change: (before: PropertyDescriptor) => PropertyDescriptor,
): () => void {
  const before = Object.getOwnPropertyDescriptor(prototype, name)
  if (before === undefined) throw new Error(`Intl has no ${name} to be marked`)
  Object.defineProperty(prototype, name, change(before))
  return () => Object.defineProperty(prototype, name, before)
}

/** Where nothing is looked for, however deep it stands: codes, and words that are marked up as those of another language. */
function isOfOthers({ name, attributes }: Element): boolean {
  const { lang } = attributes
  return ['code', 'style'].includes(name) || (lang !== undefined && lang !== markedLanguage)
}

/** Whose own text is a name, a code or a moment; what stands in an element within is looked at like everything else. */
const named = ['bdi', 'time']

/** Attributes that are read out or shown. */
const spoken = ['aria-label', 'alt', 'placeholder', 'title']

/** Every piece of words on a page that no file of texts has, and that is not marked up as a name, a code or another's words. */
export function unmarkedOn(page: string): readonly string[] {
  const read = readHtml(page.replace(/^<!doctype html>\n?/, ''))
  return [...unmarkedIn(read, [...namesIn(read), 'Rogatory'])]
}

/** What is marked up somewhere on a page as a name, a code or another's words: a title has no place for such a mark. */
function* namesIn(element: Element): Generator<string> {
  const isNamed = element.name !== 'html' && (isOfOthers(element) || named.includes(element.name))
  if (isNamed) yield textOf(element)
  else for (const child of element.children) if (typeof child !== 'string') yield* namesIn(child)
}

/** @param names - those that may stand in its title */
function* unmarkedIn(element: Element, names: readonly string[]): Generator<string> {
  if (element.name !== 'html' && isOfOthers(element)) return
  if (element.name === 'title') {
    const text = names.toSorted((one, other) => other.length - one.length)
    yield* leftOf(text.reduce((left, name) => left.replaceAll(name, ' '), textOf(element)))
    return
  }
  for (const name of spoken) yield* leftOf(element.attributes[name] ?? '')
  if (element.name === 'textarea') return
  for (const child of element.children)
    if (typeof child !== 'string') yield* unmarkedIn(child, names)
    else if (!named.includes(element.name)) yield* leftOf(withoutTown(element, child))
}

/** A time zone is called by a town as its code has it, in every language. */
function withoutTown({ name, attributes }: Element, text: string): string {
  const [, town] = /^[A-Z][A-Za-z]+\/(?:[A-Za-z_]+\/)?([A-Za-z_-]+)$/.exec(attributes.value ?? '') ?? []
  const called = town?.replaceAll('_', ' ')
  return name === 'option' && called !== undefined && text.endsWith(called)
    ? text.slice(0, -called.length)
    : text
}

function* leftOf(text: string): Generator<string> {
  let left = text.replace(/⟧[A-Z][A-Za-z]+(?:\/[A-Z][A-Za-z_-]+)+⟦/gu, '⟧⟦')
  for (let before = ''; before !== left;) {
    before = left
    left = left.replace(/⟦[^⟦⟧]*⟧/gu, ' ')
  }
  // The scale of time and the digest are called so in every language.
  left = left.replace(/\b(UTC|SHA-256)\b/g, '')
  if (/\p{L}{2}/u.test(left)) yield text.trim()
}
