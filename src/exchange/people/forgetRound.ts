import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { sweepPlaces } from '../../store/people/knownPlaces.ts'
import { sweepSteps } from '../../store/people/secondFactors.ts'
import { sweepAttempts } from '../../store/people/signInFailures.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { sweepChallenges } from '../passkeys/challenges.ts'
import { forgetOldKeys } from '../systems/keyed.ts'
import { sweepProviderAttempts } from './provider/attempt.ts'
import { sweepOverSessions } from './sessions.ts'
import { typedRound } from './typedForms.ts'

/**
 * Forgets what was kept of people for a while and has ended: sessions, attempts, what was awaited of somebody, places at which nobody
 * is known any more, what was typed. Whoever begins another does so as well; here it goes where nobody comes any more. Each is a
 * transaction of its own: a process that dies between leaves the rest to the next round. Nothing is left to do at once.
 */
export async function forgetRound(node: Node): Promise<false> {
  const { stepMs, failuresCountMs, placeKnownMs } = exchangeLimits.desk
  const before = (ms: number): Date => new Date(node.machineNow().getTime() - ms)
  const sweeps: readonly ((trx: Trx) => Promise<void>)[] = [
    (trx) => sweepOverSessions(trx, node.machineNow()),
    (trx) => sweepProviderAttempts(node, trx),
    (trx) => sweepChallenges(node, trx),
    (trx) => sweepSteps(trx, before(stepMs)),
    (trx) => sweepAttempts(trx, before(failuresCountMs)),
    (trx) => sweepPlaces(trx, before(placeKnownMs)),
  ]
  for (const sweep of sweeps) await inTransaction(node.db, sweep)
  await forgetOldKeys(node)
  return await typedRound(node)
}
