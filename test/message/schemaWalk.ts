import assert from 'node:assert/strict'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'

const base = 'https://rogatory.example/schemas/'

/** The schema documents of `documents`: those that say which draft they are written in. */
export function schemaDocuments(): [string, JsonObject][] {
  return Object.entries(documents).filter(([, document]) => typeof document.$schema === 'string')
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** The document that a `$ref` names; the schema itself where it names none. */
export function resolved(schema: JsonObject): JsonObject {
  if (typeof schema.$ref !== 'string') return schema
  const document = documents[schema.$ref.slice(base.length)]
  assert.ok(document, `${schema.$ref} exists`)
  return document
}

/** Every schema inside a schema, with its pointer. Names of properties are not taken for keywords. */
export function* subschemas(schema: JsonObject, pointer = ''): Generator<[string, JsonObject]> {
  yield [pointer, schema]
  for (const key of [
    'items',
    'additionalProperties',
    'propertyNames',
    'contains',
    'if',
    'then',
    'else',
    'not',
  ]) {
    const inner = schema[key]
    if (isObject(inner)) yield* subschemas(inner, `${pointer}/${key}`)
  }
  for (const key of ['oneOf', 'anyOf', 'allOf']) {
    for (const [place, inner] of listOf(schema[key]).entries()) {
      if (isObject(inner)) yield* subschemas(inner, `${pointer}/${key}/${place}`)
    }
  }
  const { properties } = schema
  if (!isObject(properties)) return
  for (const [name, inner] of Object.entries(properties)) {
    if (isObject(inner)) yield* subschemas(inner, `${pointer}/properties/${name}`)
  }
}

/** An object inside a value, where it is, and which of its members its schema requires. */
export interface Place {
  readonly path: (string | number)[]
  readonly required: string[]
}

/** Every object of `value` that the schema describes, with the alternative that fits it. */
export function* places(
  schema: JsonObject,
  value: JsonValue,
  path: (string | number)[] = [],
): Generator<Place> {
  const here = branch(resolved(schema), value)
  if (Array.isArray(value)) {
    const { items } = here
    if (!isObject(items)) return
    for (const [place, item] of value.entries()) yield* places(items, item, [...path, place])
    return
  }
  if (!isObject(value)) return
  yield { path, required: listOf(here.required).filter((name) => typeof name === 'string') }
  const properties = isObject(here.properties) ? here.properties : {}
  for (const [name, member] of Object.entries(value)) {
    const inner = properties[name]
    if (isObject(inner)) yield* places(inner, member, [...path, name])
  }
}

function branch(schema: JsonObject, value: JsonValue): JsonObject {
  const branches = listOf(schema.oneOf).filter(isObject).map(resolved)
  if (branches.length === 0 || !isObject(value)) return schema
  const found = branches.find((candidate) => fits(candidate, value))
  assert.ok(found, 'one alternative fits')
  return found
}

function fits(candidate: JsonObject, value: JsonObject): boolean {
  const properties = isObject(candidate.properties) ? candidate.properties : {}
  const hasRequired = listOf(candidate.required).every(
    (name) => typeof name === 'string' && Object.hasOwn(value, name),
  )
  const hasTags = Object.entries(properties).every(([name, schema]) => {
    if (!isObject(schema) || !Object.hasOwn(value, name)) return true
    if (schema.const !== undefined) return schema.const === value[name]
    return schema.enum === undefined || listOf(schema.enum).includes(value[name] ?? null)
  })
  return hasRequired && hasTags
}

/** A deep copy of a document with one object of it changed. */
export function withChange(
  value: JsonValue,
  path: (string | number)[],
  change: (at: JsonObject) => void,
): JsonValue {
  const copy = structuredClone(value)
  let at: JsonValue = copy
  for (const step of path) {
    at = (Array.isArray(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined) ?? null
  }
  assert.ok(isObject(at))
  change(at)
  return copy
}
