import { type Refusal, refuse } from '../message/refusal.ts'
import { readCertificate } from '../trust/certificate.ts'
import { fitsAlgorithm } from './algorithms.ts'
import type { GatedJws } from './gate.ts'
import { isSignedBy } from './verify.ts'

/**
 * The refusal of what is not signed by the certificate that it names itself, whoever's that is; null where it is: then it is still to be
 * judged by a list. Refuses with CERTIFICATE_INVALID, ENVELOPE_ALGORITHM_NOT_ALLOWED or SIGNATURE_INVALID.
 */
export async function ownSignatureRefusal(
  jws: string,
  { certificate, algorithm }: GatedJws,
): Promise<Refusal | null> {
  const read = readCertificate(certificate)
  if (!read.ok) return read
  const { key } = read.certificate
  if (!fitsAlgorithm(key, algorithm)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')
  return (await isSignedBy(jws, algorithm, key)) ? null : refuse('SIGNATURE_INVALID')
}
