import type { MessageType } from '../message/generated/types.ts'
import { type Refusal, refuse } from '../message/refusal.ts'

/** The people behind a message: who wrote it and, where it binds the State, who approved it (design page, section 8). */
export interface People {
  readonly officer: string
  readonly approver?: string
}

/** What binds the State leaves only with a second person: requests, decisions, conditions, assurances, deliveries. */
const binding: ReadonlySet<MessageType> = new Set<MessageType>([
  'request',
  'decision',
  'conditions-offer',
  'conditions-accept',
  'delivery',
  'delivery-receipt',
  'preservation-confirm',
  'preservation-extended',
  'preservation-release',
  'postponed',
  'use-consent',
])

/** Whether this type of message needs a second person. */
export function bindsState(type: MessageType): boolean {
  return binding.has(type)
}

/** Refuses with SECOND_PERSON_MISSING where nobody but the author stands behind what binds the State. */
export function checkPeople(type: MessageType, { officer, approver }: People): Refusal | null {
  if (approver !== undefined && samePerson(approver, officer)) {
    return refuse('SECOND_PERSON_MISSING', { detail: 'the officer and the approver are the same person' })
  }
  if (!bindsState(type) || approver !== undefined) return null
  return refuse('SECOND_PERSON_MISSING', { detail: `${type} binds the State: name an approver` })
}

function samePerson(one: string, other: string): boolean {
  const folded = (name: string): string =>
    name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLocaleLowerCase('und')
  return folded(one) === folded(other)
}
