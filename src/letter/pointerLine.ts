import { messageTypes } from '../message/generated/types.ts'
import { type Slot, itemSlot, memberSlots, slotAt } from './alternatives.ts'
import type { LetterLanguage } from './language.ts'
import { type Place, membersOf, placeAt } from './place.ts'
import { labelOf, phrase } from './words.ts'

/** Between what a place stands in and the place itself. */
const within = ' › '
/** Between the words for a place of which it is not known in which of several things it stands. */
const or = ' / '

/** Whether what stands here is the place of something in a message (RFC 6901). */
export function isPointer({ document, schema }: Place, name: string): boolean {
  return schema.format === 'json-pointer' || (document === 'message/amend.json' && name === 'pointer')
}

/**
 * What a place in the body of a message is called, from the outermost member to the innermost. Of which type the message is nobody
 * says beside the place: it is taken for a request where one has such a place, else it is called so only where all types agree.
 *
 * @param pointer - RFC 6901, into the body or into the message with `/body` before it
 * @returns null where no message has such a place, or it is not sure what it is called
 */
export function pointerLabel(language: LetterLanguage, pointer: string): string | null {
  const steps = stepsIn(pointer)
  if (steps.length === 0) return null
  const ofRequest = labelIn(language, 'request', steps)
  if (ofRequest !== null) return ofRequest
  const labels = messageTypes.flatMap((type) => labelIn(language, type, steps) ?? [])
  return new Set(labels).size === 1 ? (labels[0] ?? null) : null
}

function stepsIn(pointer: string): readonly string[] {
  const [first, ...steps] = pointer.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (first !== '') return []
  return steps[0] === 'body' ? steps.slice(1) : steps
}

/** What a place in the body of a message of this type is called; null where it has no such place. */
export function labelIn(language: LetterLanguage, type: string, steps: readonly string[]): string | null {
  const labels: string[] = []
  let slot: Slot | null = slotAt(placeAt(`message/${type}.json`))
  for (const step of steps) {
    const item: Slot | null = itemSlot(slot.alternatives)
    if (item !== null && /^[0-9]{1,4}$/.test(step)) {
      const label = labels.pop() ?? ''
      labels.push(phrase(language, 'number', { label, number: String(Number(step) + 1) }))
      slot = item
      continue
    }
    const member: Slot | undefined = memberSlots(slot.alternatives).get(step)
    if (member === undefined) return null
    labels.push(memberLabel(language, slot.alternatives, step))
    slot = member
  }
  return labels.join(within)
}

/** What a member is called; where one of several things may stand around it that call it differently, by each of their words. */
function memberLabel(language: LetterLanguage, alternatives: readonly Place[], name: string): string {
  const labels = alternatives.flatMap((place) => {
    const member = membersOf(place).get(name)
    return member === undefined ? [] : [labelOf(language, member.document, name, member.schema)]
  })
  return [...new Set(labels)].join(or)
}
