import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { holder, issued } from './fixture.ts'

/** Certificates with any fault, made by another library than the one under test. */

export type KeyName = 'RSA-3072' | 'RSA-2048' | 'RSA-1024' | 'P-256' | 'P-384' | 'Ed25519'
export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384'

export interface CertificatePlan {
  readonly subject?: string
  readonly issuer?: string
  readonly from?: Date
  readonly until?: Date
  readonly hash?: Hash
  readonly ca?: boolean | null
  readonly caCritical?: boolean
  readonly pathLength?: number
  /** DER of a KeyUsage, in hex. */
  readonly usages?: string | null
  readonly usagesCritical?: boolean
  readonly extendedUsages?: readonly string[]
  readonly uri?: string | null
  readonly keyId?: string | null
  readonly issuerKeyId?: string | null
  readonly more?: readonly Extension[]
}

export interface MadeKey {
  readonly name: KeyName
  readonly pair: webcrypto.CryptoKeyPair
}

const keys = new Map<string, Promise<MadeKey>>()

/** A key of that kind; the same one for the same `use` in a run, for RSA keys are slow to make. */
export function keyFor(name: KeyName, use: string): Promise<MadeKey> {
  const id = `${name} ${use}`
  const known = keys.get(id) ?? makeKey(name)
  keys.set(id, known)
  return known
}

async function makeKey(name: KeyName): Promise<MadeKey> {
  return {
    name,
    pair: (await webcrypto.subtle.generateKey(generation(name), true, [
      'sign',
      'verify',
    ])) as webcrypto.CryptoKeyPair,
  }
}

function generation(name: KeyName) {
  if (name === 'Ed25519') return { name }
  if (name.startsWith('P-')) return { name: 'ECDSA', namedCurve: name }
  const publicExponent = new Uint8Array([1, 0, 1])
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: Number(name.slice(4)), publicExponent }
}

/** KeyUsage as DER in hex. */
export const usage = {
  ca: '03020106',
  caAndSignature: '03020186',
  signature: '03020780',
  signatureAndNonRepudiation: '030206c0',
  encipherment: '03020520',
  signatureAndEncipherment: '030205a0',
}

export const caPlan: CertificatePlan = {
  subject: 'C=VN, CN=Test CA',
  issuer: 'C=VN, CN=Test CA',
  ca: true,
  usages: usage.ca,
  uri: null,
  keyId: 'aa'.repeat(20),
  issuerKeyId: 'aa'.repeat(20),
}

export const leafPlan: CertificatePlan = {
  subject: 'C=VN, CN=Signer',
  issuer: 'C=VN, CN=Test CA',
  ca: false,
  usages: usage.signature,
  uri: holder,
  keyId: 'bb'.repeat(20),
  issuerKeyId: 'aa'.repeat(20),
}

let serial = 1000

/** Makes a certificate (DER) by a plan. */
export async function make(plan: CertificatePlan, subject: MadeKey, issuer: MadeKey): Promise<Buffer> {
  serial += 1
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toString(16),
    subject: plan.subject ?? '',
    issuer: plan.issuer ?? '',
    notBefore: plan.from ?? issued,
    notAfter: plan.until ?? new Date('2028-01-01T00:00:00Z'),
    publicKey: subject.pair.publicKey,
    signingKey: await signingKey(issuer, plan.hash ?? 'SHA-256'),
    signingAlgorithm: { name: generation(issuer.name).name, hash: plan.hash ?? 'SHA-256' },
    extensions: extensionsOf(plan),
  })
  return Buffer.from(certificate.rawData)
}

/** WebCrypto ties an RSA key to one hash. */
async function signingKey({ name, pair }: MadeKey, hash: Hash): Promise<webcrypto.CryptoKey> {
  if (!name.startsWith('RSA')) return pair.privateKey
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)
  return webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash }, true, ['sign'])
}

function extensionsOf(plan: CertificatePlan): Extension[] {
  const { ca = null, caCritical = true, pathLength, usages = null, usagesCritical = true, more = [] } = plan
  const { extendedUsages, uri = null, keyId = null, issuerKeyId = null } = plan
  return [
    ...(ca === null ? [] : [new BasicConstraintsExtension(ca, pathLength, caCritical)]),
    ...(usages === null ? [] : [new Extension('2.5.29.15', usagesCritical, Buffer.from(usages, 'hex'))]),
    ...(extendedUsages ? [new ExtendedKeyUsageExtension([...extendedUsages])] : []),
    ...(uri === null ? [] : [new SubjectAlternativeNameExtension([{ type: 'url', value: uri }])]),
    ...(keyId === null ? [] : [new SubjectKeyIdentifierExtension(keyId)]),
    ...(issuerKeyId === null ? [] : [new AuthorityKeyIdentifierExtension(issuerKeyId)]),
    ...more,
  ]
}

/** An extension that nobody knows. */
export const unknownExtension = (critical: boolean) =>
  new Extension('1.3.6.1.4.1.99999.1', critical, Buffer.from('0500', 'hex'))

/** nameConstraints that permit only the DNS names under `example.org`. */
export const nameConstraints = new Extension(
  '2.5.29.30',
  true,
  Buffer.from('3011a00f300d820b6578616d706c652e6f7267', 'hex'),
)
