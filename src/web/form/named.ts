import { type Slot, itemSlot } from '../../letter/alternatives.ts'
import { isWhole } from '../../letter/place.ts'

/** Something of a request, or of its record, that a message names; `part`: a measure, or a part of one that is made so. */
export type Named = 'measure' | 'part' | 'exhibit' | 'message' | 'offence'

const documents = {
  'part/measure-id.json': 'measure',
  'part/exhibit-id.json': 'exhibit',
  'part/message-id.json': 'message',
} as const satisfies Readonly<Record<string, Named>>

/**
 * What of the request a member names, or the items of its list; null: nothing of it. A member `id` gives a name, and beside the id
 * or the reference of another request stands what is of that one.
 *
 * @param others - all members of the object in which it stands
 */
export function namedBy(slot: Slot, name: string, others: ReadonlyMap<string, Slot>): Named | null {
  const { alternatives } = itemSlot(slot.alternatives) ?? slot
  const [first, ...more] = alternatives
  if (first === undefined || more.length > 0 || name === 'id') return null
  if (first.schema.names === 'offence') return 'offence'
  const [, named = null] = Object.entries(documents).find(([document]) => isWhole(first, document)) ?? []
  if (named !== 'exhibit' && isOfAnother(slot, others)) return null
  return named === 'measure' && others.has('split') ? 'part' : named
}

/** What a message says of a measure may have a reference of its own: that of a remedy, of an order. */
function isOfAnother({ stated }: Slot, others: ReadonlyMap<string, Slot>): boolean {
  return others.has('request') || (!stated.document.startsWith('message/') && others.has('reference'))
}
