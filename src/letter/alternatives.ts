import type { JsonObject, JsonValue } from '../message/json.ts'
import { type Place, itemsOf, membersOf, resolvedAt } from './place.ts'
import { isObject } from './words.ts'

/** Keywords of a schema that says itself what may stand there; others only ask for more of what stands there anyway. */
const telling = ['$ref', 'const', 'enum', 'oneOf', 'properties', 'type'] as const

/**
 * Everything that may stand at a place, references followed: one place where there is no choice, all the codes of a list of
 * codes, all kinds of a thing with kinds. What a person writes may fit several of them, as long as it is not whole.
 */
export function alternativesAt(place: Place): readonly Place[] {
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

/** What may stand at each member of an object that stands here, by its name, in the order of the schemas. */
export function memberAlternatives(places: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const members = new Map<string, readonly Place[]>()
  for (const place of places) {
    for (const [name, member] of membersOf(place)) {
      members.set(name, [...(members.get(name) ?? []), ...alternativesAt(member)])
    }
  }
  return members
}

/** What may stand in a list that stands here. */
export function itemAlternatives(places: readonly Place[]): readonly Place[] {
  return places.flatMap((place) => ('items' in place.schema ? alternativesAt(itemsOf(place)) : []))
}

/** Whether an object that stands here must have a member: in each alternative, under a condition or in some only, or in none. */
export type Need = 'always' | 'sometimes' | 'never'

/** Whether an object that stands here must have this member. */
export function needOf(places: readonly Place[], name: string): Need {
  const named = places.filter((place) => membersOf(place).has(name))
  if (named.length === 0) return 'never'
  if (named.length === places.length && named.every(({ schema }) => requires(schema, name))) return 'always'
  return named.some(({ schema }) => mayRequire(schema, name)) ? 'sometimes' : 'never'
}

/** The member that says which of the alternatives is meant; null where none does. */
export function discriminatorAt(place: Place): string | null {
  const { discriminator } = resolvedAt(place).schema
  return isObject(discriminator) && typeof discriminator.propertyName === 'string'
    ? discriminator.propertyName
    : null
}

/** Those alternatives that the value does not rule out by what a member of theirs is fixed to. */
export function meantBy(places: readonly Place[], value: JsonObject): readonly Place[] {
  return places.filter((place) =>
    [...membersOf(place)].every(([name, { schema }]) => {
      const said = Object.hasOwn(value, name) ? value[name] : undefined
      return schema.const === undefined || said === undefined || said === schema.const
    }),
  )
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
  const { $ref, allOf, anyOf, oneOf, then: owed, else: otherwise } = schema
  if (typeof $ref === 'string') return mayRequire(resolvedAt({ document: '', schema }).schema, name)
  return [allOf, anyOf, oneOf, [owed ?? null, otherwise ?? null]]
    .flatMap((list: JsonValue | undefined) => (Array.isArray(list) ? list : []))
    .some((one) => isObject(one) && mayRequire(one, name))
}
