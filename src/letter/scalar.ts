import { codeText } from '../message/code.ts'
import { documentAt } from '../message/documents.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import type { Format } from './format.ts'
import { type Block, type Line, code, foreign, words } from './letter.ts'
import { besideName } from './nameLine.ts'
import { type Place, entryOf, isCodeList, isWhole, listNamedIn } from './place.ts'
import { isPointer, pointerLabel } from './pointerLine.ts'
import { isObject, phrase, sentence, titleOf, valueOf } from './words.ts'

/** What is known of a message beside its own words. */
export interface Known {
  readonly format: Format
  /** The name of an authority as its State's trust list has it, or null. */
  readonly authority: (id: string) => Line | null
  /** What another message of the record is called by its id, or null. */
  readonly other: (id: string) => Line | null
  /** The question of the message that is answered, by the id of its item, or null. */
  readonly question: (item: string) => Line | null
  /** Kind of a measure of the request by its id, or null. */
  readonly kindOf: (measure: string) => string | null
  /** What a message says that is shown as its author signed it (JWS, compact). */
  readonly enclosed: (jws: string) => readonly Block[]
}

type Writer = (value: string, known: Known) => Line

/** How the values of these documents are written, whatever member holds them. */
const writers: Readonly<Record<string, Writer>> = {
  'part/moment.json': (value, { format }) =>
    sentence(format.language, 'asWritten', {
      moment: { text: format.moment(value) },
      written: code(value),
    }),
  'part/date.json': (value, { format }) => words(format.date(value)),
  'part/state-code.json': (value, { format }) => countryLine(value, format),
  'part/country-code.json': (value, { format }) => countryLine(value, format),
  'part/language.json': (value, { format }) => words(format.languageName(value)),
  'part/measure-id.json': (value, known) => measureLine(value, known),
  'part/message-id.json': (value, known) => messageLine(value, known),
  'part/authority-id.json': (value, known) => authorityLine(value, known),
  'part/duration.json': (value, { format }) => durationLine(value, format),
}

const dateShape = /^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$/
const durationShape = /^P(?=.)([0-9]+[YMWD])*(T([0-9]+[HMS])+)?$/
const momentShape = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$/

/** A string, number or truth value as a line for the reader. `name` is the member that holds it. */
export function scalarLine(name: string, place: Place, value: JsonValue, known: Known): Line {
  const { format } = known
  if (typeof value === 'boolean') return words(phrase(format.language, value ? 'yes' : 'no'))
  if (typeof value === 'number') return listedLine(place, value, format) ?? words(format.number(value))
  if (typeof value !== 'string') return [code(JSON.stringify(value))]
  return stringLine(name, place, value, known)
}

function stringLine(name: string, place: Place, value: string, known: Known): Line {
  const { language } = known.format
  const writer = writers[place.document]
  if (writer !== undefined && isWhole(place, place.document)) return writer(value, known)
  const listed = listedLine(place, value, known.format)
  if (listed !== null) return listed
  if ('const' in place.schema || 'enum' in place.schema) {
    return words(kindTitle(place, name, value, language) ?? valueOf(language, place.document, name, value))
  }
  if (isPointer(place, name)) return pointerLine(value, language)
  if (typeof place.schema.humanText === 'string') return [foreign(value)]
  return answeredLine(name, place, value, known) ?? shapedLine(name, value, known) ?? [code(value)]
}

/** What an answer answers: the question. */
function answeredLine(name: string, { document }: Place, value: string, { question }: Known): Line | null {
  return name === 'item' && document === 'message/information-response.json' ? question(value) : null
}

/** A place in a message: what it is called, and its pointer, by which programs find it. */
function pointerLine(pointer: string, language: Format['language']): Line {
  const label = pointerLabel(language, pointer)
  return label === null
    ? [code(pointer)]
    : sentence(language, 'addition', { text: { text: label }, more: code(pointer) })
}

/** The kind of a measure or of its result is called what its schema is called. */
function kindTitle(
  { document }: Place,
  name: string,
  value: string,
  language: Format['language'],
): string | null {
  if (name !== 'kind' || document.replace(/^[a-z]+\//, '') !== `${value}.json`) return null
  const schema = documentAt(document)
  return schema === null ? null : titleOf(language, schema)
}

/** The title of a code: of the list that stands here, or of the one that the description names. */
function listedLine({ document, schema }: Place, value: string | number, { language }: Format): Line | null {
  const list = isCodeList({ document, schema }) ? schema : documentAt(listNamedIn(schema) ?? '')
  const entry = list === null ? null : entryOf(list, value)
  const title = entry === null ? null : titleOf(language, entry)
  return title === null ? null : words(title)
}

/** A code that a State has added to a published list: what that State's own list calls it, else as it is written. */
function ownCodeLine({ owner, name, value }: JsonObject, { language }: Format): Line | null {
  if (typeof owner !== 'string' || typeof name !== 'string' || typeof value !== 'string') return null
  const written = code(codeText({ owner, name, value }))
  const list = documentAt(`code/${owner.toLowerCase()}-${name}.json`)
  const entry = list === null ? null : entryOf(list, value)
  const title = entry === null ? null : titleOf(language, entry)
  return title === null ? [written] : sentence(language, 'addition', { text: words(title), more: written })
}

/** What a string is by its shape, where its schema is a pattern. */
function shapedLine(name: string, value: string, { format }: Known): Line | null {
  if (momentShape.test(value)) return writers['part/moment.json']?.(value, { format } as Known) ?? null
  if (dateShape.test(value) && /date|birth|year|month|on$|^from$|^to$|until/i.test(name)) {
    return words(format.date(value))
  }
  if (durationShape.test(value)) return durationLine(value, format)
  if (name === 'currency') {
    const currency = format.currency(value)
    return currency === null
      ? null
      : sentence(format.language, 'addition', { text: words(currency), more: code(value) })
  }
  if (name === 'script') {
    const script = format.script(value)
    return script === null ? null : words(script)
  }
  return null
}

function durationLine(value: string, format: Format): Line {
  const duration = format.duration(value)
  return duration === null ? [code(value)] : words(duration)
}

/** A State or an organisation: its name, and its code. */
export function countryLine(value: string, format: Format): Line {
  const country = format.country(value)
  return country === null || country === value ? [code(value)] : words(country)
}

/** An authority: its name as the trust list has it, and its id. */
export function authorityLine(id: string, { format, authority }: Known): Line {
  const name = authority(id)
  if (name === null) return [code(id)]
  return besideName(format.language, name, code(id))
}

/** A message of the record: what it is called, and its id. */
export function messageLine(id: string, { format, other }: Known): Line {
  const called = other(id)
  return called === null
    ? [code(id)]
    : sentence(format.language, 'addition', { text: called, more: code(id) })
}

/** A measure: its id, and what kind it is of where the request is known. */
export function measureLine(id: string, { format, kindOf }: Known): Line {
  const kind = kindOf(id)
  const schema = kind === null ? null : documentAt(`measure/${kind}.json`)
  const title = schema === null ? null : titleOf(format.language, schema)
  return title === null
    ? [code(id)]
    : sentence(format.language, 'addition', { text: code(id), more: words(title) })
}

/** An object that is written as one line: an amount of money, a span, a code of a State's own; else null. */
export function pairLine(place: Place, value: JsonObject, known: Known): Line | null {
  const { amount, currency, from, to } = value
  const names = Object.keys(value)
  const { format } = known
  if (place.document === 'part/extension-code.json') return ownCodeLine(value, format)
  if (names.length === 2 && typeof amount === 'string' && typeof currency === 'string') {
    return words(format.money(amount, currency))
  }
  if (names.length !== 2 || from === undefined || to === undefined || isObject(from) || isObject(to)) {
    return null
  }
  const ends = place.document === 'part/period.json' ? momentPlace : { document: '', schema: {} }
  return sentence(format.language, 'range', {
    from: scalarLine('from', ends, from, known),
    to: scalarLine('to', ends, to, known),
  })
}

const momentPlace: Place = { document: 'part/moment.json', schema: {} }
