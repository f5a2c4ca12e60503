import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto'
import {
  type Asn1,
  bitString,
  childAt,
  empty,
  explicit,
  fromDer,
  implicit,
  integer,
  isTrue,
  objectId,
  octetString,
  printableString,
  sequence,
  set,
  time,
  toDer,
  utf8String,
} from './der.ts'
import { type CertificateUse, type KeyUsage, profiles, understoodExtensions } from './profiles.ts'

/** Whom a certificate names. */
export interface Subject {
  /** ISO 3166-1 alpha-2; the code of an organisation, which has three letters, is left out. */
  readonly country: string
  readonly organisation: string
  readonly commonName: string
}

/** What every certificate needs from outside: this room has neither clock nor randomness. */
export interface Order {
  readonly subject: Subject
  /** 16 to 20 random bytes in hex, the first below 80. */
  readonly serial: string
  readonly validFrom: Date
  readonly validUntil: Date
}

/** A national certificate authority: its certificate (DER) and its RSA private key. */
export interface CertificateAuthority {
  readonly certificate: Buffer
  readonly key: KeyObject
}

/** Makes the self-signed certificate (DER) of a national authority from its RSA private key, by the profile `ca`. */
export function issueCertificateAuthority(order: Order & { readonly key: KeyObject }): Buffer {
  const name = nameOf(order.subject)
  const publicKey = createPublicKey(order.key)
  const id = keyId(publicKey)
  const extensions = [basicConstraints(true), keyUsageOf('ca'), subjectKeyId(id), authorityKeyId(id)]
  return signed(toBeSigned(order, name, publicKey, name, extensions), order.key)
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
  return signed(toBeSigned(order, nameOf(order.subject), order.publicKey, issuer, extensions), ca.key)
}

/**
 * TBSCertificate of RFC 5280 section 4.1. node-forge's own certificate object takes RSA keys only; put together from
 * its ASN.1, the same certificate takes any SubjectPublicKeyInfo.
 */
function toBeSigned(
  order: Order,
  subject: Asn1,
  publicKey: KeyObject,
  issuer: Asn1,
  extensions: Asn1[],
): Asn1 {
  return sequence([
    explicit(0, [integer('02')]),
    integer(order.serial),
    sha256WithRsa(),
    issuer,
    sequence([time(order.validFrom), time(order.validUntil)]),
    subject,
    fromDer(publicKey.export({ type: 'spki', format: 'der' })),
    explicit(3, [sequence(extensions)]),
  ])
}

function signed(certificate: Asn1, key: KeyObject): Buffer {
  const signature = sign('sha256', toDer(certificate), key)
  return toDer(sequence([certificate, sha256WithRsa(), bitString(signature, 0)]))
}

/** RDNSequence of RFC 5280 section 4.1.2.4: country, organisation, common name. An organisation has no country. */
function nameOf({ country, organisation, commonName }: Subject): Asn1 {
  const attribute = (id: string, value: Asn1) => set([sequence([objectId(id), value])])
  return sequence([
    // X.520 countryName is two letters; the ICAO 9303 code of an organisation has three.
    ...(country.length === 2 ? [attribute('2.5.4.6', printableString(country))] : []),
    attribute('2.5.4.10', utf8String(organisation)),
    attribute('2.5.4.3', utf8String(commonName)),
  ])
}

/** The subject of a certificate as it stands there, so that names agree byte for byte. */
function subjectOf(certificate: Buffer): Asn1 {
  return childAt(fromDer(certificate), 0, 5)
}

/** RFC 7093 section 2 method 4, cut to 160 bits. */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)
}

function basicConstraints(isCa: boolean): Asn1 {
  const content = isCa ? [isTrue(), integer('00')] : []
  return extension(understoodExtensions.basicConstraints, true, sequence(content))
}

const usageBits: Readonly<Record<KeyUsage, number>> = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyEncipherment: 0x20,
  dataEncipherment: 0x10,
  keyCertSign: 0x04,
  cRLSign: 0x02,
}

function keyUsageOf(use: CertificateUse): Asn1 {
  const { required } = profiles[use].keyUsage
  const usages: readonly KeyUsage[] = use === 'ca' ? [...required, 'cRLSign'] : required
  const bits = usages.reduce((sum, usage) => sum | usageBits[usage], 0)
  const unused = 31 - Math.clz32(bits & -bits)
  return extension(understoodExtensions.keyUsage, true, bitString(Buffer.of(bits), unused))
}

function subjectAltUri(uri: string): Asn1 {
  const name = implicit(6, Buffer.from(uri, 'ascii'))
  return extension(understoodExtensions.subjectAltName, false, sequence([name]))
}

function subjectKeyId(id: Buffer): Asn1 {
  return extension('2.5.29.14', false, octetString(id))
}

function authorityKeyId(id: Buffer): Asn1 {
  return extension('2.5.29.35', false, sequence([implicit(0, id)]))
}

function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const flag = critical ? [isTrue()] : []
  return sequence([objectId(id), ...flag, octetString(toDer(value))])
}

const sha256WithRsa = () => sequence([objectId('1.2.840.113549.1.1.11'), empty()])
