import type { Actor } from '../../../audit/events.ts'
import { type Result, refuse } from '../../../message/refusal.ts'
import { append } from '../../../store/audit.ts'
import { inTransaction } from '../../../store/failures.ts'
import { lockPerson } from '../../../store/people/people.ts'
import {
  deleteLink,
  findSubject,
  insertLink,
  listLinks,
  lockPersonOf,
} from '../../../store/people/providerLinks.ts'
import { endSessionsOf } from '../../../store/people/sessions.ts'
import type { Node } from '../../node.ts'
import { refusalNoted } from '../../refusedActs.ts'
import { rolledBack, standingOf } from '../../standing.ts'
import { openTrail } from '../../trail.ts'
import { keepAct, mayNotGive } from '../credentialActs.ts'
import type { Confirming } from '../deciding.ts'
import { subjectIn } from './comeBack.ts'

/** Who a person is at an identity provider. */
export interface Link {
  readonly signInName: string
  readonly issuer: string
  /** What names them there. */
  readonly subject: string
}

/**
 * Lets a person sign in by a provider. Refuses with LINK_INVALID what can name nobody, with LINK_EXISTS where it is somebody's, or
 * the person is somebody there already; with PERSON_UNKNOWN or NODE_ROLLED_BACK; at the desk as `mayNotGive`.
 *
 * @param at - null: it is done at the machine of the node
 */
export async function linkPerson(
  node: Node,
  { signInName, issuer, subject: said }: Link,
  actor: Actor,
  at: Confirming | null = null,
): Promise<Result<object>> {
  const subject = subjectIn(said)
  const linked = inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    if (subject === null) return refuse('LINK_INVALID')
    const row = await lockPerson(trx, signInName)
    if (row === null) return refuse('PERSON_UNKNOWN')
    const refused = await mayNotGive(node, trx, actor, at)
    if (refused !== null) return refused
    const isTaken = (await lockPersonOf(trx, issuer, subject)) !== null
    if (isTaken || (await findSubject(trx, row.id, issuer)) !== null) return refuse('LINK_EXISTS')
    const made = { made_at: node.machineNow(), made_by: actor.person }
    await insertLink(trx, { person: row.id, issuer, subject, ...made })
    await keepAct(node, trx, row, { act: 'linked', actor })
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'person.linked', actor, details: { provider: issuer, signInName, subject } })
    await append(trx, trail.audit())
    return { ok: true }
  })
  return await refusalNoted(node, { actor, wanted: `person link ${signInName}` }, linked)
}

/**
 * Lets a person sign in by a provider no more, and ends their sessions. Refuses with PERSON_UNKNOWN, LINK_UNKNOWN or
 * NODE_ROLLED_BACK.
 */
export async function unlinkPerson(
  node: Node,
  { signInName, issuer }: Omit<Link, 'subject'>,
  actor: Actor,
): Promise<Result<object>> {
  const unlinked = inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if ((await standingOf(node, trx)).isBehind) return rolledBack
    const row = await lockPerson(trx, signInName)
    if (row === null) return refuse('PERSON_UNKNOWN')
    const subject = await deleteLink(trx, row.id, issuer)
    if (subject === null) return refuse('LINK_UNKNOWN')
    await endSessionsOf(trx, row.id)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({ event: 'person.unlinked', actor, details: { provider: issuer, signInName, subject } })
    await append(trx, trail.audit())
    return { ok: true }
  })
  return await refusalNoted(node, { actor, wanted: `person unlink ${signInName}` }, unlinked)
}

/** A link as it was made. */
export interface MadeLink extends Link {
  readonly madeAt: Date
  readonly madeBy: string
}

/** Every link, by sign-in name. */
export async function linksOf({ db }: Pick<Node, 'db'>): Promise<readonly MadeLink[]> {
  return (await listLinks(db)).map(({ sign_in_name, issuer, subject, made_at, made_by }) => ({
    signInName: sign_in_name,
    issuer,
    subject,
    madeAt: made_at,
    madeBy: made_by,
  }))
}
