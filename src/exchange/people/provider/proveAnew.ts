import { type Result, refuse } from '../../../message/refusal.ts'
import type { Trx } from '../../../store/database.ts'
import { inTransaction } from '../../../store/failures.ts'
import { findSubject, lockPersonOf } from '../../../store/people/providerLinks.ts'
import { stepUpSession } from '../../../store/people/sessions.ts'
import type { Node } from '../../node.ts'
import { refused } from '../refusedSignIn.ts'
import { needsSecondStep } from '../secondStep.ts'
import type { ProofFor } from './attempt.ts'
import type { Named } from './comeBack.ts'
import { providerLimits } from './limits.ts'
import { type Claims, type ProviderTerms, isStrong, namesStrong } from './terms.ts'

/** For what somebody proves themselves anew, and since when. */
export interface AnewFor extends ProofFor {
  readonly begunAt: Date
}

/**
 * Takes what a person has proved anew at the provider in the place of a password. Refuses with PROVIDER_OTHER_PERSON where somebody
 * else signed in there, with PROVIDER_PROOF_OLD where they did so before they were asked, with PROVIDER_PROOF_WEAK where it was not
 * by what counts for a second factor, with PROVIDER_ATTEMPT_OVER where their session has ended.
 */
export async function proveAnew(
  node: Node,
  terms: ProviderTerms,
  { subject, claims, address }: Named,
  { person, session, leadsTo, begunAt }: AnewFor,
): Promise<Result<{ readonly leadsTo: string }>> {
  const { issuer } = terms
  const settled = await inTransaction(node.db, async (trx) => {
    const row = await lockPersonOf(trx, issuer, subject)
    const isTheirs = row?.id === person && (await findSubject(trx, person, issuer)) === subject
    const signInName = row?.sign_in_name ?? null
    if (!isTheirs || row.disabled_at !== null) return { signInName, outcome: refuse('PROVIDER_OTHER_PERSON') }
    const now = node.machineNow()
    if (!isOfNow(claims, begunAt, now)) return { signInName, outcome: refuse('PROVIDER_PROOF_OLD') }
    if (!(await isEnough(trx, terms, claims, person)))
      return { signInName, outcome: refuse('PROVIDER_PROOF_WEAK') }
    if (!(await stepUpSession(trx, session, person, now)))
      return { signInName, outcome: refuse('PROVIDER_ATTEMPT_OVER') }
    return { signInName, outcome: { ok: true as const, leadsTo } }
  })
  const { signInName, outcome } = settled
  if (outcome.ok) return outcome
  return await refused(node, outcome, signInName, address, { provider: issuer, subject })
}

/** A provider that does not heed `prompt` and `max_age` tells of a proof of before; whose clock is wrong, of none that is of now. */
function isOfNow({ auth_time: seconds }: Claims, begunAt: Date, now: Date): boolean {
  if (typeof seconds !== 'number') return false
  const apart = providerLimits.clockApartSeconds
  return seconds >= Math.floor(begunAt.getTime() / 1000) - apart && seconds <= now.getTime() / 1000 + apart
}

/** Where the terms name a second factor, it is one; where they name none, it is in the place of a password, which is too little for who has a second factor or a passkey here. */
async function isEnough(trx: Trx, terms: ProviderTerms, claims: Claims, person: string): Promise<boolean> {
  return namesStrong(terms) ? isStrong(terms, claims) : !(await needsSecondStep(trx, person))
}
