import { hash } from 'node:crypto'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { isSignedWith, readSignatureAlgorithm } from './signatureAlgorithm.ts'
import { type DerValue, childrenOf, objectIdOf, readDer, tags } from './strictDer.ts'
import { type Imprint, type TimeStampSigner, readTimeStampForm } from './timeStampForm.ts'
import { checkStamper, checkStamperPath } from './timeStampPath.ts'

/** A time-stamp token whose signature holds. Whether its authority is one to be believed, `checkTimeAuthority` judges. */
export interface TimeStamp {
  /** When the content was there. */
  readonly at: Date
  /** Hex of the INTEGER; null where there is none. */
  readonly nonce: string | null
  readonly signer: Certificate
  /** The name of whoever signed, as the certificate has it. */
  readonly by: string
  /** The other certificates that travel in the token. */
  readonly others: readonly Certificate[]
}

/**
 * Reads an RFC 3161 token and checks that it is over this content, by SHA-256, and signed by a certificate that is for time
 * stamps alone and was in force then. Refuses with TIME_STAMP_INVALID, TIME_STAMP_MISMATCH, SIGNATURE_INVALID, and as
 * `checkStamper` does.
 */
export function readTimeStamp(token: Uint8Array, content: Uint8Array): Result<{ timeStamp: TimeStamp }> {
  if (token.length > limits.timeStampBytesMax) return invalid('it is too large')
  const form = readTimeStampForm(Buffer.from(token))
  if (typeof form === 'string') return invalid(form)
  const { info, signer } = form
  if (info.imprint.hash !== 'sha256' || !isImprintOf(info.imprint, content))
    return refuse('TIME_STAMP_MISMATCH', { detail: 'it is of another content' })
  const certificates = form.certificates.flatMap((der) => {
    const read = readCertificate(der)
    return read.ok ? [read.certificate] : []
  })
  const named = certificates.filter((one) => isNamed(signer.id, one))
  if (named.length === 0) return invalid('the certificate that it is signed with is not in it')
  const certificate = named.find(({ der }) => isImprintOf(signer.certificate, der))
  if (certificate === undefined) return invalid('it signs another certificate than that of its signer')
  const refusal = checkStamper(certificate, info.time) ?? checkSignature(signer, info.bytes, certificate)
  if (refusal !== null) return refusal
  const { time: at, nonce } = info
  const others = certificates.filter((one) => one !== certificate)
  return { ok: true, timeStamp: { at, nonce, signer: certificate, by: nameOf(certificate), others } }
}

/** Judges whether the path of a token leads to one of these authorities. Refuses as `checkStamperPath` does. */
export function checkTimeAuthority(
  { at, signer, others }: TimeStamp,
  authorities: readonly Certificate[],
): Result<{ authority: Certificate }> {
  return checkStamperPath(signer, others, authorities, at)
}

function invalid(detail: string): Refusal {
  return refuse('TIME_STAMP_INVALID', { detail })
}

function isImprintOf({ hash: name, digest }: Imprint, content: Uint8Array): boolean {
  return hash(name, content, 'buffer').equals(digest)
}

function isNamed(id: TimeStampSigner['id'], certificate: Certificate): boolean {
  if ('keyId' in id) return certificate.subjectKeyId === id.keyId
  // The zero octet before a first bit that is set stands in the one and not in the other.
  return (
    certificate.issuer.equals(id.issuer) && BigInt(`0x${certificate.serial}`) === BigInt(`0x${id.serial}`)
  )
}

function checkSignature(signer: TimeStampSigner, content: Buffer, { key }: Certificate): Refusal | null {
  if (!hash(signer.hash, content, 'buffer').equals(signer.contentDigest))
    return refuse('SIGNATURE_INVALID', { detail: 'the digest that is signed is not that of the time stamp' })
  const how = isPlainRsa(signer.algorithm)
    ? ({ keyType: 'rsa', hash: signer.hash, saltOctets: null } as const)
    : readSignatureAlgorithm(signer.algorithm)
  if (how === null) return invalid('its signature algorithm is weak or unknown')
  // RFC 5754 section 3: the hash of the attributes is that of the signature, and OpenSSL asks the one for the other.
  if (how.hash !== signer.hash) return invalid('it names two hashes')
  return isSignedWith(how, key, signer.signed, signer.signature)
    ? null
    : refuse('SIGNATURE_INVALID', { detail: 'of the time stamp' })
}

/** CMS may name RSA alone, and the hash beside (RFC 3370 section 3.2). */
function isPlainRsa(algorithm: DerValue): boolean {
  const [id, parameters, ...more] = childrenOf(algorithm, tags.sequence)
  const isRsa = id !== undefined && objectIdOf(id) === '1.2.840.113549.1.1.1'
  return isRsa && more.length === 0 && (parameters === undefined || parameters.tag === tags.null)
}

/** Common name, or else organisation; RFC 5280 section 4.1.2.4. */
const namingIds = ['2.5.4.3', '2.5.4.10'] as const
const nameCharactersMax = 200

function nameOf({ subject, digest }: Certificate): string {
  const attributes = childrenOf(readDer(subject) ?? undefined, tags.sequence)
    .flatMap((relative) => childrenOf(relative, tags.set))
    .map((attribute) => childrenOf(attribute, tags.sequence))
  for (const wanted of namingIds) {
    const found = attributes.find(([id]) => id !== undefined && objectIdOf(id) === wanted)?.[1]
    if (found !== undefined) return found.content.toString('utf8').slice(0, nameCharactersMax)
  }
  return digest
}
