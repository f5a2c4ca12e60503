import { type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { changePerson, lockPerson } from '../../store/people/people.ts'
import { endOwnSessions, hasSession } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { keepPassword, passwordRefusal } from './password.ts'
import type { DeskPerson } from './person.ts'
import { actorOf, beginSession, hashOf } from './sessions.ts'
import { notLookedAt, succeed } from './attempts.ts'
import { type Whereabouts, keepWhereabouts, forgetWhereabouts } from './places.ts'
import { askerFor, provePassword } from './provePassword.ts'

/** What somebody says who has signed in and wants another password. */
export interface PasswordOrder extends Whereabouts {
  readonly current: string
  readonly chosen: string
  readonly repeated: string
  /** Token of their session. */
  readonly token: string
}

/** The session with which a person goes on, and what their browser holds from now on. */
export interface RenewedSession {
  readonly token: string
  readonly browser: string
}

/**
 * Gives a person the password that they chose: their sessions end, and another one begins, whose token is returned.
 * Refuses with PASSWORDS_DIFFER, PASSWORD_TOO_SHORT, PASSWORD_COMMON, PASSWORD_UNCHANGED; with PASSWORD_WRONG where the one
 * in use was not known or the session has ended meanwhile, which counts apart from what others try by the name (SIGN_IN_TOO_OFTEN); with NODE_BUSY or
 * NODE_ROLLED_BACK.
 */
export async function choosePassword(
  node: Node,
  person: DeskPerson,
  order: PasswordOrder,
): Promise<Result<RenewedSession>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { current, chosen, repeated, address } = order
  const { signInName } = person
  const isSame = chosen.normalize('NFC') === current.normalize('NFC')
  // Whether the one in use is right is looked at, and counted, only where the other can be taken.
  const unfit = together([
    current === '' ? refuse('PASSWORD_MISSING') : null,
    passwordRefusal(chosen, signInName) ?? (isSame ? refuse('PASSWORD_UNCHANGED') : null),
    chosen === repeated ? null : refuse('PASSWORDS_DIFFER'),
  ])
  if (unfit !== null) return unfit
  const proven = await provePassword(node, person, current, address)
  if (!proven.ok) return proven
  const { row, counted } = proven
  const kept = await keepPassword(node, chosen, askerFor(person))
  if (kept === null) return await notLookedAt(node, counted)
  return await inTransaction(node.db, async (trx) => {
    const now = await lockPerson(trx, signInName)
    // Meanwhile disabled, or given another password.
    if (now?.disabled_at !== null || now.password !== row.password) return refuse('PASSWORD_WRONG')
    if (!(await hasSession(trx, hashOf(order.token), now.id))) return refuse('PASSWORD_WRONG')
    await changePerson(trx, now.id, { password: kept, password_given: false })
    await endOwnSessions(trx, now.id, null)
    await forgetWhereabouts(trx, now.id)
    await succeed(trx, counted)
    const browser = await keepWhereabouts(node, trx, { person: now.id, from: order, place: null })
    const token = await beginSession(node, trx, now.id)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'person.passwordSet',
      actor: actorOf(person, address),
      code: 'own',
      details: { signInName },
    })
    await append(trx, trail.audit())
    return { ok: true, token, browser }
  })
}
