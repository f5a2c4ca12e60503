import type { JsonObject, JsonValue } from '../message/json.ts'
import { type Place, itemsOf, membersOf, resolvedAt } from './place.ts'
import { isObject } from './words.ts'

/** A place of which it is not said yet what stands there: everything that may. */
export interface Slot {
  /** As the schema around it states it, from where its name and words come. */
  readonly stated: Place
  /**
   * What may stand here, references followed: one where there is no choice, all the codes of a list of codes, all kinds of a
   * thing with kinds. What a person writes may fit several, as long as it is not whole.
   */
  readonly alternatives: readonly Place[]
  /** The member that says which of the alternatives is meant; null where none does. */
  readonly discriminator: string | null
}

/** Keywords of a schema that says itself what may stand there; others only ask for more of what stands there anyway. */
const telling = ['$ref', 'const', 'enum', 'oneOf', 'properties', 'type'] as const

/** What was found at the schemas of this process, which do not change. */
const slots = new WeakMap<JsonObject, Slot>()
const membersOfAll = new WeakMap<readonly Place[], ReadonlyMap<string, Slot>>()
const fixedOfPlaces = new WeakMap<JsonObject, readonly (readonly [string, JsonValue])[]>()

/** What may stand at a place. */
export function slotAt(stated: Place): Slot {
  const known = slots.get(stated.schema)
  if (known !== undefined) return known
  const slot = newSlot(stated)
  slots.set(stated.schema, slot)
  return slot
}

function newSlot(stated: Place): Slot {
  const { discriminator } = resolvedAt(stated).schema
  const name = isObject(discriminator) ? discriminator.propertyName : null
  return {
    stated,
    alternatives: alternativesAt(stated),
    discriminator: typeof name === 'string' ? name : null,
  }
}

/** The members that an object may have here, by name, in the order of the schemas; alternatives are put together. */
export function memberSlots(alternatives: readonly Place[]): ReadonlyMap<string, Slot> {
  const found = membersOfAll.get(alternatives)
  if (found !== undefined) return found
  const members = new Map<string, Slot>()
  for (const place of alternatives) {
    for (const [name, member] of membersOf(place)) {
      const [known, here] = [members.get(name), slotAt(member)]
      members.set(name, known === undefined ? here : merged(known, here))
    }
  }
  membersOfAll.set(alternatives, members)
  return members
}

/** What the items of a list may be that stands here; null where no list does. */
export function itemSlot(alternatives: readonly Place[]): Slot | null {
  const items = alternatives.flatMap((place) => ('items' in place.schema ? [slotAt(itemsOf(place))] : []))
  const [first, ...others] = items
  return first === undefined ? null : others.reduce(merged, first)
}

/** Those alternatives that a value does not rule out by saying another word where they have a fixed one. */
export function meantBy(alternatives: readonly Place[], value: JsonObject): readonly Place[] {
  return alternatives.filter((place) =>
    fixedAt(place).every(([name, word]) => !Object.hasOwn(value, name) || value[name] === word),
  )
}

/** The members that have a fixed word, each with it. */
function fixedAt(place: Place): readonly (readonly [string, JsonValue])[] {
  const known = fixedOfPlaces.get(place.schema)
  if (known !== undefined) return known
  const fixed = [...membersOf(place)].flatMap(([name, { schema }]): (readonly [string, JsonValue])[] =>
    schema.const === undefined ? [] : [[name, schema.const]],
  )
  fixedOfPlaces.set(place.schema, fixed)
  return fixed
}

/** Whether an object must have a member: in any case, in some cases, or in none. */
export type Need = 'always' | 'sometimes' | 'never'

/** Whether an object that stands here must have this member. */
export function needOf(alternatives: readonly Place[], name: string): Need {
  const objects = alternatives.filter(({ schema }) => isObject(schema.properties))
  if (objects.length === 0) return 'never'
  if (objects.every(({ schema }) => requires(schema, name))) return 'always'
  return objects.some(({ schema }) => mayRequire(schema, name)) ? 'sometimes' : 'never'
}

function alternativesAt(place: Place): readonly Place[] {
  const { document, schema } = resolvedAt(place)
  const branches = Array.isArray(schema.oneOf) ? schema.oneOf.filter(isObject) : []
  if (branches.length === 0 || !branches.every(isTelling)) return [{ document, schema }]
  const { description } = schema
  // What stands beside the alternatives, as the name of a list of codes, is said of each of them.
  const said = description === undefined ? {} : { description }
  return branches.flatMap((branch) =>
    alternativesAt({ document, schema: '$ref' in branch ? branch : { ...said, ...branch } }),
  )
}

function merged(one: Slot, other: Slot): Slot {
  const alternatives = [...one.alternatives, ...other.alternatives]
  const isNew = ({ schema }: Place, at: number): boolean =>
    alternatives.findIndex((known) => known.schema === schema) === at
  return {
    ...one,
    alternatives: alternatives.filter(isNew),
    discriminator: one.discriminator ?? other.discriminator,
  }
}

function isTelling(branch: JsonObject): boolean {
  return telling.some((keyword) => keyword in branch)
}

function requires({ required }: JsonObject, name: string): boolean {
  return Array.isArray(required) && required.includes(name)
}

/** Whether the schema asks for the member somewhere: itself, in a part of it, or under a condition. */
function mayRequire(schema: JsonObject, name: string): boolean {
  if (requires(schema, name)) return true
  if (typeof schema.$ref === 'string') return mayRequire(resolvedAt({ document: '', schema }).schema, name)
  const { allOf, anyOf, oneOf, then: owed, else: otherwise } = schema
  return [...listOf(allOf), ...listOf(anyOf), ...listOf(oneOf), owed, otherwise].some(
    (one) => isObject(one) && mayRequire(one, name),
  )
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}
