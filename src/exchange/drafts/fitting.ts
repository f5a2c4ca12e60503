import { type Slot, itemSlot, meantBy, memberSlots, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type BodyFault, faultsOfBody } from '../../message/unfinished.ts'
import { type LeftOut, escaped, withoutFileNames } from './fileNames.ts'

/** Rounds after which nothing more is looked for: each takes out all that the one before has found. */
const roundsMax = 20

/**
 * A body that a form can show: without names of files, which are handed over anew, without members that no form gives back, and
 * without what is of another kind than belongs there. What only lacks something, or is not as it must be, stays: the form tells it
 * beside the field.
 *
 * @returns null where not even the whole is what a body can be
 */
export function fitting(
  type: string,
  body: JsonObject,
): { readonly body: JsonObject; readonly left: readonly LeftOut[] } | null {
  const named = withoutFileNames(type, body, () => true)
  const left = [...named.left]
  let fit = shownOf(slotAt(bodyPlace(type)), named.body, '', left) as JsonObject
  const places: Places = new WeakMap()
  for (let round = 0; round < roundsMax; round += 1) {
    const strange = new Set(faultsOfBody(type, fit).flatMap(strangeAt))
    if (strange.size === 0) return { body: fit, left }
    if (strange.has('')) return null
    fit = without(fit, { at: '', was: '' }, { strange, left, places }) as JsonObject
  }
  return null
}

/**
 * The value without members for which a form has no field: those that none of the alternatives has which the value means, as a form
 * takes them together. Without them nobody loses unseen what they never saw.
 */
function shownOf(slot: Slot, value: JsonValue, pointer: string, left: LeftOut[]): JsonValue {
  const { alternatives } = slot
  if (Array.isArray(value)) {
    const item = itemSlot(alternatives)
    const items: readonly JsonValue[] = value
    return item === null ? value : items.map((one, place) => shownOf(item, one, `${pointer}/${place}`, left))
  }
  if (!isObject(value)) return value
  const all = memberSlots(alternatives)
  // Of what has no members a form shows none, and keeps it as it is.
  if (all.size === 0) return value
  const members = fieldsOf(slot, value)
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]): (readonly [string, JsonValue])[] => {
      const at = `${pointer}/${escaped(name)}`
      const member = members.get(name)
      if (member !== undefined) return [[name, shownOf(member, one, at, left)]]
      left.push({ pointer: at, value: one })
      return []
    }),
  )
}

/** The members for which a form has fields, as it reads them: those of the kind that is said, else the one that says the kind. */
function fieldsOf({ alternatives, discriminator }: Slot, value: JsonObject): ReadonlyMap<string, Slot> {
  const all = memberSlots(alternatives)
  if (discriminator === null) return all
  const deciding = all.get(discriminator)
  const said = value[discriminator]
  const chosen = said === undefined ? [] : meantBy(alternatives, { [discriminator]: said })
  return new Map([
    ...memberSlots(chosen),
    ...(deciding === undefined ? [] : [[discriminator, deciding] as const]),
  ])
}

function strangeAt({ pointer, keyword, params }: BodyFault): readonly string[] {
  if (keyword === 'additionalProperties' && typeof params.additionalProperty === 'string')
    return [`${pointer}/${escaped(params.additionalProperty)}`]
  return keyword === 'type' ? [pointer] : []
}

/** Which places the items of lists had before any went. */
type Places = WeakMap<object, readonly number[]>

interface Taking {
  readonly strange: ReadonlySet<string>
  readonly left: LeftOut[]
  readonly places: Places
}

/** Where a value stands by now, and where it stood in what somebody gave. */
interface Standing {
  readonly at: string
  readonly was: string
}

function without(value: JsonValue, { at, was }: Standing, taking: Taking): JsonValue {
  const { strange, left, places } = taking
  const kept = (one: JsonValue, now: string, before: string): JsonValue | undefined => {
    const here = { at: `${at}/${escaped(now)}`, was: `${was}/${escaped(before)}` }
    if (!strange.has(here.at)) return without(one, here, taking)
    left.push({ pointer: here.was, value: one })
    return undefined
  }
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value
    const before = places.get(value) ?? items.map((_, place) => place)
    const stay = items.flatMap((one, place): { readonly item: JsonValue; readonly place: number }[] => {
      const item = kept(one, String(place), String(before[place]))
      return item === undefined ? [] : [{ item, place: before[place] ?? place }]
    })
    const list = stay.map(({ item }) => item)
    places.set(
      list,
      stay.map(({ place }) => place),
    )
    return list
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const member = kept(one, name, name)
      return member === undefined ? [] : [[name, member] as const]
    }),
  )
}
