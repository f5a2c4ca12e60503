import { documents } from '../../src/message/generated/schemas.ts'
import type { JsonObject, JsonValue } from '../../src/message/json.ts'
import { isObject, listOf, resolved, subschemas } from '../message/schemaWalk.ts'
import { shown } from './lacking.ts'

/** What a member holds, or the items of its list: a word that names a truth value is seldom right for a number. */
export type Sort = 'boolean' | 'number' | 'date' | 'text' | 'object'

/** The documents in which one word serves a name, by the sort of what stands there. */
export interface Shared {
  readonly name: string
  readonly documents: ReadonlyMap<Sort, ReadonlySet<string>>
}

/** The names that one word serves in every document that has no word of its own for it, and what stands there. */
export function sharedNames(): readonly Shared[] {
  const found = new Map<string, Map<Sort, Set<string>>>()
  for (const path of shown()) {
    for (const [name, member] of membersOf(documents[path] ?? {})) {
      if (isObject(member.titles) || hasOwnWord(path, name)) continue
      const sorts = found.get(name) ?? new Map<Sort, Set<string>>()
      found.set(name, sorts)
      for (const sort of sortsOf(member)) sorts.set(sort, (sorts.get(sort) ?? new Set()).add(path))
    }
  }
  return [...found].map(([name, sorts]) => ({ name, documents: sorts }))
}

function membersOf(document: JsonObject): readonly (readonly [string, JsonObject])[] {
  return [...subschemas(document)].flatMap(([pointer, { properties }]) => {
    if (/\/(if|then|else|not|contains)(\/|$)/.test(pointer) || !isObject(properties)) return []
    return Object.entries(properties).flatMap(([name, member]): [string, JsonObject][] =>
      isObject(member) ? [[name, member]] : [],
    )
  })
}

function hasOwnWord(path: string, name: string): boolean {
  const english = documents['text/en.json']?.properties
  return isObject(english) && Object.hasOwn(english, `${path}#${name}`)
}

const dates = new Set(['part/date.json', 'part/moment.json'])
/** Objects that a letter writes as one line or text, as it does words. */
const words = new Set(['part/text.json', 'part/extension-code.json'])

function sortsOf(member: JsonObject): ReadonlySet<Sort> {
  const schema = resolved(member)
  const path = typeof schema.$id === 'string' ? schema.$id.replace(/^.*\/schemas\//, '') : ''
  if (dates.has(path)) return new Set(['date'])
  if (words.has(path)) return new Set(['text'])
  const { type, items, const: fixed, enum: given, properties } = schema
  if (type === 'array') return isObject(items) ? sortsOf(items) : new Set()
  if (type === 'boolean' || type === 'number') return new Set([type])
  if (type === 'integer') return new Set(['number'])
  if (type === 'string') return new Set(['text'])
  if (type === 'object' || properties !== undefined) return new Set(['object'])
  if (fixed !== undefined || Array.isArray(given))
    return new Set([fixed ?? listOf(given)[0]].map(sortOfValue))
  return new Set(
    [...listOf(schema.oneOf), ...listOf(schema.anyOf)].filter(isObject).flatMap((one) => [...sortsOf(one)]),
  )
}

function sortOfValue(value: JsonValue | undefined): Sort {
  if (typeof value === 'boolean' || typeof value === 'number') return typeof value as 'boolean' | 'number'
  return typeof value === 'string' ? 'text' : 'object'
}
