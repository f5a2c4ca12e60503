import { createHash, type KeyObject, sign } from 'node:crypto'
import {
  type Asn1,
  bitString,
  empty,
  implicit,
  integer,
  isTrue,
  objectId,
  octetString,
  printableString,
  sequence,
  set,
  toDer,
  utf8String,
} from './der.ts'
import { type KeyKind, keyKindOf } from './keyKind.ts'
import { type CertificateUse, type KeyUsage, profiles, understoodExtensions } from './profiles.ts'

/** Whom a certificate names. */
export interface Subject {
  /** ISO 3166-1 alpha-2; the code of an organisation, which has three letters, is left out. */
  readonly country: string
  readonly organisation: string
  readonly commonName: string
}

/** RDNSequence of RFC 5280 section 4.1.2.4: country, organisation, common name. An organisation has no country. */
export function nameOf({ country, organisation, commonName }: Subject): Asn1 {
  const attribute = (id: string, value: Asn1) => set([sequence([objectId(id), value])])
  return sequence([
    // X.520 countryName is two letters; the ICAO 9303 code of an organisation has three.
    ...(country.length === 2 ? [attribute('2.5.4.6', printableString(country))] : []),
    attribute('2.5.4.10', utf8String(organisation)),
    attribute('2.5.4.3', utf8String(commonName)),
  ])
}

/** RFC 7093 section 2 method 4, cut to 160 bits. */
export function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20)
}

/** Extensions of RFC 5280 section 4.2.1, each for a list of them. */
export function basicConstraints(isCa: boolean): Asn1 {
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

/** What the profile of a use wants, and for an authority the right to sign revocation lists. */
export function keyUsageOf(use: CertificateUse): Asn1 {
  const { required } = profiles[use].keyUsage
  const usages: readonly KeyUsage[] = use === 'ca' ? [...required, 'cRLSign'] : required
  const bits = usages.reduce((sum, usage) => sum | usageBits[usage], 0)
  const unused = 31 - Math.clz32(bits & -bits)
  return extension(understoodExtensions.keyUsage, true, bitString(Buffer.of(bits), unused))
}

export function subjectAltUri(uri: string): Asn1 {
  const name = implicit(6, Buffer.from(uri, 'ascii'))
  return extension(understoodExtensions.subjectAltName, false, sequence([name]))
}

export function subjectKeyId(id: Buffer): Asn1 {
  return extension('2.5.29.14', false, octetString(id))
}

export function authorityKeyId(id: Buffer): Asn1 {
  return extension('2.5.29.35', false, sequence([implicit(0, id)]))
}

/** One extension; DER leaves FALSE out. */
export function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const flag = critical ? [isTrue()] : []
  return sequence([objectId(id), ...flag, octetString(toDer(value))])
}

/** How certificates and requests are signed: the algorithm follows from the kind of key. */
const signatures: Readonly<Record<KeyKind, { readonly hash: string; readonly id: string }>> = {
  RSA: { hash: 'sha256', id: '1.2.840.113549.1.1.11' },
  'P-256': { hash: 'sha256', id: '1.2.840.10045.4.3.2' },
  'P-384': { hash: 'sha384', id: '1.2.840.10045.4.3.3' },
}

/** AlgorithmIdentifier of the signatures of a key, private or public: RFC 4055 has a NULL for RSA, RFC 5758 none for ECDSA. */
export function signatureAlgorithm(key: KeyObject): Asn1 {
  const kind = kindOf(key)
  return sequence([objectId(signatures[kind].id), ...(kind === 'RSA' ? [empty()] : [])])
}

/** The structure, its algorithm and its signature in one: RFC 5280 section 4.1.1, and RFC 2986 section 4.2. */
export function signed(content: Asn1, key: KeyObject): Buffer {
  const signature = sign(signatures[kindOf(key)].hash, toDer(content), key)
  return toDer(sequence([content, signatureAlgorithm(key), bitString(signature, 0)]))
}

/** @throws TypeError for a key that no profile takes: whoever signs has judged it before */
function kindOf(key: KeyObject): KeyKind {
  const kind = keyKindOf(key)
  if (kind === null) throw new TypeError('certificates are signed with RSA of 3072 bits, P-256 or P-384')
  return kind
}
