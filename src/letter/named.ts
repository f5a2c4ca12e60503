import { type Slot, itemSlot } from './alternatives.ts'
import { isWhole } from './place.ts'
import { isPointer } from './pointerLine.ts'

/**
 * Something of a request, or of its record, that a message names; `part`: a measure, or a part of one that is made so; `item`: one
 * of the questions of the message that is answered; `place` and `placeOfCorrected`: where something stands in the request, and in the
 * message that is corrected.
 */
export type Named =
  'measure' | 'part' | 'exhibit' | 'message' | 'offence' | 'basis' | 'item' | 'place' | 'placeOfCorrected'

/** A row that has an id of its own, by which others name it. */
export type Row = 'basis' | 'measure' | 'offence' | 'item'

const documents = {
  'part/measure-id.json': 'measure',
  'part/exhibit-id.json': 'exhibit',
  'part/message-id.json': 'message',
} as const satisfies Readonly<Record<string, Named>>

/** List of a correction in which measures are asked for anew: their ids, and the numbers of their offences, are known ones. */
const askedAnew = '/asked/'

/**
 * What of the request a member names, or the items of its list; null: nothing of it. A member `id` gives a name, and beside the id
 * or the reference of another request stands what is of that one.
 *
 * @param others - all members of the object in which it stands
 * @param pointer - where in the body it stands (RFC 6901)
 */
export function namedBy(
  slot: Slot,
  name: string,
  others: ReadonlyMap<string, Slot>,
  pointer: string,
): Named | null {
  const { alternatives } = itemSlot(slot.alternatives) ?? slot
  const [first, ...more] = alternatives
  if (first === undefined || more.length > 0) return null
  if (name === 'id') {
    const isKnown = pointer.startsWith(askedAnew) && rowWith(slot, name, pointer) === 'measure'
    return isKnown ? 'measure' : null
  }
  if (first.schema.names === 'offence') return 'offence'
  const { document } = slot.stated
  if (isPointer(slot.stated, name))
    return first.schema.format === 'json-pointer' ? 'place' : 'placeOfCorrected'
  if (name === 'basis' && document.startsWith('measure/')) return 'basis'
  if (name === 'item' && document === 'message/information-response.json') return 'item'
  const [, named = null] = Object.entries(documents).find(([whole]) => isWhole(first, whole)) ?? []
  if (named !== 'exhibit' && isOfAnother(slot, others)) return null
  return named === 'measure' && others.has('split') ? 'part' : named
}

/** Whether the id of another request stands here. */
export function isOtherRequest({ alternatives: [first] }: Slot): boolean {
  return first !== undefined && isWhole(first, 'part/uuid.json')
}

/** Whether the id of a message stands here, of whichever record. */
export function isMessageId({ alternatives: [first] }: Slot): boolean {
  return first !== undefined && isWhole(first, 'part/message-id.json')
}

/** What a message says of a measure may have a reference of its own: that of a remedy, of an order. */
function isOfAnother({ stated }: Slot, others: ReadonlyMap<string, Slot>): boolean {
  return others.has('request') || (!stated.document.startsWith('message/') && others.has('reference'))
}

/** The row whose id a member is, where whoever writes the message chooses it; null: it is none, or one that is known already. */
export function rowIdOf(slot: Slot, name: string, pointer: string): Row | null {
  return pointer.startsWith(askedAnew) ? null : rowWith(slot, name, pointer)
}

/** The row whose id a member is. Offences are numbered where measures are asked for; later messages may say the same numbers again. */
function rowWith({ stated, alternatives: [first] }: Slot, name: string, pointer: string): Row | null {
  const { document } = stated
  if (document === 'part/charged-offence.json' && name === 'number')
    return pointer.startsWith('/measures/') ? 'offence' : null
  if (name !== 'id' || first === undefined) return null
  if (document === 'part/legal-basis.json') return 'basis'
  if (document === 'message/information-request.json') return 'item'
  return isWhole(first, 'part/measure-id.json') ? 'measure' : null
}
