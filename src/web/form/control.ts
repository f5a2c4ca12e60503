import type { Slot } from '../../letter/alternatives.ts'
import { itemSlot } from '../../letter/alternatives.ts'
import { type Place, isWhole, listNamedIn, placeAt } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonValue } from '../../message/json.ts'
import { countryCodes, languageTags, organisationCodes, scriptCodes } from './codes.ts'

/** Something that can be chosen, and where it stands, from where its words come. */
export interface Listed {
  readonly value: string | number | boolean
  readonly place: Place
}

/** How something is asked for. */
export type Control =
  /** What a person writes, in a language. */
  | { readonly kind: 'text' }
  /** One line: words of people, or a code that is read from left to right. */
  | { readonly kind: 'line'; readonly isCode: boolean; readonly charactersMax: number }
  | { readonly kind: 'lines' }
  | { readonly kind: 'number' }
  /** `isPartial`: the year, or month and year, will do. */
  | { readonly kind: 'date'; readonly isPartial: boolean }
  | { readonly kind: 'moment' }
  | { readonly kind: 'truth' }
  /** A zone of the IANA database. */
  | { readonly kind: 'zone' }
  /** The id of an authority: of one that is known, or another that is written. */
  | { readonly kind: 'authority' }
  /** Another request, by its reference. */
  | { readonly kind: 'request' }
  /** One value and no other: it is there, or it is not. */
  | { readonly kind: 'constant'; readonly value: string | number | boolean; readonly place: Place }
  /** One of a list; `own` is the name of the list where a State may add codes of its own to it. */
  | { readonly kind: 'choice'; readonly listed: readonly Listed[]; readonly own: string | null }
  /** None, one or more of a short list. */
  | { readonly kind: 'checks'; readonly listed: readonly Listed[] }
  /** Too long for a form: what the body has stays. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'rows'; readonly item: Slot; readonly rowsMax: number; readonly mayBeEmpty: boolean }
  | { readonly kind: 'group' }

/** Longest text that a form takes, as `part/text.json` has it. */
const lineCharactersMax = 20_000
/** Lists up to so long are shown whole, with a box for each entry. */
const checksMax = 40

const extension = 'part/extension-code.json'
/** A day, or the month or the year alone; and one of which the month is known in any case. */
const datePatterns = ['^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?$', '^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$']
const scriptPattern = '^[A-Z][a-z]{3}$'

/** Values that are asked for in one way wherever they stand. */
const namedDocuments = new Map<string, 'moment' | 'zone' | 'authority' | 'request'>([
  ['part/moment.json', 'moment'],
  ['part/time-zone.json', 'zone'],
  ['part/authority-id.json', 'authority'],
  ['part/uuid.json', 'request'],
])

const controls = new WeakMap<Slot, Control>()

/** How what may stand here is asked for. */
export function controlOf(slot: Slot): Control {
  const known = controls.get(slot)
  if (known !== undefined) return known
  const control = newControl(slot)
  controls.set(slot, control)
  return control
}

function newControl({ alternatives }: Slot): Control {
  if (alternatives.some((place) => isWhole(place, 'part/text.json'))) return { kind: 'text' }
  const item = itemSlot(alternatives)
  if (item !== null) return listControl(alternatives, item)
  const codes = listedAt(alternatives)
  const own = alternatives.some((place) => isWhole(place, extension)) ? nameOfList(alternatives) : null
  if (codes.length > 0 && (own !== null || alternatives.length > 1)) return choiceOf(codes, own)
  if (alternatives.some(({ schema }) => isObject(schema.properties))) return { kind: 'group' }
  return scalarControl(alternatives, codes)
}

function listControl(alternatives: readonly Place[], item: Slot): Control {
  const within = controlOf(item)
  const { minItems = 0, maxItems = 1_000 } = alternatives[0]?.schema ?? {}
  const listed = listedAt(item.alternatives)
  const isShort = isClosed(item) && listed.length <= checksMax && within.kind !== 'truth'
  if (isShort && Number(minItems) > 0) return { kind: 'checks', listed }
  return { kind: 'rows', item, rowsMax: Number(maxItems), mayBeEmpty: Number(minItems) === 0 }
}

/** Whether nothing but what is listed may stand here. Countries are listed here, and not by their schema. */
function isClosed({ alternatives }: Slot): boolean {
  return alternatives.every(({ schema }) => 'const' in schema || 'enum' in schema)
}

function scalarControl([first]: readonly Place[], codes: readonly Listed[]): Control {
  const { document = '', schema = {} } = first ?? {}
  const { type, format, pattern, humanText, maxLength, const: constant } = schema
  if (first !== undefined && isConstant(constant)) return { kind: 'constant', value: constant, place: first }
  if (codes.length > 0) return choiceOf(codes, null)
  if (type === 'boolean') return { kind: 'truth' }
  if (type === 'integer' || type === 'number') return { kind: 'number' }
  if (format === 'date' || datePatterns.some((one) => one === pattern))
    return { kind: 'date', isPartial: format !== 'date' }
  const named = namedDocuments.get(document)
  if (named !== undefined) return { kind: named }
  const charactersMax = typeof maxLength === 'number' ? maxLength : lineCharactersMax
  if (charactersMax > lineCharactersMax) return { kind: 'kept' }
  // Line feeds belong into some codes too: the zone of a passport that machines read.
  const isLong = humanText === 'lines' || (typeof pattern === 'string' && pattern.includes('\\n'))
  return isLong ? { kind: 'lines' } : { kind: 'line', isCode: humanText === undefined, charactersMax }
}

function choiceOf(codes: readonly Listed[], own: string | null): Control {
  if (codes.every(({ value }) => typeof value === 'boolean')) return { kind: 'truth' }
  return { kind: 'choice', listed: codes, own }
}

/** Everything that is listed at these places, each value once. */
function listedAt(alternatives: readonly Place[]): readonly Listed[] {
  const listed = new Map<JsonValue, Listed>()
  for (const place of alternatives) {
    for (const one of listedBy(place)) if (!listed.has(one.value)) listed.set(one.value, one)
  }
  return [...listed.values()]
}

function listedBy(place: Place): readonly Listed[] {
  const { document, schema } = place
  const asListed = (values: readonly JsonValue[]): readonly Listed[] =>
    values.filter(isConstant).map((value) => ({ value, place }))
  if (Array.isArray(schema.enum)) return asListed(schema.enum)
  if (schema.const !== undefined) return asListed([schema.const])
  if (document === 'part/country-code.json') return asListed(countryCodes)
  if (document === 'part/state-code.json') return asListed([...countryCodes, ...organisationCodes])
  if (document === 'part/language.json') return asListed(languageTags)
  if (schema.pattern === scriptPattern) return asListed(scriptCodes)
  const list = schema.type === 'string' ? listNamedIn(schema) : null
  return list === null ? [] : listedInCodes(list)
}

/** The codes of a list that a description names, `code/refusal-ground.json`. */
function listedInCodes(document: string): readonly Listed[] {
  const { schema } = placeAt(document)
  const branches = Array.isArray(schema.oneOf) ? schema.oneOf.filter(isObject) : []
  return branches.flatMap((branch) =>
    typeof branch.const === 'string' ? [{ value: branch.const, place: { document, schema: branch } }] : [],
  )
}

/** The name of the list of codes that stands here, as a State's own code repeats it: `refusal-ground`. */
function nameOfList(alternatives: readonly Place[]): string {
  const documents = alternatives.map(({ document, schema }) => listNamedIn(schema) ?? document)
  const list = documents.find((document) => document.startsWith('code/')) ?? ''
  return list.replace(/^code\//, '').replace(/\.json$/, '')
}

function isConstant(value: JsonValue | undefined): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
