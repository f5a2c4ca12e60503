import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Certificate } from './certificate.ts'
import { checkExtensions, checkIssuer, checkKey, checkProfile } from './checkCertificate.ts'
import { type CertificateProfile, understoodExtensions } from './profiles.ts'

/** id-kp-timeStamping, RFC 5280 section 4.2.1.12. */
const timeStamping = '1.3.6.1.5.5.7.3.8'

/** Who signs time stamps: a certificate for that and nothing else (RFC 3161 section 2.3). */
const stamper: CertificateProfile = {
  certificateAuthority: false,
  keys: ['RSA', 'P-256', 'P-384'],
  keyUsage: { required: ['digitalSignature'], optional: ['nonRepudiation'] },
  extendedKeyUsage: [timeStamping],
  holder: false,
}

/** Whoever certifies such, directly or by another: these are authorities of elsewhere, with paths of several steps. */
const stamperAuthority: CertificateProfile = {
  certificateAuthority: true,
  keys: ['RSA', 'P-256', 'P-384'],
  keyUsage: { required: ['keyCertSign'], optional: ['cRLSign', 'digitalSignature', 'nonRepudiation'] },
  extendedKeyUsage: [timeStamping],
  holder: false,
}

/** Certificates of a path, from the one that signs to the authority that the reader trusts. */
const pathMax = 5

/** Judges the certificate of whoever signed a time stamp, at the time that it says. Refuses with a code of certificates. */
export function checkStamper(certificate: Certificate, at: Date): Refusal | null {
  return (
    checkExtensions(certificate) ??
    checkProfile(certificate, 'timeStamper', stamper) ??
    checkOnlyStamping(certificate) ??
    checkKey(certificate, 'timeStamper', stamper) ??
    checkInForce(certificate, at)
  )
}

/** The certificate must name the use, critical, and no other beside. */
function checkOnlyStamping({ extendedKeyUsage, extensions }: Certificate): Refusal | null {
  const isCritical = extensions.some(
    ({ id, critical }) => id === understoodExtensions.extendedKeyUsage && critical,
  )
  const isOnly = extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === timeStamping
  return isOnly && isCritical
    ? null
    : refuse('CERTIFICATE_WRONG_USE', { detail: 'timeStamper: it is not for time stamps alone, critical' })
}

function checkInForce({ validFrom, validUntil }: Certificate, at: Date): Refusal | null {
  return validFrom <= at && at <= validUntil
    ? null
    : refuse('CERTIFICATE_NOT_IN_FORCE', { detail: `not valid at ${at.toISOString()}` })
}

/**
 * Judges the path from whoever signed a time stamp (`checkStamper` has judged that certificate) up to one of the
 * authorities, which is the anchor, as RFC 5280 section 6.1 does, with other certificates between them. Certificates that
 * set limits of their own are refused, not weighed. Whether one was revoked is not known here. Refuses with
 * CERTIFICATE_WRONG_ISSUER where no path leads to an authority, and as `checkChain` does.
 */
export function checkStamperPath(
  signer: Certificate,
  between: readonly Certificate[],
  authorities: readonly Certificate[],
  at: Date,
): Result<{ authority: Certificate }> {
  const path = [signer]
  while (path.length < pathMax) {
    const last = path.at(-1) ?? signer
    const anchor = authorities.find((one) => checkIssuer(last, one) === null)
    const next = anchor ?? between.find((one) => !isIn(path, one) && checkIssuer(last, one) === null)
    if (next === undefined) break
    const refusal = checkAuthority(next, path.length - 1, at)
    if (refusal !== null) return refusal
    if (anchor !== undefined) return { ok: true, authority: anchor }
    path.push(next)
  }
  return refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'its path leads to none of the authorities' })
}

function isIn(path: readonly Certificate[], { digest }: Certificate): boolean {
  return path.some((one) => one.digest === digest)
}

/** @param below - how many authorities stand between it and the one that signs */
function checkAuthority(authority: Certificate, below: number, at: Date): Refusal | null {
  return (
    checkExtensions(authority) ??
    checkProfile(authority, 'authority of time stamps', stamperAuthority) ??
    checkKey(authority, 'authority of time stamps', stamperAuthority) ??
    checkPathLength(authority, below) ??
    checkInForce(authority, at)
  )
}

function checkPathLength({ pathLength }: Certificate, below: number): Refusal | null {
  return pathLength === null || pathLength >= below
    ? null
    : refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'the path is longer than an authority allows' })
}
