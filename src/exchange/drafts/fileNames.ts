import { type Slot, itemSlot, meantBy, memberSlots, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { isWhole } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'

/** Something that stood in a body and is not in it any more. */
export interface LeftOut {
  /** Where it stood (RFC 6901). */
  readonly pointer: string
  readonly value: JsonValue
}

interface Walk {
  readonly isGone: (id: string) => boolean
  readonly of: (owner: JsonObject) => JsonObject
  readonly left: LeftOut[]
}

/**
 * A body without the names of files, wherever its schema says that a file is named there, and only there: an account may be called
 * E12. A list of which nothing stays goes with its last name.
 *
 * @param isGone - whether a file of this id is named no more
 * @param more - `of`: what becomes of an object of which a name was taken
 */
export function withoutFileNames(
  type: string,
  body: JsonObject,
  isGone: (id: string) => boolean,
  more: Partial<Pick<Walk, 'of'>> = {},
): { readonly body: JsonObject; readonly left: readonly LeftOut[] } {
  const walk: Walk = { isGone, of: (owner) => owner, left: [], ...more }
  return { body: inObject(slotAt(bodyPlace(type)), body, '', walk), left: walk.left }
}

function inObject({ alternatives }: Slot, value: JsonObject, pointer: string, walk: Walk): JsonObject {
  const meant = meantBy(alternatives, value)
  const members = memberSlots(meant.length === 0 ? alternatives : meant)
  const taken: string[] = []
  const kept = Object.entries(value).flatMap(([name, one]): (readonly [string, JsonValue])[] => {
    const slot = members.get(name)
    if (slot === undefined) return [[name, one]]
    const before = walk.left.length
    const left = inValue(slot, one, `${pointer}/${escaped(name)}`, walk)
    const isName = namesFile(slot) || (Array.isArray(one) && namesFile(itemSlot(slot.alternatives)))
    if (isName && walk.left.length > before) taken.push(name)
    return left === undefined ? [] : [[name, left]]
  })
  const object = Object.fromEntries(kept)
  return taken.length > 0 ? walk.of(object) : object
}

function inValue(slot: Slot, value: JsonValue, pointer: string, walk: Walk): JsonValue | undefined {
  if (typeof value === 'string') {
    if (!namesFile(slot) || !walk.isGone(value)) return value
    walk.left.push({ pointer, value })
    return undefined
  }
  if (Array.isArray(value)) {
    const item = itemSlot(slot.alternatives)
    const items: readonly JsonValue[] = value
    if (item === null) return value
    const left = items.flatMap((one, place) => inValue(item, one, `${pointer}/${place}`, walk) ?? [])
    return left.length === 0 && items.length > 0 ? undefined : left
  }
  return isObject(value) ? inObject(slot, value, pointer, walk) : value
}

function namesFile(slot: Slot | null): boolean {
  return slot?.alternatives.some((place) => isWhole(place, 'part/exhibit-id.json')) ?? false
}

/** As RFC 6901 writes a name in a pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
