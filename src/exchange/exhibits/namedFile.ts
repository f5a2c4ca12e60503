import type { JsonObject, JsonValue } from '../../message/json.ts'

/** A file of a message: by its id in it, and by that of its deposit here. */
export interface NamedFile {
  readonly id: string
  readonly deposit: string
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
