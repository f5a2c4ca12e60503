import 'reflect-metadata'
import { createPublicKey, type KeyObject } from 'node:crypto'
import { Pkcs10CertificateRequest, SubjectAlternativeNameExtension } from '@peculiar/x509'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { type Subject, keyUsageOf, nameOf, signed, subjectAltUri } from './certificateParts.ts'
import { type Asn1, explicit, fromDer, objectId, sequence, set, smallInteger } from './der.ts'
import { keyKindOf } from './keyKind.ts'
import { type CertificateUse, profiles } from './profiles.ts'

/** A request whose signature holds: whoever made it has the private key. Nothing else in it is known to be true. */
export interface CertificateRequest {
  readonly publicKey: KeyObject
  /** URIs of the subject alternative name that is asked for. */
  readonly uris: readonly string[]
}

/** What a certificate is asked for. */
export interface Wanted {
  readonly subject: Subject
  readonly holder: string
  readonly publicKey: KeyObject
}

type SignerUse = Exclude<CertificateUse, 'ca'>

/** The most bytes of a request that is read. */
export const requestBytesMax = 16_384

const extensionRequest = '1.2.840.113549.1.9.14'

/**
 * CertificationRequestInfo of RFC 2986 section 4.1, with the extensions that the profile of the use asks for (RFC 2985
 * section 5.4.2), still unsigned.
 */
export function requestInfo(use: SignerUse, { subject, holder, publicKey }: Wanted): Asn1 {
  const extensions = sequence([keyUsageOf(use), subjectAltUri(holder)])
  return sequence([
    smallInteger(0),
    nameOf(subject),
    fromDer(publicKey.export({ type: 'spki', format: 'der' })),
    explicit(0, [sequence([objectId(extensionRequest), set([extensions])])]),
  ])
}

/** Makes a PKCS#10 request (DER) for the public half of an RSA or EC key, signed with that key. */
export function makeRequest(use: SignerUse, wanted: Omit<Wanted, 'publicKey'>, key: KeyObject): Buffer {
  return signed(requestInfo(use, { ...wanted, publicKey: createPublicKey(key) }), key)
}

/**
 * Reads a PKCS#10 request (DER) and checks that it is signed with the key that it names. Refuses with
 * CERTIFICATE_INVALID for what is none, SIGNATURE_INVALID where it is signed otherwise.
 */
export async function readRequest(der: Buffer): Promise<Result<{ request: CertificateRequest }>> {
  const none = refuse('CERTIFICATE_INVALID', { detail: 'not one PKCS#10 request in DER' })
  if (der.length > requestBytesMax) return none
  let parsed: Pkcs10CertificateRequest
  let publicKey: KeyObject
  try {
    // Throws where bytes stand beside it.
    fromDer(der)
    parsed = new Pkcs10CertificateRequest(new Uint8Array(der))
    publicKey = createPublicKey({ key: Buffer.from(parsed.publicKey.rawData), type: 'spki', format: 'der' })
  } catch {
    return none
  }
  const holds = await parsed.verify().catch(() => false)
  if (!holds) return refuse('SIGNATURE_INVALID', { detail: 'the request is not signed with its own key' })
  const uris = Array.from(parsed.extensions)
    .filter((extension) => extension instanceof SubjectAlternativeNameExtension)
    .flatMap(({ names }) => names.items.filter(({ type }) => type === 'url').map(({ value }) => value))
  return { ok: true, request: { publicKey, uris } }
}

/**
 * Judges whether a certificate may be issued for a request: its key is of a kind that the use takes, and it asks for no
 * other holder than the one that a person has named. Refuses with CERTIFICATE_WEAK_KEY or CERTIFICATE_WRONG_HOLDER.
 */
export function checkRequest(
  { publicKey, uris }: CertificateRequest,
  use: SignerUse,
  holder: string,
): Refusal | null {
  const kind = keyKindOf(publicKey)
  if (kind === null || !profiles[use].keys.includes(kind))
    return refuse('CERTIFICATE_WEAK_KEY', { detail: `${use}: key type, size or exponent` })
  const other = uris.find((uri) => uri !== holder)
  if (other === undefined) return null
  return refuse('CERTIFICATE_WRONG_HOLDER', { detail: `the request is of ${other}`, expected: [holder] })
}
