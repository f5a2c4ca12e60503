import { type Result, refuse } from '../../message/refusal.ts'
import type { Trx } from '../../store/database.ts'
import { inTransaction } from '../../store/failures.ts'
import { forgetChallenges, hasRoomFor, keepChallenge, takeChallenge } from '../../store/people/passkeys.ts'
import type { PasskeyPurpose } from '../../store/people/passkeyTables.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { hashOf } from '../people/sessions.ts'

const challengeBytes = 32

/**
 * Makes what a browser is asked to have signed, for whoever holds the token of a session or of an attempt to sign in; of one
 * purpose they have one at a time. Anybody may ask to sign in: where too many of those wait, one more is refused with NODE_BUSY
 * before it is kept. Whoever has a session is never refused, for there is one row of each at most.
 */
export async function beginChallenge(
  node: Pick<Node, 'db' | 'random' | 'machineNow'>,
  token: string,
  purpose: PasskeyPurpose,
): Promise<Result<{ readonly challenge: Buffer }>> {
  const challenge = Buffer.from(node.random(challengeBytes))
  const kept = { holder: hashOf(token), purpose, challenge, begun_at: node.machineNow() }
  return await inTransaction(node.db, async (trx) => {
    await sweepChallenges(node, trx)
    if (purpose === 'signIn' && !(await hasRoomFor(trx, kept, exchangeLimits.passkeys.signInsAskedMax)))
      return refuse('NODE_BUSY')
    await keepChallenge(trx, kept)
    return { ok: true, challenge }
  })
}

/**
 * Takes what was to be signed, before the answer is looked at: whatever comes of that, no other answer counts for it. A process
 * that dies after this has let nobody in, and the person is asked anew.
 *
 * @returns PASSKEY_CHALLENGE_OVER where nothing was asked, or too long ago
 */
export async function spendChallenge(
  node: Pick<Node, 'db' | 'machineNow'>,
  token: string,
  purpose: PasskeyPurpose,
): Promise<Result<{ readonly challenge: Buffer }>> {
  const order = { holder: hashOf(token), purpose }
  const challenge = await inTransaction(node.db, (trx) => takeChallenge(trx, order, begunAfter(node)))
  return challenge === null ? refuse('PASSKEY_CHALLENGE_OVER') : { ok: true, challenge }
}

/** Forgets the challenges that no browser has answered in time. */
export async function sweepChallenges(node: Pick<Node, 'machineNow'>, trx: Trx): Promise<void> {
  await forgetChallenges(trx, begunAfter(node))
}

function begunAfter({ machineNow }: Pick<Node, 'machineNow'>): Date {
  return new Date(machineNow().getTime() - exchangeLimits.passkeys.challengeMs)
}
