import { type Slot, itemSlot, memberSlots, needOf, slotAt } from '../../letter/alternatives.ts'
import { bodyPlace } from '../../letter/body.ts'
import { type Place, membersOf } from '../../letter/place.ts'
import { isObject, labelOf } from '../../letter/words.ts'
import type { MessageType } from '../../message/generated/types.ts'
import type { CaseWords } from '../desk/caseWords.ts'

/** What a body must say, by the names of its fields in the reader's language. */
export interface Needed {
  /** In any case. */
  readonly always: readonly string[]
  /** Lists of which one will do. */
  readonly oneOf: readonly (readonly string[])[]
  /** Of a measure, by what is said of it; an outcome that needs nothing more is not among them. */
  readonly ofOutcomes: ReadonlyMap<string, readonly string[]>
}

/** What is said anyway of each measure: which one, and what of it. */
const ofEach = ['measure', 'outcome']

/** What the schema of a type wants in every body. */
export function neededIn({ language }: CaseWords, type: MessageType): Needed {
  const { alternatives } = slotAt(bodyPlace(type))
  const members = memberSlots(alternatives)
  const labels = (names: readonly string[], of: ReadonlyMap<string, Slot>): readonly string[] =>
    names.flatMap((name) => {
      const stated = of.get(name)?.stated
      return stated === undefined ? [] : [labelOf(language, stated.document, name, stated.schema)]
    })
  const needed = [...members.keys()].filter((name) => needOf(alternatives, name) === 'always')
  const rows = members.get('outcomes')
  const item = rows === undefined ? null : itemSlot(rows.alternatives)
  return {
    always: labels(
      needed.filter((name) => name !== 'outcomes'),
      members,
    ),
    oneOf: alternatives.flatMap(choicesIn).map((names) => labels(names, members)),
    ofOutcomes: new Map(
      (item?.alternatives ?? []).flatMap((place) => {
        const names = requiredIn(place).filter((name) => !ofEach.includes(name))
        const outcome = membersOf(place).get('outcome')?.schema.const
        const said = labels(names, memberSlots([place]))
        return said.length === 0 ? [] : [[typeof outcome === 'string' ? outcome : '', said] as const]
      }),
    ),
  }
}

function requiredIn({ schema: { required } }: Place): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}

/** Members of which one must be there, where a schema leaves it open which. */
export function choicesIn({ document, schema }: Place): readonly (readonly string[])[] {
  const lists = [schema.anyOf, schema.oneOf].filter((list) => Array.isArray(list))
  return lists.flatMap((list) => {
    const names = list.map((one) => (isObject(one) ? requiredIn({ document, schema: one }) : []))
    return names.length > 1 && names.every(({ length }) => length === 1) ? [names.flat()] : []
  })
}
