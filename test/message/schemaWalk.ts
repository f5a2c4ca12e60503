import assert from 'node:assert/strict'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { registryOf } from '../../src/message/registry.ts'

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

/** An object inside a value, where it is, and which of its members its schema requires there. */
export interface Place {
  readonly path: (string | number)[]
  readonly required: string[]
  /** Members of which one is enough, where the schema says no more than that. */
  readonly choices: string[][]
  /** The documents that describe it. */
  readonly schemas: string[]
}

/** Every object of `value` that the schema describes, with the alternatives and the conditions that apply to it. */
export function* places(
  schema: JsonObject,
  value: JsonValue,
  path: (string | number)[] = [],
): Generator<Place> {
  const here = layers(schema, value)
  if (Array.isArray(value)) {
    for (const { items } of here) {
      if (!isObject(items)) continue
      for (const [place, item] of value.entries()) yield* places(items, item, [...path, place])
    }
    return
  }
  if (!isObject(value)) return
  yield {
    path,
    required: [...new Set(here.flatMap(requiredBy))],
    choices: here.flatMap(choicesOf),
    schemas: here.flatMap(({ $id }) => (typeof $id === 'string' ? [$id.slice(base.length)] : [])),
  }
  for (const { properties } of here) {
    if (!isObject(properties)) continue
    for (const [name, inner] of Object.entries(properties)) {
      const member = value[name]
      if (isObject(inner) && member !== undefined) yield* places(inner, member, [...path, name])
    }
  }
}

/** The schema, what it refers to, the alternative that fits, and what its conditions ask of this value. */
function layers(schema: JsonObject, value: JsonValue): JsonObject[] {
  const here = resolved(schema)
  const branches = isObject(value) ? listOf(here.oneOf).filter(isObject).map(resolved) : []
  const chosen = isObject(value) ? branches.find((candidate) => fits(candidate, value)) : undefined
  assert.ok(branches.length === 0 || chosen !== undefined, 'one alternative fits')
  const owed =
    isObject(here.if) && isObject(value) ? (holds(here.if, value) ? here.then : here.else) : undefined
  const inner = [chosen, owed, ...listOf(here.allOf)].filter(isObject)
  return [here, ...inner.flatMap((one) => layers(one, value))]
}

function requiredBy({ required }: JsonObject): string[] {
  return listOf(required).filter((name) => typeof name === 'string')
}

/** The members that an `anyOf` of nothing but requirements names. */
function choicesOf({ anyOf }: JsonObject): string[][] {
  const branches = listOf(anyOf).filter(isObject)
  const isPlain = branches.every((branch) => Object.keys(branch).every((key) => key === 'required'))
  return branches.length === 0 || !isPlain ? [] : [[...new Set(branches.flatMap(requiredBy))]]
}

const registry = registryOf(documents)
const conditions = new Map<string, ValidateFunction>()

function holds(condition: JsonObject, value: JsonValue): boolean {
  const key = JSON.stringify(condition)
  const known = conditions.get(key) ?? registry.compile({ type: 'object', ...condition })
  conditions.set(key, known)
  return known(value)
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
  return candidate.const === undefined && hasRequired && hasTags
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
