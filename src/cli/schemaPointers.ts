import type { JsonObject, JsonValue } from '../message/json.ts'
import { type Documents, schemaBase } from '../message/unions.ts'

/**
 * Whether a schema describes the member at a pointer in which `*` stands for an item of a list. Every alternative and
 * every condition counts: a member that only one kind has is one.
 */
export function describes(documents: Documents, path: string, pointer: string): boolean {
  const document = documents[path]
  return document !== undefined && has(documents, document, pointer.slice(1).split('/'))
}

function has(documents: Documents, schema: JsonObject, steps: readonly string[]): boolean {
  const [step, ...rest] = steps
  if (step === undefined) return true
  return layers(documents, schema).some((layer) => {
    const inner = step === '*' ? layer.items : objectAt(layer.properties)[step]
    return isObject(inner) && has(documents, inner, rest)
  })
}

/** The schema, what it refers to, and each of its alternatives and conditions. */
function layers(documents: Documents, schema: JsonObject): readonly JsonObject[] {
  const { $ref } = schema
  const named = typeof $ref === 'string' ? documents[$ref.slice(schemaBase.length)] : undefined
  const others = [schema.then, schema.else, schema.oneOf, schema.anyOf, schema.allOf, named ?? null]
  const inner = others.flatMap((one) => (Array.isArray(one) ? one : [one ?? null])).filter(isObject)
  return [schema, ...inner.flatMap((one) => layers(documents, one))]
}

function objectAt(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
