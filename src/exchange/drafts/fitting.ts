import { type Slot, itemSlot, meantBy, memberSlots, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import type { Place } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type BodyFault, faultsOfBody } from '../../message/unfinished.ts'
import { exchangeLimits } from '../limits.ts'
import { type LeftOut, escaped, withoutFileNames } from './fileNames.ts'

/** Rounds after which nothing more is looked for: each takes out all that the one before has found. */
const roundsMax = 20

/**
 * A body that a form can show: without names of files, which are handed over anew, without members that no form gives back, without
 * what is of another kind than belongs there, and without what stands in a list behind as many as it may have. What only lacks
 * something, or is not as it must be, stays: the form tells it beside the field.
 *
 * @returns null where more is left out than anybody reads through: it is no body of this type
 */
export function fitting(
  type: string,
  body: JsonObject,
): { readonly body: JsonObject; readonly left: readonly LeftOut[] } | null {
  const slot = slotAt(bodyPlace(type))
  const left: LeftOut[] = []
  // First: whatever looks through a body compares and builds for each item of a list.
  const shown = shownOf(slot, body, '', left) as JsonObject
  const named = withoutFileNames(type, shown, () => true)
  left.push(...named.left.slice(0, exchangeLimits.drafts.leftOutMax))
  let fit = named.body
  const places: Places = new WeakMap()
  for (let round = 0; round < roundsMax && left.length < exchangeLimits.drafts.leftOutMax; round += 1) {
    const strange = strangeIn(type, slot, fit)
    if (strange.size === 0) return { body: fit, left }
    fit = without(fit, { at: '', was: '' }, { strange, left, places }) as JsonObject
  }
  return null
}

/** Where something stands that no form can show. */
function strangeIn(type: string, slot: Slot, body: JsonObject): ReadonlySet<string> {
  const found = new Set(otherKinds(slot, body, ''))
  for (const fault of faultsOfBody(type, body, Infinity)) for (const at of strangeAt(fault)) found.add(at)
  return found
}

/**
 * The value without members for which a form has no field: those that none of the alternatives has which the value means, as a form
 * takes them together. Without them nobody loses unseen what they never saw. Of a list what is too much is told in one piece.
 */
function shownOf(slot: Slot, value: JsonValue, pointer: string, left: LeftOut[]): JsonValue {
  const { alternatives } = slot
  if (Array.isArray(value)) {
    const item = itemSlot(alternatives)
    if (item === null) return value
    const items: readonly JsonValue[] = value
    const most = mostItems(alternatives)
    if (items.length > most) left.push({ pointer, value: items.slice(most) })
    return items.slice(0, most).map((one, place) => shownOf(item, one, `${pointer}/${place}`, left))
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

/** How many items a list may have here: the most that one of the alternatives takes. */
function mostItems(alternatives: readonly Place[]): number {
  const bounds = alternatives.flatMap(({ schema: { items, maxItems } }) =>
    items === undefined ? [] : [typeof maxItems === 'number' ? maxItems : Infinity],
  )
  return Math.max(0, ...bounds)
}

/** Where what stands is of a kind that none of the alternatives takes. */
function otherKinds(slot: Slot, value: JsonValue, pointer: string): readonly string[] {
  const { alternatives } = slot
  if (!alternatives.some(({ schema }) => takesKind(schema, value))) return [pointer]
  if (Array.isArray(value)) {
    const item = itemSlot(alternatives)
    const items: readonly JsonValue[] = value
    return item === null ? [] : items.flatMap((one, place) => otherKinds(item, one, `${pointer}/${place}`))
  }
  if (!isObject(value)) return []
  const members = memberSlots(alternatives)
  return Object.entries(value).flatMap(([name, one]) => {
    const member = members.get(name)
    return member === undefined ? [] : otherKinds(member, one, `${pointer}/${escaped(name)}`)
  })
}

/** Whether a schema takes values of this kind, as far as it says so itself. */
function takesKind(schema: JsonObject, value: JsonValue): boolean {
  const { type, const: word, enum: words, properties } = schema
  if (word !== undefined) return kindOf(word) === kindOf(value)
  if (Array.isArray(words)) return words.some((one: JsonValue) => kindOf(one) === kindOf(value))
  const kinds: readonly (JsonValue | undefined)[] = Array.isArray(type) ? type : [type]
  if (type === undefined) return properties === undefined || isObject(value)
  return kinds.some((kind) => kind === kindOf(value) || (kind === 'integer' && Number.isInteger(value)))
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
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
