import 'reflect-metadata'
import { constants, createHash, verify } from 'node:crypto'
import { type AuthorityKeyIdentifierExtension, X509Crl, type X509CrlEntry } from '@peculiar/x509'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Certificate } from './certificate.ts'
import { signatureHashes } from './profiles.ts'
import { type DerValue, readDer, tags } from './strictDer.ts'
import { type RevocationReason, revocationReasonOf } from './revocationReason.ts'

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

/** As many ASN.1 nodes as a list of the largest size can have: the size is the limit, and it is judged before. */
const nodesMax = limits.revocationListBytesMax / 2

/** RFC 5280 section 5.2.3. */
const numberOctetsMax = 20
const understood = {
  authorityKeyId: '2.5.29.35',
  number: '2.5.29.20',
  reason: '2.5.29.21',
  invalid: '2.5.29.24',
}

/**
 * Reads a version 2 list of RFC 5280 section 5 in DER, complete and issued by `authority` itself: no deltas, no
 * indirect lists, no lists of a part of the certificates, all of which say so by a critical extension.
 *
 * Refuses with REVOCATION_LIST_INVALID, CERTIFICATE_WRONG_ISSUER or SIGNATURE_INVALID.
 */
export function readRevocationList(
  der: Uint8Array,
  authority: Certificate,
): Result<{ revocationList: RevocationList }> {
  if (der.length > limits.revocationListBytesMax) return invalid('it is too large')
  const bytes = Buffer.from(der)
  try {
    const outer = readDer(bytes)
    if (outer === null) return invalid('it is not DER')
    const crl = new X509Crl(bytes, { berOptions: { maxNodes: nodesMax } })
    const [toBeSigned, algorithm, signature] = outer.children
    if (toBeSigned === undefined || !isVersion2(toBeSigned, algorithm))
      return invalid('not a list of version 2 with one algorithm')
    if (signature?.content[0] !== 0) return invalid('its signature is not whole octets')
    return (
      checkIssuer(crl, authority) ??
      checkSignature(crl, toBeSigned.bytes, authority) ??
      checkExtensions(crl) ??
      described(crl, bytes, authority)
    )
  } catch {
    return invalid('it cannot be read')
  }
}

const readOnceMax = 1_000
const readOnce = new Map<string, Result<{ revocationList: RevocationList }>>()

/**
 * `readRevocationList` with a memory of its last answers, one for the whole process: the answer is the same for
 * everyone, and a record is judged by the same few lists over and over.
 */
export function readRevocationListOnce(
  der: Uint8Array,
  authority: Certificate,
): Result<{ revocationList: RevocationList }> {
  const key = `${createHash('sha256').update(der).digest('hex')} ${authority.digest}`
  const known = readOnce.get(key)
  if (known !== undefined) return known
  const answer = readRevocationList(der, authority)
  const [oldest] = readOnce.keys()
  if (oldest !== undefined && readOnce.size >= readOnceMax) readOnce.delete(oldest)
  readOnce.set(key, answer)
  return answer
}

function invalid(detail: string): Refusal {
  return refuse('REVOCATION_LIST_INVALID', { detail })
}

/** Version 2 stands as 1; the algorithm stands in what is signed and beside it, and must be the same. */
function isVersion2({ children: [version, inside] }: DerValue, beside: DerValue | undefined): boolean {
  const isSecond = version?.tag === tags.integer && version.content.equals(Buffer.of(1))
  return isSecond && inside !== undefined && beside !== undefined && inside.bytes.equals(beside.bytes)
}

function checkIssuer(crl: X509Crl, authority: Certificate): Refusal | null {
  const isNamed = Buffer.from(crl.issuerName.toArrayBuffer()).equals(authority.subject)
  const keyId = crl.getExtension<AuthorityKeyIdentifierExtension>(understood.authorityKeyId)?.keyId
  if (!isNamed || keyId === undefined || keyId !== authority.subjectKeyId)
    return refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'the list is not of this authority' })
  // RFC 5280 section 6.3.3 (f): where the authority says what its key is for, lists must be among it.
  return authority.keyUsage?.includes('cRLSign') === true
    ? null
    : refuse('CERTIFICATE_WRONG_ISSUER', { detail: 'its certificate is not for lists (cRLSign)' })
}

function checkSignature(crl: X509Crl, toBeSigned: Buffer, { key }: Certificate): Refusal | null {
  const { name, hash }: { readonly name: string; readonly hash: { readonly name: string } } =
    crl.signatureAlgorithm as never
  if (!signatureHashes.includes(hash.name)) return invalid('its signature algorithm is weak or unknown')
  const padding = name === 'RSA-PSS' ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {}
  const holds = verify(
    hash.name.replace('-', ''),
    toBeSigned,
    { key, ...padding },
    Buffer.from(crl.signature),
  )
  return holds ? null : refuse('SIGNATURE_INVALID', { detail: 'of the revocation list' })
}

function checkExtensions(crl: X509Crl): Refusal | null {
  const known: readonly string[] = [understood.authorityKeyId, understood.number]
  const strange = crl.extensions.find(({ type, critical }) => critical && !known.includes(type))
  if (strange !== undefined) return invalid(`unknown critical extension ${strange.type}`)
  const inEntries: readonly string[] = [understood.reason, understood.invalid]
  const ofEntry = crl.entries
    .flatMap(({ extensions }) => extensions)
    .find(({ type, critical }) => critical && !inEntries.includes(type))
  return ofEntry === undefined ? null : invalid(`unknown critical extension ${ofEntry.type} of an entry`)
}

function described(
  crl: X509Crl,
  der: Buffer,
  authority: Certificate,
): Result<{ revocationList: RevocationList }> {
  const { thisUpdate, nextUpdate } = crl
  const number = numberOf(crl)
  if (number === null) return invalid('it has no number')
  if (nextUpdate === undefined) return invalid('it does not say when the next one comes')
  const lifeMs = nextUpdate.getTime() - thisUpdate.getTime()
  if (lifeMs <= 0 || lifeMs > revocationListHoursMax * 3_600_000)
    return invalid(`it is for more than ${revocationListHoursMax} hours, or for none`)
  return {
    ok: true,
    revocationList: {
      digest: createHash('sha256').update(der).digest('hex'),
      authority: authority.digest,
      number,
      thisUpdate,
      nextUpdate,
      revoked: new Map(crl.entries.map((entry) => [entry.serialNumber, revocationOf(entry, thisUpdate)])),
    },
  }
}

function numberOf(crl: X509Crl): bigint | null {
  const extension = crl.getExtension(understood.number)
  if (extension === null) return null
  const value = readDer(Buffer.from(extension.value))
  // Negative where its first bit is set.
  if (value?.tag !== tags.integer || (value.content[0] ?? 0x80) >= 0x80) return null
  return value.content.length <= numberOctetsMax ? BigInt(`0x${value.content.toString('hex')}`) : null
}

/** What a list says is so when it comes, whatever day it gives: a revocation to come is one already. */
function revocationOf({ revocationDate, reason, invalidity }: X509CrlEntry, thisUpdate: Date): Revocation {
  const times = [revocationDate, thisUpdate, ...(invalidity === undefined ? [] : [invalidity])]
  return {
    revokedAt: revocationDate,
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
