import type { Actor } from '../../audit/events.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import type { DeskRole } from '../people/person.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import { type RecordEvent, openTrail } from '../trail.ts'
import type { KeptDraft } from './keptDraft.ts'

/** What the log tells of a draft. */
export type DraftEvent = Extract<RecordEvent, { readonly event: `draft.${string}` }>

/** Notes what was done to a draft, in the record that it is about where this node has that; in the transaction that did it. */
export async function noteDraft(node: Node, trx: Trx, request: string, event: DraftEvent): Promise<void> {
  const isKnown = (await lockRequests(trx, [request])).has(request)
  const trail = await openTrail(node, trx, isKnown ? [request] : [], node.now())
  if (isKnown) trail.about(request, event)
  else trail.add(event)
  await append(trx, trail.audit())
}

/** Notes that a person sees a part of a draft, in a transaction of its own: it is in the log before they see it. */
export async function noteReadDraft(
  node: Node,
  { id, request, version }: KeptDraft,
  part: string,
  by: Acting,
): Promise<void> {
  const details = { draft: id, part, version }
  await inTransaction(node.db, (trx) =>
    noteDraft(node, trx, request, { event: 'draft.read', actor: actorIn(by), details }),
  )
}

/** Whom the log names: the person, or the system that does it for them. */
export function actorIn({ person, address, system }: Acting): Actor {
  if (system === undefined) return actorOf(person, address)
  return { person: system, role: 'token', authority: person.authority, from: { by: 'network', address } }
}

/** The same where nobody acts at the desk at this moment: the person who let it go, long ago perhaps. */
export function actorBefore(person: string, role: DeskRole, authority: string): Actor {
  return { person, role, authority }
}
