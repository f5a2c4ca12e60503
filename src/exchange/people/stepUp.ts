import { type Result, refuse } from '../../message/refusal.ts'
import { inTransaction } from '../../store/failures.ts'
import { hasPasskey } from '../../store/people/passkeys.ts'
import { findFactor, lockFactor } from '../../store/people/secondFactors.ts'
import { stepUpSession } from '../../store/people/sessions.ts'
import type { Node } from '../node.ts'
import { rolledBack, standingOf } from '../standing.ts'
import { succeed } from './attempts.ts'
import type { DeskPerson } from './person.ts'
import { provePassword } from './provePassword.ts'
import { refused } from './refusedSignIn.ts'
import { isSet, passkeyMissing, useCode } from './secondFactor.ts'
import { hashOf } from './sessions.ts'

/** What somebody says who has signed in and proves anew who they are. */
export interface StepUpOrder {
  readonly password: string
  /** Of their second factor; empty where they have none. */
  readonly code: string
  readonly address: string
  /** Token of the session in which it counts, for a few minutes. */
  readonly token: string
}

/** Whether a person has to say a code beside their password. */
export async function hasSecondFactor({ db }: Pick<Node, 'db'>, { id }: DeskPerson): Promise<boolean> {
  return isSet(await findFactor(db, id))
}

/**
 * Takes the password, and the code of whoever has a second factor, again before something that binds the State. Refuses with
 * PASSKEY_MISSING whoever has a passkey and no second factor, for whom the password alone is not enough; with PASSWORD_WRONG (also where the session has ended meanwhile), SECOND_FACTOR_WRONG, SECOND_FACTOR_SEALED, which count as those of
 * whoever has signed in do (SIGN_IN_TOO_OFTEN); with NODE_BUSY or NODE_ROLLED_BACK.
 */
export async function stepUp(node: Node, person: DeskPerson, order: StepUpOrder): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  if (!(await hasSecondFactor(node, person)) && (await hasPasskey(node.db, person.id)))
    return await passkeyMissing(node, person, order.address, 'step up')
  const proven = await provePassword(node, person, order.password, order.address)
  if (!proven.ok) return proven
  const settled = await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    const factor = await lockFactor(trx, person.id)
    const used = isSet(factor) ? await useCode(node, trx, factor, order.code) : { ok: true as const }
    if (!used.ok) return used
    if (!(await stepUpSession(trx, hashOf(order.token), person.id, node.machineNow())))
      return refuse('PASSWORD_WRONG')
    await succeed(trx, proven.counted)
    return { ok: true }
  })
  return settled.ok || settled.code !== 'SECOND_FACTOR_WRONG'
    ? settled
    : await refused(node, settled, person.signInName, order.address)
}
