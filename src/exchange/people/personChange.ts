import type { AuditEvent } from '../../audit/auditEvent.ts'
import type { Actor } from '../../audit/events.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { releaseAssignments } from '../../store/attention/assignments.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { type PersonChange, changePerson, lockAdministrators, lockPerson } from '../../store/people/people.ts'
import type { PersonRow } from '../../store/people/peopleTables.ts'
import { endSessionsOf } from '../../store/people/sessions.ts'
import { forgetAttempts } from '../../store/people/signInFailures.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { markOfName } from './attempts.ts'
import { type KeptAct, keepAct } from './credentialActs.ts'
import { handlesRequests } from './person.ts'
import { forgetWhereabouts } from './places.ts'

/** What changes of a person. */
export interface Change {
  readonly to: (row: PersonRow) => Result<PersonChange>
  readonly event: AuditEvent
  readonly actor: Actor
  readonly endsSessions: boolean
  /** Why whoever does it has not proved enough who they are; absent: it takes something away, which must be fast. */
  readonly unproved?: (trx: Trx, row: PersonRow) => Promise<Refusal | null>
  /** What of it another administrator confirms; absent: it takes something away, and that needs nobody's word. */
  readonly act?: (row: PersonRow) => KeptAct | null
}

/**
 * Changes a person in one transaction, with what is kept of it in the log. Refuses with PERSON_UNKNOWN, NODE_ROLLED_BACK, what `to` and
 * `unproved` say; at the desk with PERSON_LAST_ADMINISTRATOR.
 */
export async function settleChange(
  node: Node,
  signInName: string,
  { to, event, actor, endsSessions, unproved, act }: Change,
): Promise<Result<object>> {
  return await inTransaction(node.db, async (trx) => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const administrators = await lockAdministrators(trx)
    const row = await lockPerson(trx, signInName)
    if (row === null) return refuse('PERSON_UNKNOWN')
    const changed = to(row)
    if (!changed.ok) return changed
    const { ok, ...columns } = changed
    if (locksOut({ ...row, ...columns }, administrators, actor)) return refuse('PERSON_LAST_ADMINISTRATOR')
    const lacking = (await unproved?.(trx, row)) ?? null
    if (lacking !== null) return lacking
    await changePerson(trx, row.id, columns)
    const kept = act?.(row) ?? null
    if (kept !== null) await keepAct(node, trx, row, kept)
    // What they had would be with somebody who does nothing in it.
    if (!handlesRequests({ ...row, ...columns })) await releaseAssignments(trx, row.id)
    if (endsSessions) {
      await endSessionsOf(trx, row.id)
      await forgetWhereabouts(trx, row.id)
    }
    // Whoever is let in again, or has another password, is looked at, whatever others have guessed.
    if (columns.password !== undefined || columns.disabled_at === null)
      await forgetAttempts(trx, markOfName(signInName))
    await notePerson(node, trx, event)
    return { ok }
  })
}

/**
 * Whether nobody at the desk would be an administrator after a change. Whoever sits at the machine of the node may want that, and can
 * add another there; from the desk nobody could mend it.
 */
function locksOut(
  { sign_in_name, roles, disabled_at }: PersonRow,
  administrators: readonly string[],
  { from }: Actor,
): boolean {
  const isLast = administrators.length === 1 && administrators[0] === sign_in_name
  const isOne = disabled_at === null && roles.includes('administrator')
  return isLast && !isOne && from?.by === 'network'
}

/** Has the log told of something done to a person, in its transaction. */
export async function notePerson(node: Node, trx: Trx, event: AuditEvent): Promise<void> {
  const trail = await openTrail(node, trx, [], node.now())
  trail.add(event)
  await append(trx, trail.audit())
}
