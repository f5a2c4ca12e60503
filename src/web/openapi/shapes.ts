import type { JsonObject, JsonValue } from '../../message/json.ts'

export const text = { type: 'string' } as const
export const instant = { type: 'string', format: 'date-time' } as const
export const uuid = { type: 'string', format: 'uuid' } as const
export const count = { type: 'integer', minimum: 0 } as const
export const flag = { type: 'boolean' } as const
export const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const
export const side: JsonObject = { type: 'string', enum: ['requesting', 'requested'] }

/** One of these words. */
export function oneOf(words: readonly string[]): { readonly type: 'string' } & JsonObject {
  return { type: 'string', enum: [...words] }
}

/** The same, or null. A list of words takes null among them as well. */
export function orNull(schema: { readonly type: string } & JsonObject): JsonObject {
  const { enum: words } = schema
  const listed = Array.isArray(words) ? { enum: [...words, null] } : {}
  return { ...schema, ...listed, type: [schema.type, 'null'] }
}

/** A schema that is not of a plain type, or null. */
export function eitherOrNull(schema: JsonObject, description?: string): JsonObject {
  const said = description === undefined ? {} : { description }
  return { oneOf: [schema, { type: 'null' }], ...said }
}

export function list(items: JsonObject): JsonObject {
  return { type: 'array', items }
}

/** A schema of the document, by its name there. */
export function named(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` }
}

/** A closed object in which every member stands, and perhaps those of `optional`. */
export function closed(
  properties: Readonly<Record<string, JsonValue>>,
  description?: string,
  optional: Readonly<Record<string, JsonValue>> = {},
): JsonObject {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    additionalProperties: false,
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  }
}

/** What any names hold, all of one kind. */
export function byName(values: JsonObject, description: string): JsonObject {
  return { type: 'object', description, additionalProperties: values }
}
