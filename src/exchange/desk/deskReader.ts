import type { ActedFrom } from '../../audit/events.ts'
import type { DeskPerson } from '../people/person.ts'
import type { Reader } from '../reader.ts'

/** Somebody who reads at the desk, for one authority, and from where. */
export interface DeskReader extends Reader {
  readonly authority: string
  readonly from: ActedFrom
}

/** An auditor as a reader of the log and of what it tells. */
export function deskAuditor({ signInName, authority }: DeskPerson, address: string): DeskReader {
  return { person: signInName, role: 'auditor', authority, from: { by: 'network', address } }
}

/** The roles in which requests are read, the one that is told of somebody who has several first. */
const readingRoles = ['officer', 'approver', 'auditor'] as const

/**
 * The person as a reader of requests.
 *
 * @throws Error where none of the roles reads requests: the guard of the route has not stood before it
 */
export function deskReader({ signInName, authority, roles }: DeskPerson, address: string): DeskReader {
  const role = readingRoles.find((one) => roles.includes(one))
  if (role === undefined) throw new Error('requests were asked for by somebody who reads none')
  return { person: signInName, role, authority, from: { by: 'network', address } }
}
