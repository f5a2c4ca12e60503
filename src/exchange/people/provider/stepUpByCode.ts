import { type Result, refuse } from '../../../message/refusal.ts'
import { inTransaction } from '../../../store/failures.ts'
import { lockFactor } from '../../../store/people/secondFactors.ts'
import { stepUpSession } from '../../../store/people/sessions.ts'
import type { Node } from '../../node.ts'
import { rolledBack, standingOf } from '../../standing.ts'
import { beginAttempt, ownAttempt, succeed } from '../attempts.ts'
import type { DeskPerson } from '../person.ts'
import { refused, refusedTooOften } from '../refusedSignIn.ts'
import { isSet, useCode } from '../secondFactor.ts'
import { hashOf, visitorOf } from '../sessions.ts'
import type { StepUpOrder } from '../stepUp.ts'

/**
 * Takes a code alone before something that binds the State, of who has signed in by the provider and may have no password that they
 * know. Refuses with PASSWORD_WRONG where the session was begun otherwise or has ended, with SECOND_FACTOR_MISSING,
 * SECOND_FACTOR_WRONG, SECOND_FACTOR_SEALED, SIGN_IN_TOO_OFTEN or NODE_ROLLED_BACK.
 */
export async function stepUpByCode(
  node: Node,
  person: DeskPerson,
  { code, token, address }: Omit<StepUpOrder, 'password'>,
): Promise<Result<object>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const { signInName } = person
  const begun = await beginAttempt(node, ownAttempt(signInName))
  if (!begun.ok) return await refusedTooOften(node, begun.tooOften, signInName, address)
  const visitor = await visitorOf(node, token)
  const isByProvider = visitor !== null && 'person' in visitor && visitor.issuer !== null
  const settled = await inTransaction(node.db, async (trx): Promise<Result<object>> => {
    if (!isByProvider) return refuse('PASSWORD_WRONG')
    const factor = await lockFactor(trx, person.id)
    if (!isSet(factor)) return refuse('SECOND_FACTOR_MISSING')
    const used = await useCode(node, trx, factor, code)
    if (!used.ok) return used
    if (!(await stepUpSession(trx, hashOf(token), person.id, node.machineNow())))
      return refuse('PASSWORD_WRONG')
    await succeed(trx, begun.counted)
    return { ok: true }
  })
  return settled.ok || settled.code !== 'SECOND_FACTOR_WRONG'
    ? settled
    : await refused(node, settled, signInName, address)
}
