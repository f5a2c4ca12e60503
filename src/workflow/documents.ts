import { documents } from '../message/documents.ts'
import type { JsonObject, JsonValue } from '../message/json.ts'
import { isLater, ownVersion } from '../message/version.ts'

/**
 * The documents of one folder of `schemas/`, by the name of their file, as they are in a version. The set is settled
 * by the first question.
 */
export function documentsIn<T>(folder: string, version = ownVersion()): ReadonlyMap<string, T> {
  const found = Object.entries(documents()).filter(([path]) => path.startsWith(`${folder}/`))
  return new Map(
    found.map(([path, document]) => [
      path.slice(folder.length + 1, -'.json'.length),
      asOf(document, version) as unknown as T,
    ]),
  )
}

/**
 * A table as it is in a version: an item of a list that says `since` a later one, or `until` this one or an earlier, is
 * not there. Two nodes of which one is newer judge a message by the version that it names, and so come to the same.
 */
export function asOf(document: JsonObject, version: string): JsonObject {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, valueAsOf(value, version)]),
  )
}

function valueAsOf(value: JsonValue, version: string): JsonValue {
  if (Array.isArray(value))
    return value.filter((item) => isThere(item, version)).map((item) => valueAsOf(item, version))
  return isObject(value) ? asOf(value, version) : value
}

function isThere(item: JsonValue, version: string): boolean {
  if (!isObject(item)) return true
  const { since, until } = item
  return (
    (typeof since !== 'string' || !isLater(since, version)) &&
    (typeof until !== 'string' || isLater(until, version))
  )
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is computed once, when it is first asked for: not at import, because documents may be added at the start. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

/** The same for each version; without one, for that of this node. */
export function perVersion<T>(make: (version: string) => T): (version?: string) => T {
  const made = new Map<string, { readonly value: T }>()
  return (version = ownVersion()) => {
    const known = made.get(version) ?? { value: make(version) }
    made.set(version, known)
    return known.value
  }
}
