import { createHash } from 'node:crypto'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Certificate } from './certificate.ts'
import {
  type ListedCertificate,
  type RevocationListForm,
  readListedCertificate,
  readRevocationListForm,
} from './revocationListForm.ts'
import { type RevocationReason, revocationReasonOf } from './revocationReason.ts'
import { isSignedWith, readSignatureAlgorithm } from './signatureAlgorithm.ts'

/** One certificate that its authority has taken back. */
export interface Revocation {
  readonly revokedAt: Date
  readonly reason: RevocationReason
  /** From when on nothing that it signed counts: where the list says it, before the authority knew (RFC 5280 section 5.3.2). */
  readonly invalidFrom: Date
}

/** A list of revoked certificates whose signature, form and authority have been checked. Its age is for the reader to judge. */
export interface RevocationList {
  /** SHA-256 (hex) of the DER. */
  readonly digest: string
  /** SHA-256 (hex) of the certificate of the authority that issued it. */
  readonly authority: string
  readonly number: bigint
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** By serial number, as `Certificate.serial` writes it. */
  readonly revoked: ReadonlyMap<string, Revocation>
}

/** How long a list may say that it is good for: whoever keeps a newer one back gains no more than this. */
export const revocationListHoursMax = 48

/**
 * Reads a version 2 list of RFC 5280 section 5 in DER, complete and issued by `authority` itself: no deltas, no
 * indirect lists, no lists of a part of the certificates, none that others complete. `hoursMax` is another than ours only
 * for lists that others have published as tests.
 *
 * Refuses with REVOCATION_LIST_INVALID, CERTIFICATE_WRONG_ISSUER or SIGNATURE_INVALID.
 */
export function readRevocationList(
  der: Uint8Array,
  authority: Certificate,
  hoursMax = revocationListHoursMax,
): Result<{ revocationList: RevocationList }> {
  if (der.length > limits.revocationListBytesMax) return invalid('it is too large')
  const bytes = Buffer.from(der)
  const form = readRevocationListForm(bytes)
  if (typeof form === 'string') return invalid(form)
  return (
    checkIssuer(form, authority) ??
    checkSignature(form, authority) ??
    checkLife(form, hoursMax) ??
    described(form, bytes, authority)
  )
}

/** Octets of lists whose answers are remembered: a list of the largest size takes some megabytes when it is read. */
const readOnceOctetsMax = 32 * limits.revocationListBytesMax
const readOnce = new Map<string, { octets: number; answer: ReturnType<typeof readRevocationList> }>()
/** What an answer takes however small its list is. */
const readOnceEntryOctets = 4_096
let readOnceOctets = 0

/**
 * `readRevocationList` with a memory of its last answers, one for the whole process: the answer is the same for
 * everyone, and a record is judged by the same few lists over and over. Whoever publishes ever new ones fills it no further.
 */
export function readRevocationListOnce(
  der: Uint8Array,
  authority: Certificate,
): Result<{ revocationList: RevocationList }> {
  const key = `${createHash('sha256').update(der).digest('hex')} ${authority.digest}`
  const known = readOnce.get(key)
  if (known !== undefined) return known.answer
  const answer = readRevocationList(der, authority)
  // What is too large is not read, and so costs nothing to judge again.
  if (der.length > limits.revocationListBytesMax) return answer
  readOnceOctets += der.length + readOnceEntryOctets
  for (const [oldest, { octets }] of readOnce) {
    if (readOnceOctets <= readOnceOctetsMax) break
    readOnce.delete(oldest)
    readOnceOctets -= octets
  }
  readOnce.set(key, { octets: der.length + readOnceEntryOctets, answer })
  return answer
}

function invalid(detail: string): Refusal {
  return refuse('REVOCATION_LIST_INVALID', { detail })
}

function checkIssuer({ issuer, authorityKeyId }: RevocationListForm, authority: Certificate): Refusal | null {
  const isNamed = issuer.equals(authority.subject)
  if (!isNamed || authorityKeyId === null || authorityKeyId !== authority.subjectKeyId)
    return refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'the list is not of this authority' })
  // RFC 5280 section 6.3.3 (f): where the authority says what its key is for, lists must be among it.
  return authority.keyUsage?.includes('cRLSign') === true
    ? null
    : refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'its certificate is not for lists (cRLSign)' })
}

function checkSignature(
  { signed, algorithm, signature }: RevocationListForm,
  { key }: Certificate,
): Refusal | null {
  const how = readSignatureAlgorithm(algorithm)
  if (how === null) return invalid('its signature algorithm is weak or unknown')
  const holds = isSignedWith(how, key, signed, signature)
  return holds ? null : refuse('SIGNATURE_INVALID', { detail: 'of the revocation list' })
}

function checkLife({ thisUpdate, nextUpdate }: RevocationListForm, hoursMax: number): Refusal | null {
  const lifeMs = nextUpdate.getTime() - thisUpdate.getTime()
  if (lifeMs <= 0 || lifeMs > hoursMax * 3_600_000)
    return invalid(`it is for more than ${hoursMax} hours, or for none`)
  return null
}

function described(
  { number, thisUpdate, nextUpdate, entries }: RevocationListForm,
  der: Buffer,
  authority: Certificate,
): Result<{ revocationList: RevocationList }> {
  const revoked = new Map<string, Revocation>()
  for (const entry of entries) {
    const listed = readListedCertificate(entry)
    if (typeof listed === 'string') return invalid(listed)
    if (revoked.has(listed.serial)) return invalid('a certificate stands twice')
    revoked.set(listed.serial, revocationOf(listed, thisUpdate))
  }
  const digest = createHash('sha256').update(der).digest('hex')
  const revocationList = { digest, authority: authority.digest, number, thisUpdate, nextUpdate, revoked }
  return { ok: true, revocationList }
}

/** What a list says is so when it comes, whatever day it gives: a revocation to come is one already. */
function revocationOf({ revokedAt, reason, invalidSince }: ListedCertificate, thisUpdate: Date): Revocation {
  const times = [revokedAt, thisUpdate, ...(invalidSince === undefined ? [] : [invalidSince])]
  return {
    revokedAt,
    reason: revocationReasonOf(reason),
    invalidFrom: new Date(Math.min(...times.map((time) => time.getTime()))),
  }
}

/**
 * Judges whether a list may take the place of the one before it, both of one authority. `change` is `none` for the same
 * list again. Refuses with REVOCATION_LIST_ROLLED_BACK where the number or the time went back or stood still.
 */
export function succeedsRevocationList(
  previous: Pick<RevocationList, 'digest' | 'number' | 'thisUpdate'>,
  next: Pick<RevocationList, 'digest' | 'number' | 'thisUpdate'>,
): Result<{ change: 'none' | 'next' }> {
  if (previous.digest === next.digest) return { ok: true, change: 'none' }
  if (next.number > previous.number && next.thisUpdate >= previous.thisUpdate)
    return { ok: true, change: 'next' }
  return refuse('REVOCATION_LIST_ROLLED_BACK', { expected: [String(previous.number + 1n)] })
}
