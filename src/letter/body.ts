import type { JsonObject, JsonValue } from '../message/json.ts'
import { directionOf, reads } from './language.ts'
import { type Block, type Line, type Version, code, words } from './letter.ts'
import { type Place, itemsOf, membersOf, placeAt, placeFor } from './place.ts'
import { type Known, pairLine, scalarLine } from './scalar.ts'
import { isObject, labelOf, phrase, sentence, titleOf } from './words.ts'

const textDocument = 'part/text.json'
const enclosedDocument = 'part/enclosed-message.json'
/** Names another request, and measures of this one. */
const relationDocument = 'part/relation.json'

/** What an object says, member by member in the order of its schema; what the schema does not know comes last. */
export function blocksOf(
  place: Place,
  value: JsonObject,
  known: Known,
  without: readonly string[] = [],
): readonly Block[] {
  const { jws } = value
  if (place.document === enclosedDocument && typeof jws === 'string' && !without.includes('jws'))
    return [...blocksOf(place, value, known, [...without, 'jws']), ...known.enclosed(jws)]
  const members = membersOf(place)
  // Beside the id of another request stands what is of that one: its measures have the same ids, and other kinds.
  const isOfAnother = members.has('request') && place.document !== relationDocument
  const here: Known = isOfAnother ? { ...known, kindOf: () => null } : known
  const order = [...members.keys(), ...Object.keys(value).filter((name) => !members.has(name))]
  return order.flatMap((name): readonly Block[] => {
    const member = value[name]
    if (member === undefined || without.includes(name)) return []
    const at = members.get(name) ?? { document: place.document, schema: {} }
    const label = labelOf(known.format.language, place.document, name, at.schema)
    return memberBlocks(name, words(label), placeFor(at, member), member, here)
  })
}

function memberBlocks(
  name: string,
  label: Line,
  place: Place,
  value: JsonValue,
  known: Known,
): readonly Block[] {
  if (Array.isArray(value)) return listBlocks(name, label, place, value, known)
  if (!isObject(value)) return [{ kind: 'field', label, value: scalarLine(name, place, value, known) }]
  if (isText(place, value)) return [textBlock(label, value, known)]
  const line = pairLine(place, value, known)
  if (line !== null) return [{ kind: 'field', label, value: line }]
  return [{ kind: 'section', title: label, blocks: blocksOf(place, value, known) }]
}

function listBlocks(
  name: string,
  label: Line,
  place: Place,
  items: readonly JsonValue[],
  known: Known,
): readonly Block[] {
  // An empty list has a meaning: there is none of what it lists.
  if (items.length === 0)
    return [{ kind: 'field', label, value: words(phrase(known.format.language, 'none')) }]
  const places = items.map((item) => placeFor(itemsOf(place), item))
  const lines = items.map((item, index) => lineOf(name, places[index] ?? place, item, known))
  if (lines.every((line) => line !== null)) return [linesBlock(label, lines)]
  const blocks = items.map((item, index) =>
    itemBlock(name, label, index, items.length, places[index] ?? place, item, known),
  )
  return items.length === 1 ? blocks : [{ kind: 'section', title: label, blocks }]
}

function linesBlock(label: Line, lines: readonly Line[]): Block {
  const [first, ...others] = lines
  return first !== undefined && others.length === 0
    ? { kind: 'field', label, value: first }
    : { kind: 'list', label, items: lines }
}

function lineOf(name: string, place: Place, value: JsonValue, known: Known): Line | null {
  if (Array.isArray(value)) return null
  if (!isObject(value)) return scalarLine(name, place, value, known)
  return isText(place, value) ? null : pairLine(place, value, known)
}

/** One of several: called by its number, its id and, where it is of a kind with a schema, what kind it is. */
function itemBlock(
  name: string,
  label: Line,
  index: number,
  count: number,
  place: Place,
  value: JsonValue,
  known: Known,
): Block {
  const { language } = known.format
  const number = sentence(language, 'number', { label, number: { text: String(index + 1) } })
  const called = count === 1 ? label : number
  if (!isObject(value)) {
    const blocks = memberBlocks(name, called, place, value, known)
    return { kind: 'section', title: called, blocks }
  }
  if (isText(place, value)) return textBlock(called, value, known)
  const kind = /^(measure|result)\//.test(place.document) ? titleOf(language, place.schema) : null
  if (kind === null) return { kind: 'section', title: called, blocks: blocksOf(place, value, known) }
  const { id } = value
  const title: Line =
    typeof id === 'string'
      ? sentence(language, 'measure', { id: code(id), kind: words(kind) })
      : sentence(language, 'name', { label: called, name: words(kind) })
  return { kind: 'section', title, blocks: blocksOf(place, value, known, ['id', 'kind']) }
}

function isText({ document }: Place, { language, text }: JsonObject): boolean {
  return document === textDocument && typeof language === 'string' && typeof text === 'string'
}

/**
 * What a person wrote: the original, and the sender's translation into the reader's language; where there is none,
 * every translation that the sender gave.
 */
export function textBlock(label: Line, value: JsonObject, known: Known): Block {
  const { format } = known
  const original = versionOf(value)
  if (original === null) return { kind: 'field', label, value: [] }
  if (reads(format.language, original.language)) {
    return { kind: 'text', label, versions: [asVersion('original', original, null)] }
  }
  const given = (Array.isArray(value.translations) ? value.translations : []).flatMap((translation) => {
    const version = isObject(translation) ? versionOf(translation) : null
    return version === null ? [] : [version]
  })
  const fitting = given.filter(({ language }) => reads(format.language, language))
  const shown = fitting.length > 0 ? fitting.slice(0, 1) : given
  const markOf = (name: 'original' | 'translation' | 'otherTranslation', language: string) =>
    words(phrase(format.language, name, { language: format.languageName(language) }))
  return {
    kind: 'text',
    label,
    versions: [
      asVersion('original', original, markOf('original', original.language)),
      ...shown.map((version) =>
        asVersion(
          'translation',
          version,
          markOf(fitting.length > 0 ? 'translation' : 'otherTranslation', version.language),
        ),
      ),
    ],
  }
}

function versionOf({ language, text }: JsonObject): { language: string; text: string } | null {
  return typeof language === 'string' && typeof text === 'string' ? { language, text } : null
}

function asVersion(
  role: Version['role'],
  { language, text }: { language: string; text: string },
  mark: Line | null,
): Version {
  return { role, language, direction: directionOf(language), mark, text }
}

/** The place of the body of a message of this type. */
export function bodyPlace(type: string): Place {
  return placeAt(`message/${type}.json`)
}
