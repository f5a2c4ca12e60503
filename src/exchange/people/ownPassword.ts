import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { changePerson, findPerson, lockPerson } from '../../store/people/people.ts'
import { endSessionsOf } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'
import { comparePassword, keepPassword, passwordRefusal } from './password.ts'
import type { DeskPerson } from './person.ts'
import { actorOf, beginSession } from './sessions.ts'
import {
  type SignInOrder,
  attemptOf,
  beginAttempt,
  notLookedAt,
  refused,
  refusedTooOften,
  succeed,
} from './signIn.ts'

/** What somebody says who has signed in and wants another password. */
export interface PasswordOrder extends Pick<SignInOrder, 'address' | 'countedAs'> {
  readonly current: string
  readonly chosen: string
  readonly repeated: string
}

/**
 * Gives a person the password that they chose: their sessions end, and another one begins, whose token is returned.
 * Refuses with PASSWORDS_DIFFER, PASSWORD_TOO_SHORT, PASSWORD_COMMON, PASSWORD_UNCHANGED; with PASSWORD_WRONG where the one
 * in use was not known, which counts as signing in does (SIGN_IN_TOO_OFTEN); with NODE_BUSY or NODE_ROLLED_BACK.
 */
export async function choosePassword(
  node: Node,
  person: DeskPerson,
  order: PasswordOrder,
): Promise<Result<{ readonly token: string }>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { current, chosen, repeated, address } = order
  const { signInName } = person
  if (chosen !== repeated) return refuse('PASSWORDS_DIFFER')
  const unfit = passwordRefusal(chosen, signInName)
  if (unfit !== null) return unfit
  if (chosen.normalize('NFC') === current.normalize('NFC')) return refuse('PASSWORD_UNCHANGED')
  const attempt = attemptOf(signInName, order)
  const tooOften = await beginAttempt(node, attempt)
  if (tooOften !== null) return await refusedTooOften(node, tooOften, signInName, address)
  const row = await findPerson(node.db, signInName)
  const comparison = await comparePassword(current, row?.password ?? null)
  if (comparison === null) return await notLookedAt(node, attempt)
  if (!comparison.isRight || row === null)
    return await refused(node, refuse('PASSWORD_WRONG'), signInName, address)
  const kept = await keepPassword(node, chosen)
  if (kept === null) return await notLookedAt(node, attempt)
  return await inTransaction(node.db, async (trx) => {
    const now = await lockPerson(trx, signInName)
    // Meanwhile disabled, or given another password.
    if (now?.disabled_at !== null || now.password !== row.password) return refuse('PASSWORD_WRONG')
    await changePerson(trx, now.id, { password: kept, password_given: false })
    await endSessionsOf(trx, now.id)
    await succeed(trx, attempt)
    const token = await beginSession(node, trx, now.id)
    const trail = await openTrail(node, trx, [], node.now())
    trail.add({
      event: 'person.passwordSet',
      actor: actorOf(person, address),
      code: 'own',
      details: { signInName },
    })
    await append(trx, trail.audit())
    return { ok: true, token }
  })
}
