import { documentAt } from '../message/documents.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import type { LetterLanguage } from './language.ts'
import type { Line, Span } from './letter.ts'

/** The fixed phrases of a letter; each stands in every file of schemas/text/. */
export const phraseNames = [
  'addition',
  'arrived',
  'asWritten',
  'asWrittenBySender',
  'bareMessage',
  'bareMessageOf',
  'clockDiffers',
  'clockEnds',
  'clocks',
  'closing',
  'concerns',
  'demonstration',
  'digest',
  'enclosedBody',
  'enclosedHeading',
  'enclosedUnread',
  'enclosedUnverified',
  'exhibits',
  'from',
  'head',
  'inReplyTo',
  'language',
  'letterOf',
  'markSince',
  'marks',
  'measure',
  'measures',
  'missingCharacters',
  'name',
  'no',
  'none',
  'notSignedYet',
  'noReceipt',
  'number',
  'opening',
  'original',
  'other',
  'otherTranslation',
  'otherUnplaced',
  'page',
  'paired',
  'party',
  'place',
  'proof',
  'proofText',
  'range',
  'recordOf',
  'recordText',
  'reference',
  'refusedOnArrival',
  'request',
  'requested',
  'requesting',
  'sent',
  'sequence',
  'signed',
  'state',
  'stateAfter',
  'times',
  'to',
  'translation',
  'type',
  'unansweredItems',
  'unread',
  'yes',
] as const

export type PhraseName = (typeof phraseNames)[number]
/** The sections of a file of schemas/text/. */
export type TextSection = 'phrases' | 'properties' | 'values' | 'states' | 'clocks' | 'marks' | 'meanings'

/** A fixed phrase, with what belongs between its braces put in. */
export function phrase(
  language: LetterLanguage,
  name: PhraseName,
  values: Readonly<Record<string, string>> = {},
): string {
  const template = entry(language, 'phrases', name) ?? name
  return template.replace(/\{([a-z]+)\}/g, (whole, key: string) => values[key] ?? whole)
}

/** A fixed phrase as a line, with spans in the place of what stands between its braces. */
export function sentence(
  language: LetterLanguage,
  name: PhraseName,
  values: Readonly<Record<string, Span | Line>>,
): Line {
  const template = entry(language, 'phrases', name) ?? name
  return template.split(/(\{[a-z]+\})/).flatMap((part): Line => {
    const value = /^\{[a-z]+\}$/.test(part) ? values[part.slice(1, -1)] : undefined
    if (value === undefined) return part === '' ? [] : [{ text: part }]
    return 'text' in value ? [value] : value
  })
}

/**
 * What a member of an object is called. The schema of the member may say it itself (`titles`), so that what a State
 * adds by files brings its own words; else the files of schemas/text/ do, for this document or for every one.
 */
export function labelOf(
  language: LetterLanguage,
  document: string,
  name: string,
  schema: JsonObject | null,
): string {
  const own = schema === null ? null : ownTitle(language, schema)
  return own ?? entryAt(language, 'properties', document, name) ?? inWords(name)
}

/** The same where the files of schemas/text/ have it; null: they do not. */
export function writtenLabelOf(language: LetterLanguage, document: string, name: string): string | null {
  return entryAt(language, 'properties', document, name)
}

/** What a word of a closed list is called that is no code list of its own. */
export function valueOf(language: LetterLanguage, document: string, name: string, value: string): string {
  return entryAt(language, 'values', document, `${name}=${value}`) ?? value
}

/**
 * What a state of a measure is called; `machine` where it is known, which may bring its own words. Where it is not,
 * each of the words that the state may have: one that is right for property may be wrong for a person.
 */
export function stateTitle(language: LetterLanguage, machine: string | null, name: string): string {
  if (machine === null) return wordsOfState(language, name).join(' / ') || inWords(name)
  const stated = statedIn(machine, 'states', name)
  const own = stated === null ? null : ownTitle(language, stated)
  return (
    own ??
    entryAt(language, 'states', machine, name) ??
    (stated === null ? null : titleOf(language, stated)) ??
    inWords(name)
  )
}

/** The words of one state, that of most machines before those of some. */
function wordsOfState(language: LetterLanguage, name: string): readonly string[] {
  const all = Object.entries(entriesOf(language, 'states'))
  const own = all.flatMap(([key, text]) =>
    key.endsWith(`#${name}`) && typeof text === 'string' ? [text] : [],
  )
  const common = entry(language, 'states', name)
  return [...new Set([...(common === null ? [] : [common]), ...own])]
}

/** What a clock is called; `machine` where it is known. */
export function clockOf(language: LetterLanguage, machine: string | null, name: string): string {
  const stated = machine === null ? null : statedIn(machine, 'clocks', name)
  const own = stated === null ? null : ownTitle(language, stated)
  return (
    own ?? entry(language, 'clocks', name) ?? (stated === null ? null : titleOf(language, stated)) ?? name
  )
}

/** What a mark of a clock is called. */
export function markOf(language: LetterLanguage, name: string): string {
  return entry(language, 'marks', name) ?? inWords(name)
}

/** What a machine, or one that it extends, says of a state or a clock; null where none does. */
function statedIn(machine: string, section: 'states' | 'clocks', name: string): JsonObject | null {
  const document = documentAt(`workflow/${machine}.json`)
  if (document === null) return null
  const list = document[section]
  const stated = Array.isArray(list) ? list.filter(isObject).find((one) => one.name === name) : undefined
  if (stated !== undefined) return stated
  return typeof document.extends === 'string' ? statedIn(document.extends, section, name) : null
}

/** What a code means to whoever may choose it, in one sentence; null where nothing says so. */
export function meaningOf(language: LetterLanguage, list: string, code: string): string | null {
  return entry(language, 'meanings', `${list}#${code}`)
}

/** What a schema, or a branch of a code list, is called in a language; in English where it does not say. */
export function titleOf(language: LetterLanguage, schema: JsonObject): string | null {
  const { title } = schema
  return ownTitle(language, schema) ?? (typeof title === 'string' ? title : null)
}

/** What a type of message is called. */
export function typeTitle(type: string, language: LetterLanguage): string {
  const schema = documentAt(`message/${type}.json`)
  return (schema === null ? null : titleOf(language, schema)) ?? type
}

function ownTitle(language: LetterLanguage, { title, titles }: JsonObject): string | null {
  if (!isObject(titles)) return null
  const own = language === 'en' ? (titles.en ?? title) : titles[language]
  return typeof own === 'string' ? own : null
}

function entryAt(
  language: LetterLanguage,
  section: TextSection,
  document: string,
  name: string,
): string | null {
  return entry(language, section, `${document}#${name}`) ?? entry(language, section, name)
}

function entry(language: LetterLanguage, section: TextSection, name: string): string | null {
  const entries = entriesOf(language, section)
  const text = Object.hasOwn(entries, name) ? entries[name] : null
  return typeof text === 'string' ? text : null
}

function entriesOf(language: LetterLanguage, section: TextSection): JsonObject {
  const entries = documentAt(`text/${language}.json`)?.[section]
  return isObject(entries) ? entries : {}
}

/** `birthDate` as `Birth date`: for members of schemas that brought no words. */
function inWords(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** Whether a JSON value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
