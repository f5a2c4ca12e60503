import { fillPlaceholders } from '../../message/case.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/** What the places of a script are filled from. */
export interface Filling {
  /** The message to which something is said; null: it begins by itself. */
  readonly trigger: JsonValue
  /** SHA-256 (hex) of the files of the message, by their ids. */
  readonly digests: ReadonlyMap<string, string>
  /** Ids of the requests that the counterpart has begun, by the ids of their openings. */
  readonly requests: ReadonlyMap<string, string>
  /** When it is said: RFC 3339. */
  readonly sentAt: string
}

/**
 * Fills the places of what a script says (schemas/training.json). A member whose place has nothing is left out, as is an item of
 * a list: the trainee may have said less than the script expects.
 *
 * @throws RangeError for a duration that cannot be read
 */
export function filled(said: JsonObject, filling: Filling): JsonObject {
  const whole = fill(said, filling, null) as JsonObject
  const { sentAt } = filling
  return fillPlaceholders(whole, { request: nothing, message: nothing, sentAt }) as JsonObject
}

/** Ids of the openings whose requests are named in what a script says. */
export function openingsNamedIn(said: JsonValue): readonly string[] {
  if (said === null || typeof said !== 'object') return []
  const { $request: opening } = said as JsonObject
  return typeof opening === 'string' ? [opening] : Object.values(said).flatMap(openingsNamedIn)
}

/** Where something stands in what a script says that no place can be filled with, and why; null: nowhere. */
export function unfillable(
  said: JsonValue,
  pointer: string,
): { readonly pointer: string; readonly detail: string } | null {
  if (said === null || typeof said !== 'object') return null
  if (momentNames.some((name) => typeof (said as JsonObject)[name] === 'string')) {
    try {
      fillPlaceholders(said, { request: nothing, message: nothing, sentAt: anyMoment })
      return null
    } catch (reason) {
      if (!(reason instanceof RangeError)) throw reason
      return { pointer, detail: reason.message }
    }
  }
  for (const [name, member] of Object.entries(said)) {
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1')
    const found = unfillable(member, `${pointer}/${escaped}`)
    if (found !== null) return found
  }
  return null
}

/** Members by which a place is known that can be wrong whatever the trainee says. */
const momentNames = ['$moment', '$date', '$message'] as const
/** What is told from when a script is only judged. */
const anyMoment = '2027-01-01T00:00:00Z'

function nothing(name: string): never {
  throw new RangeError(`a script has no place for ${name}`)
}

/** @param item - of the list that is gone through, else null */
function fill(said: JsonValue, filling: Filling, item: JsonValue): JsonValue | undefined {
  if (Array.isArray(said))
    return said.map((one) => fill(one, filling, item)).filter((one) => one !== undefined)
  if (said === null || typeof said !== 'object') return said
  const { $of: place, $item: member, $each: list, $sha256: exhibit, $request: opening } = said
  if (typeof place === 'string') return valueAt(filling.trigger, place)
  if (typeof member === 'string') return valueAt(item, member)
  if (typeof exhibit === 'string') return filling.digests.get(exhibit)
  if (typeof opening === 'string') return filling.requests.get(opening)
  if (typeof list === 'string') return eachOf(valueAt(filling.trigger, list), said.as ?? null, filling)
  const members = Object.entries(said).flatMap(([name, value]) => {
    const made = fill(value, filling, item)
    return made === undefined ? [] : [[name, made] as const]
  })
  return Object.fromEntries(members)
}

function eachOf(list: JsonValue | undefined, as: JsonValue, filling: Filling): JsonValue {
  const items = Array.isArray(list) ? list : []
  return items.flatMap((item) => fill(as, filling, item) ?? [])
}

/** What stands at a JSON pointer (RFC 6901), or undefined. */
function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<JsonValue | undefined>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name)
          ? (at as Readonly<Record<string, JsonValue>>)[name]
          : undefined,
      value,
    )
}
