import { documentAt } from '../message/documents.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { isObject } from './words.ts'

const base = 'https://rogatory.example/schemas/'
const extension = `${base}part/extension-code.json`

/** A place in a message: the schema that stands there, and the document of `schemas/` that states it. */
export interface Place {
  /** Path of the document, `part/person.json`. */
  readonly document: string
  readonly schema: JsonObject
}

/** The place that a document describes as a whole; an empty schema where there is no such document. */
export function placeAt(document: string): Place {
  return { document, schema: documentAt(document) ?? {} }
}

/** The place with its references followed, and the alternative chosen that fits the value. */
export function placeFor(place: Place, value: JsonValue): Place {
  const { $ref } = place.schema
  if (typeof $ref === 'string') return placeFor(placeAt(pathOf($ref)), value)
  const alternatives = alternativesOf(place.schema)
  if (alternatives.length === 0) return place
  const fitting = chosen(place, alternatives, value)
  return fitting === null ? place : placeFor(fitting, value)
}

/** Whether the place is this document as a whole, and not a member that the document states. */
export function isWhole({ schema }: Place, document: string): boolean {
  return documentAt(document) === schema
}

/** The place with its references followed. */
export function resolvedAt(place: Place): Place {
  const { $ref } = place.schema
  return typeof $ref === 'string' ? resolvedAt(placeAt(pathOf($ref))) : place
}

const codeListInWords = /code\/[a-z-]+\.json/

/** The list of codes that a description names, where its codes are not part of the schema; null where it names none. */
export function listNamedIn({ description }: JsonObject): string | null {
  return typeof description === 'string' ? (codeListInWords.exec(description)?.[0] ?? null) : null
}

/** The members that an object may have here, in the order in which the schema states them. */
export function membersOf(place: Place): ReadonlyMap<string, Place> {
  const members = new Map<string, Place>()
  const { properties, allOf } = place.schema
  if (isObject(properties)) {
    for (const [name, schema] of Object.entries(properties)) {
      if (isObject(schema)) members.set(name, { document: place.document, schema })
    }
  }
  for (const part of Array.isArray(allOf) ? allOf.filter(isObject) : []) {
    for (const [name, member] of membersOf(placeFor({ document: place.document, schema: part }, null))) {
      if (!members.has(name)) members.set(name, member)
    }
  }
  return members
}

/** The place of the items of a list. */
export function itemsOf({ document, schema }: Place): Place {
  return { document, schema: isObject(schema.items) ? schema.items : {} }
}

/** Whether a list of codes stands here: alternatives that are constants, and perhaps codes of a State's own. */
export function isCodeList({ schema }: Place): boolean {
  const { oneOf } = schema
  if (!Array.isArray(oneOf)) return false
  const branches = oneOf.filter(isObject)
  return branches.some(isTitled) && branches.every((branch) => isTitled(branch) || branch.$ref === extension)
}

function isTitled(branch: JsonObject): boolean {
  return 'const' in branch && typeof branch.title === 'string'
}

/** What a list of codes has; nothing where it is none. */
export function entriesOf({ oneOf }: JsonObject): readonly JsonObject[] {
  return Array.isArray(oneOf) ? oneOf.filter(isObject) : []
}

/** The entry of a list of codes, or null. */
export function entryOf(schema: JsonObject, value: JsonValue): JsonObject | null {
  return entriesOf(schema).find((branch) => branch.const === value) ?? null
}

function pathOf(reference: string): string {
  return reference.slice(base.length)
}

function alternativesOf(schema: JsonObject): readonly JsonObject[] {
  const { oneOf, anyOf } = schema
  if (Array.isArray(oneOf)) return oneOf.filter(isObject)
  return Array.isArray(anyOf) ? anyOf.filter(isObject) : []
}

function chosen(place: Place, alternatives: readonly JsonObject[], value: JsonValue): Place | null {
  if (isCodeList(place)) return isObject(value) ? placeAt('part/extension-code.json') : null
  // What stands beside the alternatives, as the name of a list of codes, is said of each of them.
  const { description } = place.schema
  const said = description === undefined ? {} : { description }
  const places = alternatives.map((schema) => ({
    document: place.document,
    schema: '$ref' in schema ? schema : { ...said, ...schema },
  }))
  return (
    places.find((alternative) => fits(placeFor(alternative, value), value, discriminatorOf(place.schema))) ??
    null
  )
}

function discriminatorOf({ discriminator }: JsonObject): string | null {
  return isObject(discriminator) && typeof discriminator.propertyName === 'string'
    ? discriminator.propertyName
    : null
}

/** Whether an alternative is the one meant: by its discriminator, else by its type, words and members. */
function fits(place: Place, value: JsonValue, discriminator: string | null): boolean {
  const { schema } = place
  if (!isObject(value)) return fitsScalar(schema, value)
  const members = membersOf(place)
  if (discriminator !== null) return isOneOf(members.get(discriminator)?.schema ?? {}, value[discriminator])
  const required = Array.isArray(schema.required) ? schema.required : []
  const hasAll = required.every((name) => typeof name === 'string' && Object.hasOwn(value, name))
  return (
    hasAll &&
    Object.entries(value).every(([name, member]) => {
      const at = members.get(name)
      return at !== undefined && ('const' in at.schema ? isOneOf(at.schema, member) : true)
    })
  )
}

function fitsScalar(schema: JsonObject, value: JsonValue): boolean {
  if ('const' in schema || 'enum' in schema) return isOneOf(schema, value)
  const { type } = schema
  if (Array.isArray(value)) return type === 'array'
  if (value === null) return type === 'null'
  return type === typeof value || (type === 'integer' && typeof value === 'number')
}

function isOneOf(schema: JsonObject, value: JsonValue | undefined): boolean {
  if ('const' in schema) return schema.const === value
  return Array.isArray(schema.enum) && value !== undefined && schema.enum.includes(value)
}
