import 'reflect-metadata'
import { hash, type KeyObject, X509Certificate } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509'
import { type Result, refuse } from '../message/refusal.ts'
import { type CertificateForm, readForm } from './certificateForm.ts'
import { hasLengthOfKey } from './keyKind.ts'

/** A certificate, read once. Nothing in it has been judged yet. */
export interface Certificate {
  readonly der: Buffer
  /** SHA-256 of the DER, lower-case hex. */
  readonly digest: string
  /** Serial number in hex, without the zero octet before a first bit that is set. */
  readonly serial: string
  /** DER of the names. */
  readonly subject: Buffer
  readonly issuer: Buffer
  readonly validFrom: Date
  readonly validUntil: Date
  readonly extensions: readonly { readonly id: string; readonly critical: boolean }[]
  /** basicConstraints cA; false where the extension is absent. */
  readonly certificateAuthority: boolean
  /** basicConstraints pathLenConstraint; null where it is absent. */
  readonly pathLength: number | null
  /** Names of RFC 5280 section 4.2.1.3; null where the extension is absent. */
  readonly keyUsage: readonly string[] | null
  /** OIDs; null where the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null
  readonly subjectKeyId: string | null
  /** Null also where the extension says more than the id of the key: certificates are known by digest here, not by serial. */
  readonly authorityKeyId: string | null
  /** URIs of the subject alternative name. */
  readonly uris: readonly string[]
  /** Hash of the signature algorithm as WebCrypto names it; null where it is none that we know. */
  readonly signatureHash: string | null
  readonly key: KeyObject
  /** Whether the certificate's signature was made with `issuerKey`. */
  readonly signedBy: (issuerKey: KeyObject) => boolean
}

const usageNames = Object.entries(KeyUsageFlags).filter(
  (entry): entry is [string, KeyUsageFlags] => typeof entry[1] === 'number',
)

/** SHA-256 of a certificate's DER, lower-case hex: its name everywhere in Rogatory. */
export function certificateDigest(der: Uint8Array): string {
  return hash('sha256', der)
}

/**
 * Reads one DER certificate. Its form is judged first (`readForm`); then criticality and extensions come from
 * \@peculiar/x509, keys and signatures from OpenSSL. Bytes that any of the three cannot read are CERTIFICATE_INVALID.
 *
 * The last `rememberedMax` that could be read are remembered, by all of their bytes: to read one costs as much as many
 * signatures, and the same few stand in every list and under every message.
 */
export function readCertificate(der: Buffer): Result<{ certificate: Certificate }> {
  const digest = certificateDigest(der)
  const known = remembered.get(digest)
  if (known !== undefined) {
    // What is asked for stays; what nobody has asked for longest goes.
    remembered.delete(digest)
    remembered.set(digest, known)
    return { ok: true, certificate: known }
  }
  const form = readForm(der)
  if (typeof form === 'string') return refuse('CERTIFICATE_INVALID', { detail: form })
  // A copy, as these bytes are the caller's and are here for whoever asks later.
  const own = Buffer.from(der)
  try {
    const certificate = describe(
      own,
      form,
      new X509Certificate(own),
      new ParsedCertificate(new Uint8Array(own)),
    )
    remember(digest, certificate)
    return { ok: true, certificate }
  } catch {
    return refuse('CERTIFICATE_INVALID', { detail: 'cannot be read' })
  }
}

const remembered = new Map<string, Certificate>()
const rememberedMax = 2_000

function remember(digest: string, certificate: Certificate): void {
  const [oldest] = remembered.keys()
  if (oldest !== undefined && remembered.size >= rememberedMax) remembered.delete(oldest)
  remembered.set(digest, certificate)
}

function describe(
  der: Buffer,
  { validFrom, validUntil }: CertificateForm,
  native: X509Certificate,
  parsed: ParsedCertificate,
): Certificate {
  const constraints = parsed.getExtension(BasicConstraintsExtension)
  const authorityKey = parsed.getExtension(AuthorityKeyIdentifierExtension)
  const usages = parsed.getExtension(KeyUsagesExtension)?.usages
  const names = parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? []
  const algorithm: { readonly hash?: { readonly name: string } } = parsed.signatureAlgorithm
  return {
    der,
    digest: certificateDigest(der),
    serial: parsed.serialNumber,
    subject: Buffer.from(parsed.subjectName.toArrayBuffer()),
    issuer: Buffer.from(parsed.issuerName.toArrayBuffer()),
    validFrom,
    validUntil,
    extensions: parsed.extensions.map(({ type, critical }) => ({ id: type, critical })),
    certificateAuthority: constraints?.ca ?? false,
    pathLength: constraints?.pathLength ?? null,
    keyUsage: usages === undefined ? null : namesOf(usages),
    extendedKeyUsage: parsed.getExtension(ExtendedKeyUsageExtension)?.usages.map(String) ?? null,
    subjectKeyId: parsed.getExtension(SubjectKeyIdentifierExtension)?.keyId ?? null,
    authorityKeyId: (authorityKey?.certId === undefined ? authorityKey?.keyId : null) ?? null,
    uris: names.filter(({ type }) => type === 'url').map(({ value }) => value),
    signatureHash: algorithm.hash?.name ?? null,
    key: native.publicKey,
    signedBy: (issuerKey) =>
      hasLengthOfKey(new Uint8Array(parsed.signature), issuerKey) && native.verify(issuerKey),
  }
}

function namesOf(usages: KeyUsageFlags): readonly string[] {
  return usageNames.filter(([, flag]) => (usages & flag) !== 0).map(([name]) => name)
}
