import { documents } from '../../message/documents.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { knownMessageTypes } from '../../message/registry.ts'
import { schemaBase } from '../../message/unions.ts'

/** The name in the document of the schema at a path of `schemas/`: `message/answer.json` is `message.answer`. */
export function nameOfSchema(path: string): string {
  return path.slice(0, -'.json'.length).replaceAll('/', '.')
}

/**
 * The published schemas that a message is made of, with those that this State has added, as schemas of an OpenAPI document: each
 * refers to the others by its name there. What only this exchange understands is left out; that it binds is told as `x-binding`.
 */
export function messageSchemas(): Readonly<Record<string, JsonObject>> {
  const all = documents()
  const found = new Map<string, JsonObject>()
  const waiting = ['envelope.json', ...knownMessageTypes().map((type) => `message/${type}.json`)]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const document = all[path]
    if (document === undefined || found.has(nameOfSchema(path))) continue
    found.set(
      nameOfSchema(path),
      schemaIn(document, (other) => void waiting.push(other)),
    )
  }
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Keywords by what they hold. */
const holding: Readonly<Record<string, 'schema' | 'schemas' | 'named'>> = {
  ...{ items: 'schema', contains: 'schema', additionalProperties: 'schema', propertyNames: 'schema' },
  ...{ not: 'schema', if: 'schema', then: 'schema', else: 'schema', unevaluatedProperties: 'schema' },
  ...{ allOf: 'schemas', anyOf: 'schemas', oneOf: 'schemas', prefixItems: 'schemas' },
  ...{ properties: 'named', patternProperties: 'named', dependentSchemas: 'named', $defs: 'named' },
}

/** Keywords of JSON Schema 2020-12 that hold values. */
const plain: ReadonlySet<string> = new Set([
  ...['type', 'const', 'enum', 'required', 'title', 'description', 'format', 'pattern'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minContains', 'maxContains', 'minProperties', 'maxProperties', 'dependentRequired'],
])

function schemaIn(schema: JsonObject, meet: (path: string) => void): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): [string, JsonValue][] => {
      if (keyword === '$ref' && typeof value === 'string') {
        const path = value.slice(schemaBase.length)
        meet(path)
        return [['$ref', `#/components/schemas/${nameOfSchema(path)}`]]
      }
      if (keyword === 'binding') return [['x-binding', value]]
      if (plain.has(keyword)) return [[keyword, value]]
      const held = holding[keyword]
      return held === undefined ? [] : [[keyword, heldIn(value, held, meet)]]
    }),
  )
}

function heldIn(
  value: JsonValue,
  held: 'schema' | 'schemas' | 'named',
  meet: (path: string) => void,
): JsonValue {
  const one = (each: JsonValue): JsonValue => (isObject(each) ? schemaIn(each, meet) : each)
  if (held === 'schema') return one(value)
  if (held === 'schemas') return Array.isArray(value) ? value.map(one) : value
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, one(each)]))
    : value
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
