import { subjectOf } from '../audit/entry.ts'
import { actingDetails } from '../audit/events.ts'
import { listRequestsWith } from '../store/requests.ts'
import { listSubjects } from '../store/trail.ts'
import type { Node } from './node.ts'

/** Which requests are wanted; everything that is given must hold. */
export interface ExportScope {
  /** The other State. */
  readonly peer?: string
  /** Whose requests there are alone; absent: those of all authorities of this State. */
  readonly authority?: string
  /** Somebody who read or acted in it. */
  readonly person?: string
  /** Something about it was logged from here on, and before that. */
  readonly from?: Date
  readonly until?: Date
}

/** The requests that a scope takes in, by their ids; of what is logged, as far as it has a place in the log. */
export async function requestsInScope(
  { db }: Pick<Node, 'db'>,
  { peer, authority, person, ...times }: ExportScope,
): Promise<string[]> {
  const requests = await listRequestsWith(db, peer ?? null, authority ?? null)
  const logged = {
    ...times,
    ...(person === undefined ? {} : { person: { names: [person], details: actingDetails } }),
  }
  if (Object.keys(logged).length === 0) return requests
  const subjects = new Set(await listSubjects(db, logged))
  return requests.filter((request) => subjects.has(subjectOf(request)))
}
