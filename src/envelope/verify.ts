import type { KeyObject } from 'node:crypto'
import { compactVerify } from 'jose'
import type { TrustList } from '../message/generated/types.ts'
import type { JsonValue } from '../message/json.ts'
import { limits } from '../message/limits.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { type ChainCheck, checkChainOnce, checkValidity } from '../trust/checkCertificate.ts'
import { type StatusCheck, withoutRevocationLists } from '../trust/revocationStatus.ts'
import { hasLengthOfKey } from '../trust/keyKind.ts'
import { isCertificateAuthority, isInForce, signerOf } from '../trust/list.ts'
import { fitsAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import { digestOf } from './digest.ts'
import { type GatedJws, gateJws } from './gate.ts'
import type { Kind } from './kinds.ts'

/** What a State has signed. Its shape is still to be judged by the schema of its kind. */
export interface Verified {
  readonly value: JsonValue
  /** Identity of what was signed (see `digestOf`). */
  readonly digest: string
  readonly signedAt: Date
  /** SHA-256 of the signer's certificate, lower-case hex. */
  readonly certificateDigest: string
}

/**
 * Verifies what a State has signed against that State's trust list, as of `at`: now for what just came, the time of
 * receipt for what is in an archive. The signer must have been in force both then and when it signed, and `status` must
 * know nothing against its certificate then.
 *
 * Refuses with ENVELOPE_TOO_LARGE, ENVELOPE_INVALID, ENVELOPE_ALGORITHM_NOT_ALLOWED, SIGNER_UNKNOWN, CERTIFICATE_*,
 * SIGNATURE_INVALID, TIME_OUT_OF_RANGE (signed more than the clock skew after `at`) or JSON_*.
 */
export async function verify(
  kind: Exclude<Kind, 'trustList'>,
  jws: string,
  list: TrustList,
  at: Date,
  status: StatusCheck = withoutRevocationLists,
  check: ChainCheck = checkChainOnce,
): Promise<Result<Verified>> {
  const gated = gateJws(kind, jws)
  return gated.ok ? await verifyGated(jws, gated, list, at, status, check) : gated
}

/** The same for what has passed the gate of its kind before, as it must to tell whose list it is to be held against. */
export async function verifyGated(
  jws: string,
  gated: GatedJws,
  list: TrustList,
  at: Date,
  status: StatusCheck = withoutRevocationLists,
  check: ChainCheck = checkChainOnce,
): Promise<Result<Verified>> {
  const key = signerKey(gated, list, at, status, check)
  if (!key.ok) return key
  if (!(await isSignedBy(jws, gated.algorithm, key.key))) return refuse('SIGNATURE_INVALID')
  // After the signature, as a time that somebody else has written says nothing about the signer's clock.
  const time = checkSigningTime(gated.signedAt, at)
  if (!time.ok) return time
  const read = readStrict(gated.payload)
  if (!read.ok) return read
  const { signedAt, certificateDigest } = gated
  return { ok: true, value: read.value, digest: digestOf(jws), signedAt, certificateDigest }
}

/** Judges that a thing was not signed in the future of `at`, which clocks that differ a little are forgiven. */
export function checkSigningTime(signedAt: Date, at: Date): Result<object> {
  if (signedAt.getTime() <= at.getTime() + limits.clockSkewMs) return { ok: true }
  return refuse('TIME_OUT_OF_RANGE', { expected: [at.toISOString()] })
}

/** Whether the signature holds under that key and that one algorithm, and the key is of the algorithm's kind. */
export async function isSignedBy(
  jws: string,
  algorithm: SignatureAlgorithm,
  key: KeyObject,
): Promise<boolean> {
  const signature = Buffer.from(jws.slice(jws.lastIndexOf('.') + 1), 'base64url')
  if (!fitsAlgorithm(key, algorithm) || !hasLengthOfKey(signature, key)) return false
  try {
    await compactVerify(jws, key, { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}

function signerKey(
  gated: GatedJws,
  list: TrustList,
  at: Date,
  status: StatusCheck,
  check: ChainCheck,
): Result<{ key: KeyObject }> {
  const { certificate, issuer, signedAt, algorithm } = gated
  const entry = signerOf(list, gated.certificateDigest)
  if (entry === null) return refuse('SIGNER_UNKNOWN')
  if (!isCertificateAuthority(list, issuer)) return refuse('CERTIFICATE_WRONG_ISSUER')
  const checked = check(certificate, issuer, { use: 'messageSigner', holder: list.node.uri })
  if (!checked.ok) return checked
  for (const time of [signedAt, at]) {
    if (!isInForce(entry, time))
      return refuse('CERTIFICATE_NOT_IN_FORCE', { detail: 'not in force in the trust list' })
    const valid = checkValidity(checked.chain, time)
    if (!valid.ok) return valid
  }
  const stands = status(checked.chain, list, at)
  if (!stands.ok) return stands
  const { key } = checked.chain.leaf
  if (!fitsAlgorithm(key, algorithm)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')
  return { ok: true, key }
}
