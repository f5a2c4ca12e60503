import type { JsonObject, JsonValue } from './json.ts'

/**
 * What a message says once an `amend` (schemas/message/amend.json) has corrected it: place by place as it is to be read (`replaces`, RFC 6901
 * pointers), what is struck out left out, and measures that are asked for otherwise (`asked`) in the place of those of their id. A place
 * that the message has not is passed over: nothing is put there that the message could not say.
 */
export function amended(message: JsonObject, amend: JsonObject): JsonObject {
  const places = listOf(amend.replaces).filter(isObject)
  const corrected = places.reduce<JsonObject>((said, { pointer, now }) => {
    const names = typeof pointer === 'string' ? namesIn(pointer) : []
    const changed = names.length === 0 ? said : changedAt(said, names, now)
    return isObject(changed) ? changed : said
  }, message)
  const asked = listOf(amend.asked).filter(isObject)
  const { body } = corrected
  if (asked.length === 0 || !isObject(body)) return corrected
  return { ...corrected, body: { ...body, measures: measuresWith(listOf(body.measures), asked) } }
}

/** The measures with these in the place of those of the same id, and behind them those that were not there. */
export function measuresWith(measures: readonly JsonValue[], asked: readonly JsonObject[]): JsonValue[] {
  const idOf = (one: JsonValue): JsonValue | undefined => (isObject(one) ? one.id : undefined)
  const kept = measures.map((one) => asked.find(({ id }) => id === idOf(one)) ?? one)
  return [...kept, ...asked.filter(({ id }) => !measures.some((one) => idOf(one) === id))]
}

/** Items of a list; none where it is none. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value with what stands at a place replaced, or left out where there is nothing to be read instead. */
function changedAt(
  value: JsonValue,
  [name = '', ...below]: readonly string[],
  now: JsonValue | undefined,
): JsonValue {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[]
    const place = /^(0|[1-9][0-9]{0,4})$/.test(name) ? Number(name) : items.length
    return items.flatMap((item, at) => (at === place ? memberOf(item, below, now) : [item]))
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([own, member]) =>
      own === name
        ? memberOf(member, below, now).map((one) => [own, one] as const)
        : [[own, member] as const],
    ),
  )
}

/** What stands there then: one value, or none. */
function memberOf(
  member: JsonValue,
  below: readonly string[],
  now: JsonValue | undefined,
): readonly JsonValue[] {
  if (below.length > 0) return [changedAt(member, below, now)]
  if (now === undefined) return []
  // Whoever corrects writes a text, also where one word alone stood.
  return [!isObject(member) && isObject(now) && typeof now.text === 'string' ? now.text : now]
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
