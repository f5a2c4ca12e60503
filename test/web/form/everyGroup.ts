import { type Slot, memberSlots, slotAt } from '../../../src/letter/alternatives.ts'
import { bodyPlace } from '../../../src/letter/body.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { knownMessageTypes } from '../../../src/message/registry.ts'
import { controlOf } from '../../../src/web/form/control.ts'
import { askedBeforeKind, chosenOf, ofObjects } from '../../../src/web/form/node.ts'

/** The members of one object that stand beside each other in a form, by name. */
export type Group = ReadonlyMap<string, Slot>

/**
 * Every group of fields that the form of a type can show, of each kind of a thing that has kinds, whether an example says something there or
 * not. An object that stands in several places is one group.
 */
export function everyGroup(): readonly Group[] {
  const groups: Group[] = []
  const seen = new Set<string>()
  const numbers = new Map<JsonObject, number>()
  const numberOf = (schema: JsonObject): number => {
    const number = numbers.get(schema) ?? numbers.size
    numbers.set(schema, number)
    return number
  }
  const look = (slot: Slot): void => {
    const key = slot.alternatives.map(({ schema }) => numberOf(schema)).join(' ')
    if (seen.has(key)) return
    seen.add(key)
    const control = controlOf(slot)
    if (control.kind === 'rows') look(control.item)
    if (control.kind === 'choice' && control.own !== null) lookInto(ofObjects(slot))
    if (control.kind === 'group') lookInto(slot)
  }
  const lookInto = (slot: Slot): void => {
    for (const group of groupsOf(slot)) {
      groups.push(group)
      for (const member of group.values()) look(member)
    }
  }
  for (const type of knownMessageTypes()) lookInto(slotAt(bodyPlace(type)))
  return groups
}

/** The members of an object, for each of the kinds that it may be of. */
function groupsOf(slot: Slot): readonly Group[] {
  const { alternatives, discriminator } = slot
  const all = memberSlots(alternatives)
  if (discriminator === null) return [all]
  const first = [...askedBeforeKind(slot, ''), discriminator].flatMap((name) => {
    const member = all.get(name)
    return member === undefined ? [] : [[name, member] as const]
  })
  const kinds = controlOf(all.get(discriminator) ?? slot)
  const listed = kinds.kind === 'choice' ? kinds.listed : []
  return listed.map(({ value }) => {
    const meant = memberSlots(chosenOf(alternatives, discriminator, { [discriminator]: value }))
    return new Map([...first, ...[...meant].filter(([name]) => !first.some(([one]) => one === name))])
  })
}
