import { type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import { findPerson } from '../../store/people/people.ts'
import { stepUpSession } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { comparePassword } from './password.ts'
import type { DeskPerson } from './person.ts'
import { hashOf } from './sessions.ts'
import {
  type SignInOrder,
  attemptOf,
  beginAttempt,
  notLookedAt,
  refused,
  refusedTooOften,
  succeed,
} from './signIn.ts'

/** What somebody says who has signed in and proves anew who they are. */
export interface StepUpOrder extends Pick<SignInOrder, 'password' | 'address' | 'countedAs'> {
  /** Token of the session in which it counts, for a few minutes. */
  readonly token: string
}

/**
 * Takes the password again before something that binds the State. Refuses with PASSWORD_WRONG, which counts as signing in does
 * (SIGN_IN_TOO_OFTEN), also where the session has ended meanwhile; with NODE_BUSY or NODE_ROLLED_BACK.
 */
export async function stepUp(node: Node, person: DeskPerson, order: StepUpOrder): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { signInName, id } = person
  const attempt = attemptOf(signInName, order)
  const tooOften = await beginAttempt(node, attempt)
  if (tooOften !== null) return await refusedTooOften(node, tooOften, signInName, order.address)
  const row = await findPerson(node.db, signInName)
  const comparison = await comparePassword(order.password, row?.password ?? null)
  if (comparison === null) return await notLookedAt(node, attempt)
  if (!comparison.isRight || row === null)
    return await refused(node, refuse('PASSWORD_WRONG'), signInName, order.address)
  return await inTransaction(node.db, async (trx) => {
    if (!(await stepUpSession(trx, hashOf(order.token), id, node.machineNow())))
      return refuse('PASSWORD_WRONG')
    await succeed(trx, attempt)
    return { ok: true }
  })
}
