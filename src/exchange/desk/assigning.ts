import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { setAssignment } from '../../store/attention/assignments.ts'
import { findPeople, lockPerson } from '../../store/people/people.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { handlesRequests } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import { erasedRefusal } from '../records.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/** Who is to have a request. */
export interface AssignmentOrder {
  readonly request: string
  /** Sign-in name of who had it when it was looked at; null: nobody. */
  readonly had: string | null
  /** Sign-in name of who is to have it; null: nobody. */
  readonly to: string | null
}

/**
 * Gives a request to somebody who handles requests of its authority, or to nobody. Whoever handles them may, also where another has it:
 * people are ill, and heads distribute work. Refuses with REQUEST_UNKNOWN where it is not of their authority, with ASSIGNMENT_CHANGED
 * where it was given to somebody else meanwhile, with ASSIGNEE_INVALID where who is to have it does not handle requests of this
 * authority (or who orders it does not), with RECORD_ERASED or NODE_ROLLED_BACK.
 */
export async function assign(node: Node, order: AssignmentOrder, by: Acting): Promise<Result<object>> {
  const { person } = by
  return await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    if (!person.roles.some((role) => role === 'officer' || role === 'approver'))
      return refuse('ASSIGNEE_INVALID')
    // Before the request, as whoever disables a person locks them.
    const to = order.to === null ? null : await lockPerson(trx, order.to)
    const row = (await lockRequests(trx, [order.request])).get(order.request)
    if (row?.own_authority !== person.authority) return refuse('REQUEST_UNKNOWN')
    if (row.erased_at !== null) return erasedRefusal(row)
    const had = await holderOf(trx, row.assigned_to)
    if ((had?.sign_in_name ?? null) !== order.had) return refuse('ASSIGNMENT_CHANGED')
    if (order.to !== null && !mayHave(to, person.authority))
      return refuse('ASSIGNEE_INVALID', { pointer: '/to' })
    if (to?.id === had?.id) return { ok: true }
    const now = node.now()
    await setAssignment(trx, row.id, to === null ? null : { person: to.id, at: now })
    const trail = await openTrail(node, trx, [row.id], now)
    const actor = actorOf(person, by.address)
    const from = had === null ? {} : { from: had.sign_in_name }
    if (to === null) trail.about(row.id, { event: 'case.givenBack', actor, details: from })
    else trail.about(row.id, { event: 'case.assigned', actor, details: { ...from, to: to.sign_in_name } })
    await append(trx, trail.audit())
    return { ok: true }
  })
}

async function holderOf(trx: Trx, id: string | null): Promise<PersonRow | null> {
  return id === null ? null : ((await findPeople(trx, [id]))[0] ?? null)
}

function mayHave(to: PersonRow | null, authority: string): boolean {
  return to !== null && to.authority === authority && handlesRequests(to)
}
