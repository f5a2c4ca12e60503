import type { TrustList } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type StatusCheck, withoutRevocationLists } from '../trust/revocationStatus.ts'
import { certificatesFor } from '../trust/list.ts'
import type { GatedShort } from './gateShort.ts'
import { type Verified, verifyGated } from './verify.ts'

/**
 * Verifies what was signed for paper, which carries no certificates: by that one in the list which it names, under the
 * authority in the list that issued it. All else is as in `verify`, and it refuses with the same.
 */
export async function verifyShort(
  jws: string,
  gated: GatedShort,
  list: TrustList,
  at: Date,
  status: StatusCheck = withoutRevocationLists,
): Promise<Result<Verified>> {
  let last: Refusal = refuse('SIGNER_UNKNOWN')
  for (const certificates of certificatesFor(list, gated.certificateDigest)) {
    const verified = await verifyGated(jws, { ...gated, ...certificates }, list, at, status)
    if (verified.ok) return verified
    last = verified
  }
  return last
}
