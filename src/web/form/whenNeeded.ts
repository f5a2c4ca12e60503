import { type Slot, memberSlots } from '../../letter/alternatives.ts'
import { type Place, membersOf, resolvedAt } from '../../letter/place.ts'
import { isObject } from '../../letter/words.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { type Listed, controlOf } from './control.ts'
import { unfitBesides } from './ofChoice.ts'

/** What is chosen beside a field, by which it is needed or has no place. */
export interface When {
  readonly is: 'needed' | 'neededUnless' | 'leftEmpty'
  /** The member in which that is chosen. */
  readonly by: string
  readonly slot: Slot
  readonly chosen: readonly Listed[]
}

/** With more than so many, it is told with what a field is not needed, where that is one. */
const mostMin = 3
/** So many are listed of what can be chosen. */
const listedMax = 8

/**
 * Of each member of an object, with what is chosen beside it it must be there, or must not: as the schemas say it by conditions on one
 * member that is chosen from a list, and what they say in words alone.
 */
export function conditionsIn(alternatives: readonly Place[]): Conditions {
  const [only, ...others] = alternatives.map(conditionsAt)
  if (only === undefined || others.length === 0) return only ?? new Map()
  const names = new Set([only, ...others].flatMap((one) => [...one.keys()]))
  return new Map([...names].map((name) => [name, [only, ...others].flatMap((one) => one.get(name) ?? [])]))
}

type Conditions = ReadonlyMap<string, readonly When[]>

/** What was found at the schemas of this process, which do not change. */
const conditions = new WeakMap<JsonObject, Conditions>()

function conditionsAt(place: Place): Conditions {
  const known = conditions.get(place.schema)
  if (known !== undefined) return known
  const found = newConditions(place)
  conditions.set(place.schema, found)
  return found
}

function newConditions(place: Place): Conditions {
  const found = new Map<string, readonly When[]>()
  const members = memberSlots([place])
  const tell = (name: string, when: When): void => {
    if (members.has(name) && when.by !== name) found.set(name, [...(found.get(name) ?? []), when])
  }
  for (const { if: condition, then: owed } of conditionsOf(place)) {
    const chosen = isObject(condition) ? chosenIn(condition, members) : null
    if (chosen === null || !isObject(owed)) continue
    for (const name of namesIn(owed.required)) tell(name, neededBy(chosen))
    for (const [name, schema] of Object.entries(isObject(owed.properties) ? owed.properties : {}))
      if (schema === false) tell(name, { is: 'leftEmpty', ...chosen })
  }
  for (const [name, { document }] of membersOf(place)) {
    const unfit = unfitBesides(document, name)
    const chosen = unfit === null ? null : listedIn(unfit.by, members, (value) => value === unfit.chosen)
    if (chosen !== null) tell(name, { is: 'leftEmpty', ...chosen })
  }
  return found
}

/** Needed with most of a list, it is told with what it is not needed. */
function neededBy({ by, slot, chosen }: Chosen): When {
  const others = listedOf(slot).filter((one) => !chosen.includes(one))
  const isMost = chosen.length > mostMin && others.length === 1
  return isMost ? { is: 'neededUnless', by, slot, chosen: others } : { is: 'needed', by, slot, chosen }
}

/** The conditions that a schema has, itself and in what it is put together from. */
function conditionsOf({ document, schema }: Place): readonly JsonObject[] {
  const all = Array.isArray(schema.allOf) ? schema.allOf.filter(isObject) : []
  return [
    ...('if' in schema ? [schema] : []),
    ...all.flatMap((one) =>
      conditionsOf('$ref' in one ? resolvedAt({ document, schema: one }) : { document, schema: one }),
    ),
  ]
}

type Chosen = Pick<When, 'by' | 'slot' | 'chosen'>

/** The one member that a condition is about, and what of its list meets it; null where it is about something else. */
function chosenIn(condition: JsonObject, members: ReadonlyMap<string, Slot>): Chosen | null {
  const [only, ...more] = Object.entries(isObject(condition.properties) ? condition.properties : {})
  if (only === undefined || more.length > 0 || !hasOnly(condition, ['properties', 'required', 'type']))
    return null
  const [by, schema] = only
  return isObject(schema) ? listedIn(by, members, (value) => meets(value, schema)) : null
}

function listedIn(
  by: string,
  members: ReadonlyMap<string, Slot>,
  isMeant: (value: JsonValue) => boolean,
): Chosen | null {
  const slot = members.get(by)
  if (slot === undefined) return null
  const chosen = listedOf(slot).filter(({ value }) => isMeant(value))
  return chosen.length === 0 || chosen.length > listedMax ? null : { by, slot, chosen }
}

/** What can be chosen in a field. */
function listedOf(slot: Slot): readonly Listed[] {
  const control = controlOf(slot)
  if (control.kind === 'choice' || control.kind === 'checks') return control.listed
  if (control.kind === 'rows') return listedOf(control.item)
  if (control.kind === 'constant') return [control]
  return control.kind === 'truth' ? [true, false].map((value) => ({ value, place: slot.stated })) : []
}

/** Whether a value meets a condition that names values; of a list, whether one with it does. */
function meets(value: JsonValue, condition: JsonObject): boolean {
  const { const: one, enum: several, not, contains } = condition
  if (!hasOnly(condition, ['const', 'enum', 'not', 'contains', 'type'])) return false
  if (isObject(contains)) return meets(value, contains)
  if (isObject(not)) return !meets(value, not)
  if (Array.isArray(several)) return several.includes(value)
  return one !== undefined && one === value
}

function hasOnly(schema: JsonObject, keywords: readonly string[]): boolean {
  return Object.keys(schema).every((keyword) => keywords.includes(keyword))
}

function namesIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

/** Groups of members of which one must be there as a whole, where one of them is of several. */
export function togetherIn({ schema }: Place): readonly (readonly string[])[] {
  const lists = [schema.anyOf, schema.oneOf].filter((list) => Array.isArray(list))
  return lists.flatMap((list) => {
    const groups = list.map((one) =>
      isObject(one) && hasOnly(one, ['required']) ? namesIn(one.required) : [],
    )
    const isSo = groups.length > 1 && groups.every(({ length }) => length > 0)
    return isSo && groups.some(({ length }) => length > 1) ? groups : []
  })
}
