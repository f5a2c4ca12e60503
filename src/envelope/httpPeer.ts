import type { KeyObject } from 'node:crypto'
import type { TrustList } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type ChainCheck, checkChainOnce, checkValidity } from '../trust/checkCertificate.ts'
import { type StatusCheck, withoutRevocationLists } from '../trust/revocationStatus.ts'
import { httpSignerOf, isInForce } from '../trust/list.ts'

/**
 * The key by which a State's node signs HTTP, by the SHA-256 (hex) of its certificate: listed for that use, in force
 * now, and issued by one of the State's certificate authorities. Two of them may have one name and key, as where the
 * certificate of the authority is made anew: one that has run out, or of which nothing is known, does not count against the other, and
 * what one of them has taken back is taken back. Refuses with SIGNER_UNKNOWN or CERTIFICATE_*.
 */
export function httpKeyOf(
  list: TrustList,
  certificateDigest: string,
  at: Date,
  status: StatusCheck = withoutRevocationLists,
  check: ChainCheck = checkChainOnce,
): Result<{ key: KeyObject }> {
  const entry = httpSignerOf(list, certificateDigest)
  if (entry === null) return refuse('SIGNER_UNKNOWN')
  if (!isInForce(entry, at))
    return refuse('CERTIFICATE_NOT_IN_FORCE', { detail: 'not in force in the trust list' })
  let last: Refusal = refuse('CERTIFICATE_WRONG_ISSUER')
  let found: KeyObject | null = null
  for (const issuer of list.certificateAuthorities) {
    const purpose = { use: 'httpSigner', holder: list.node.uri } as const
    const checked = check(Buffer.from(entry.certificate, 'base64'), Buffer.from(issuer, 'base64'), purpose)
    if (!checked.ok) {
      last = checked
      continue
    }
    const { key } = checked.chain.leaf
    const stands = status(checked.chain, list, at)
    if (!stands.ok && stands.code === 'CERTIFICATE_REVOKED') return stands
    const valid = checkValidity(checked.chain, at)
    if (!valid.ok) last = valid
    else if (!stands.ok) last = stands
    else found ??= key
  }
  return found === null ? last : { ok: true, key: found }
}
