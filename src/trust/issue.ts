import { createPublicKey, type KeyObject } from 'node:crypto'
import {
  type Subject,
  authorityKeyId,
  basicConstraints,
  keyId,
  keyUsageOf,
  nameOf,
  signatureAlgorithm,
  signed,
  subjectAltUri,
  subjectKeyId,
} from './certificateParts.ts'
import { type Asn1, childAt, explicit, fromDer, integer, sequence, time } from './der.ts'
import type { CertificateUse } from './profiles.ts'

/** What every certificate needs from outside: this room has neither clock nor randomness. */
export interface Order {
  readonly subject: Subject
  /** 16 to 20 random bytes in hex, the first below 80. */
  readonly serial: string
  readonly validFrom: Date
  readonly validUntil: Date
}

/** A national certificate authority: its certificate (DER) and its private key, RSA or EC. */
export interface CertificateAuthority {
  readonly certificate: Buffer
  readonly key: KeyObject
}

/** Makes the self-signed certificate (DER) of a national authority from its private key, RSA or EC, by the profile `ca`. */
export function issueCertificateAuthority(order: Order & { readonly key: KeyObject }): Buffer {
  const name = nameOf(order.subject)
  const publicKey = createPublicKey(order.key)
  const id = keyId(publicKey)
  const extensions = [basicConstraints(true), keyUsageOf('ca'), subjectKeyId(id), authorityKeyId(id)]
  return signed(toBeSigned(order, name, order.key, name, publicKey, extensions), order.key)
}

/** Makes the certificate (DER) of a signer, for an RSA or EC public key, by the profile of `use`. */
export function issueSigner(
  use: Exclude<CertificateUse, 'ca'>,
  order: Order & { readonly publicKey: KeyObject; readonly holder: string },
  ca: CertificateAuthority,
): Buffer {
  const extensions = [
    basicConstraints(false),
    keyUsageOf(use),
    subjectAltUri(order.holder),
    subjectKeyId(keyId(order.publicKey)),
    authorityKeyId(keyId(createPublicKey(ca.key))),
  ]
  const issuer = subjectOf(ca.certificate)
  return signed(toBeSigned(order, nameOf(order.subject), ca.key, issuer, order.publicKey, extensions), ca.key)
}

/**
 * TBSCertificate of RFC 5280 section 4.1. node-forge's own certificate object takes RSA keys only; put together from
 * its ASN.1, the same certificate takes any SubjectPublicKeyInfo.
 */
function toBeSigned(
  order: Order,
  subject: Asn1,
  issuerKey: KeyObject,
  issuer: Asn1,
  publicKey: KeyObject,
  extensions: Asn1[],
): Asn1 {
  return sequence([
    explicit(0, [integer('02')]),
    integer(order.serial),
    signatureAlgorithm(issuerKey),
    issuer,
    sequence([time(order.validFrom), time(order.validUntil)]),
    subject,
    fromDer(publicKey.export({ type: 'spki', format: 'der' })),
    explicit(3, [sequence(extensions)]),
  ])
}

/** The subject of a certificate as it stands there, so that names agree byte for byte. */
function subjectOf(certificate: Buffer): Asn1 {
  return childAt(fromDer(certificate), 0, 5)
}
