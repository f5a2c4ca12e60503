import type { ActedFrom, Actor } from '../audit/events.ts'
import { documentAt } from '../message/documents.ts'
import type { MessageType } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'

/** The people behind a message: who wrote it and, where it binds the State, who approved it. */
export interface People {
  readonly officer: string
  readonly approver?: string
}

/** The same with the places that they acted from; absent: from where the node was opened, or it is not known. */
export interface PlacedPeople extends People {
  readonly officerFrom?: ActedFrom
  readonly approverFrom?: ActedFrom
}

/** The officer behind a message, as the log names them. */
export function officerIn({ officer: person, officerFrom: from }: PlacedPeople, authority: string): Actor {
  return { person, role: 'officer', authority, ...(from === undefined ? {} : { from }) }
}

/** The same of the approver; null where there is none. */
export function approverIn(
  { approver: person, approverFrom: from }: PlacedPeople,
  authority: string,
): Actor | null {
  if (person === undefined) return null
  return { person, role: 'approver', authority, ...(from === undefined ? {} : { from }) }
}

/**
 * What binds the State leaves only with a second person; the schema of each type says whether it does (`binding`),
 * or in which of its outcomes.
 */
function isBinding({ type, body }: Said): boolean {
  const { binding, outcome } = documentAt(`message/${type}.json`) ?? {}
  if (!Array.isArray(binding) || typeof outcome !== 'string') return binding === true
  const said = Object.entries(body).find(([member]) => outcome === `/${member}`)
  return binding.some((one) => one === said?.[1])
}

/** When what is said in a type binds the State: always, never, or where it has one of these outcomes. */
export function bindingOf(type: MessageType): 'always' | 'never' | readonly string[] {
  const { binding } = documentAt(`message/${type}.json`) ?? {}
  if (Array.isArray(binding)) return binding.filter((one) => typeof one === 'string')
  return binding === true ? 'always' : 'never'
}

/** Whether a message needs a second person: by its type, or because it accepts the conditions of a delivery. */
export function bindsState(said: Said): boolean {
  const { body } = said
  return isBinding(said) || ('conditionsAccepted' in body && body.conditionsAccepted === true)
}

/** What is said, as far as it decides whether it binds. */
export interface Said {
  readonly type: MessageType
  readonly body: object
}

/** Refuses with SECOND_PERSON_MISSING where nobody but the author stands behind what binds the State. */
export function checkPeople(said: Said, { officer, approver }: People): Refusal | null {
  if (approver !== undefined && samePerson(approver, officer)) {
    return refuse('SECOND_PERSON_MISSING', { says: [particular('samePerson', {})] })
  }
  if (!bindsState(said) || (approver !== undefined && folded(approver) !== '')) return null
  return refuse('SECOND_PERSON_MISSING', { says: [particular('approverWanted', { type: said.type })] })
}

/** Refuses with SECOND_PERSON_MISSING an act of the node that one person alone wants. */
export function secondPersonRefusal({ officer, approver }: Required<People>, act: string): Refusal | null {
  if (folded(approver) !== '' && folded(officer) !== '' && !samePerson(approver, officer)) return null
  return refuse('SECOND_PERSON_MISSING', { detail: `${act} needs two persons` })
}

function samePerson(one: string, other: string): boolean {
  return folded(one) === folded(other)
}

/** A name as people read it: without what cannot be seen, however it is spaced and capitalised. */
function folded(name: string): string {
  const visible = name.normalize('NFKC').replace(/\p{Cf}/gu, '')
  return visible.trim().replace(/\s+/gu, ' ').toLocaleLowerCase('und')
}
