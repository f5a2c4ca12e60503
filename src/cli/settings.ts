import type { JsonObject, JsonValue } from '../message/json.ts'
import { type Place, isObject, itemPlace, memberPlace, wantsString } from './bodySchema.ts'
import { type CommandFailure, wrongUse } from './outcome.ts'

/** One `path=value` of `--set`. */
export interface Setting {
  /** Names of members, places in lists, or `*` for every item of a list. */
  readonly path: readonly string[]
  readonly value: string
}

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor'])
const depthMax = 12

/** Reads `path=value`. */
export function readSetting(text: string): Setting {
  const at = text.indexOf('=')
  const path = text.slice(0, Math.max(at, 0)).split('.')
  const isWrong = path.length > depthMax || path.some((name) => name === '' || forbidden.has(name))
  if (at < 1 || isWrong)
    throw wrongSetting(text, 'it is written path=value, with a path like outcomes.0.note')
  return { path, value: text.slice(at + 1) }
}

/**
 * The body with a setting made in it. Objects and lists on the way are made; a list grows by one at its end.
 *
 * @throws CommandFailure WRONG_USE where the path leads through something else
 */
export function withSetting(body: JsonObject, place: Place, setting: Setting): JsonObject {
  const changed = changedAt(body, place, setting.path, setting)
  return isObject(changed) ? changed : body
}

function changedAt(
  value: JsonValue | undefined,
  place: Place,
  [name, ...rest]: readonly string[],
  setting: Setting,
): JsonValue {
  if (name === undefined) return readValue(place, setting.value)
  if (!Array.isArray(value) && !(value === undefined && isIndex(name))) {
    const members = value ?? {}
    if (!isObject(members)) throw wrongSetting(setting.path.join('.'), `${name} would stand in a plain value`)
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    return { ...members, [name]: changedAt(member, memberPlace(place, name), rest, setting) }
  }
  const items = value ?? []
  const change = (item: JsonValue | undefined): JsonValue => changedAt(item, itemPlace(place), rest, setting)
  if (name === '*') return items.map(change)
  const index = Number(name)
  if (!isIndex(name) || index > items.length)
    throw wrongSetting(setting.path.join('.'), `${name} is no place in a list of ${items.length}`)
  return index === items.length
    ? [...items, change(undefined)]
    : items.map((item, at) => (at === index ? change(item) : item))
}

/** A string where the schema takes strings only; else JSON, or a string where it is no JSON. */
function readValue(place: Place, text: string): JsonValue {
  const isDocument = /^[{[]/.test(text)
  if (wantsString(place) && !isDocument) return text
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

function isIndex(name: string): boolean {
  return /^(0|[1-9][0-9]{0,3})$/.test(name)
}

function wrongSetting(setting: string, why: string): CommandFailure {
  return wrongUse(`--set ${setting}: ${why}`)
}
