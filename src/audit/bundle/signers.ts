import { gateJws } from '../../envelope/gate.ts'
import { isSignedBy } from '../../envelope/verify.ts'
import type { Refusal } from '../../message/refusal.ts'
import { readCertificate } from '../../trust/certificate.ts'
import { signerOf } from '../../trust/list.ts'
import type { TrustHistory } from './trust.ts'

/**
 * The same refusal, with whose key it is where the signer is on no list of the State that must have signed, and on one of
 * another: then it is no stranger's, and most often a file of the bundle itself in a wrong place.
 *
 * @param must - the State that must have signed
 */
export async function withSigner(
  refusal: Refusal,
  { opened }: TrustHistory,
  { kind, jws, must }: { readonly kind: 'message' | 'receipt'; readonly jws: string; readonly must: string },
): Promise<Refusal> {
  if (refusal.code !== 'SIGNER_UNKNOWN') return refusal
  const gated = gateJws(kind, jws)
  const read = gated.ok ? readCertificate(gated.certificate) : gated
  if (!gated.ok || !read.ok) return refusal
  const of = opened.find(({ opened: { list } }) => signerOf(list, gated.certificateDigest) !== null)
  const state = of?.opened.list.state
  if (state === undefined || state === must) return refusal
  // The certificate alone says nothing: anybody can put it there.
  const isSigned = await isSignedBy(jws, gated.algorithm, read.certificate.key)
  const whose = isSigned
    ? `signed by ${state}`
    : `its certificate is of ${state}, whose signature on it does not hold`
  return { ...refusal, detail: `${whose}, where ${must} must sign` }
}
