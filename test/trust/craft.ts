import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { sharedKey } from '../support/sharedKeys.ts'
import { holder, issued } from './fixture.ts'

/**
 * Certificates put together byte by byte, so that anything can be wrong in them: what an attacker or a careless
 * authority makes, and no library would. The DER is written here and not with the code under test.
 */

const lengthOf = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.of(bytes)
  const hex = bytes.toString(16)
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.of(0x80 | digits.length), digits])
}

/** One value: tag, length, contents. */
export function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

export const sequence = (...parts: readonly Buffer[]) => tlv(0x30, ...parts)
export const set = (...parts: readonly Buffer[]) => tlv(0x31, ...parts)
export const integer = (hex: string) => tlv(0x02, Buffer.from(hex, 'hex'))
export const octets = (content: Buffer) => tlv(0x04, content)
export const bits = (content: Buffer, unused = 0) => tlv(0x03, Buffer.of(unused), content)
export const boolean = (octet: number) => tlv(0x01, Buffer.of(octet))
export const empty = tlv(0x05)
export const utcTime = (text: string) => tlv(0x17, Buffer.from(text, 'latin1'))
export const generalizedTime = (text: string) => tlv(0x18, Buffer.from(text, 'latin1'))
export const nothing = Buffer.of()

/** OBJECT IDENTIFIER from its dotted text. */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  const septets = (value: number): number[] => {
    const low = [value & 0x7f]
    for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
      low.unshift((rest & 0x7f) | 0x80)
    return low
  }
  return tlv(0x06, Buffer.from([first * 40 + second, ...others].flatMap(septets)))
}

/** The digits of a moment, YYYYMMDDHHMMSS. */
export const digitsOf = (moment: Date) => moment.toISOString().replaceAll(/[-:T]|\..*$/g, '')

/** A time as RFC 5280 section 4.1.2.5 wants it. */
export function time(moment: Date): Buffer {
  const digits = digitsOf(moment)
  return moment.getUTCFullYear() < 2050 ? utcTime(`${digits.slice(2)}Z`) : generalizedTime(`${digits}Z`)
}

export const stringTags = { utf8: 0x0c, printable: 0x13, teletex: 0x14, ia5: 0x16 } as const

/** A name of country, organisation and common name, each in its string type. */
export function nameOf(commonName: string, type: keyof typeof stringTags = 'utf8', country = 'VN'): Buffer {
  const attribute = (id: string, tag: number, text: string) =>
    set(sequence(oid(id), tlv(tag, Buffer.from(text, 'utf8'))))
  return sequence(
    attribute('2.5.4.6', stringTags.printable, country),
    attribute('2.5.4.10', stringTags[type], 'Example Procuracy'),
    attribute('2.5.4.3', stringTags[type], commonName),
  )
}

export interface CraftedExtension {
  readonly id: string
  /** BOOLEAN as it stands there; nothing where it is left out. */
  readonly critical: Buffer
  /** What the octet string holds. */
  readonly value: Buffer
}

export const extension = (id: string, isCritical: boolean, value: Buffer): CraftedExtension => ({
  id,
  critical: isCritical ? boolean(0xff) : nothing,
  value,
})

export const extensionIds = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
} as const

/** Everything a certificate is made of; a fault changes some of it. */
export interface Draft {
  version: Buffer
  serial: Buffer
  /** AlgorithmIdentifier within the signed part; that of the signature where nothing is said. */
  innerAlgorithm: Buffer | null
  issuer: Buffer
  notBefore: Buffer
  notAfter: Buffer
  subject: Buffer
  publicKeyInfo: Buffer
  uniqueIds: Buffer
  extensions: CraftedExtension[]
  /** Extensions as one value, `[3]`; from the list where nothing is said. */
  wrapExtensions: (extensions: Buffer) => Buffer
  signature: Signature
  signingKey: KeyObject
  changeSigned: (signed: Buffer) => Buffer
  changeSignature: (signature: Buffer) => Buffer
  changeWhole: (whole: Buffer) => Buffer
}

/** How a certificate is signed: the algorithm it says, and what makes the octets. */
export interface Signature {
  readonly algorithm: Buffer
  readonly make: (signed: Buffer, key: KeyObject) => Buffer
}

const algorithm = (id: string, ...parameters: readonly Buffer[]) => sequence(oid(id), ...parameters)

/** RSASSA-PSS-params of RFC 4055. */
export function pss(
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512',
  saltBytes: number,
  maskHash = hash,
  trailer = 1,
): Signature {
  const ids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha384: '2.16.840.1.101.3.4.2.2' }
  const hashOf = (name: string) =>
    algorithm(name === 'sha512' ? '2.16.840.1.101.3.4.2.3' : ids[name as keyof typeof ids], empty)
  const parameters = sequence(
    tlv(0xa0, hashOf(hash)),
    tlv(0xa1, algorithm('1.2.840.113549.1.1.8', hashOf(maskHash))),
    tlv(0xa2, tlv(0x02, Buffer.of(saltBytes))),
    ...(trailer === 1 ? [] : [tlv(0xa3, tlv(0x02, Buffer.of(trailer)))]),
  )
  return {
    algorithm: algorithm('1.2.840.113549.1.1.10', parameters),
    make: (signed, key) => sign(hash, signed, { key, padding: 6, saltLength: saltBytes }),
  }
}

const plain =
  (hash: string | null) =>
  (signed: Buffer, key: KeyObject): Buffer =>
    sign(hash, signed, key)

export const signatures = {
  rsaSha1: { algorithm: algorithm('1.2.840.113549.1.1.5', empty), make: plain('sha1') },
  rsaSha256: { algorithm: algorithm('1.2.840.113549.1.1.11', empty), make: plain('sha256') },
  rsaSha256WithoutNull: { algorithm: algorithm('1.2.840.113549.1.1.11'), make: plain('sha256') },
  rsaSha384: { algorithm: algorithm('1.2.840.113549.1.1.12', empty), make: plain('sha384') },
  rsaSha512: { algorithm: algorithm('1.2.840.113549.1.1.13', empty), make: plain('sha512') },
  rsaSha224: { algorithm: algorithm('1.2.840.113549.1.1.14', empty), make: plain('sha224') },
  ecSha1: { algorithm: algorithm('1.2.840.10045.4.1'), make: plain('sha1') },
  ecSha224: { algorithm: algorithm('1.2.840.10045.4.3.1'), make: plain('sha224') },
  ecSha256: { algorithm: algorithm('1.2.840.10045.4.3.2'), make: plain('sha256') },
  ecSha256WithNull: { algorithm: algorithm('1.2.840.10045.4.3.2', empty), make: plain('sha256') },
  ecSha384: { algorithm: algorithm('1.2.840.10045.4.3.3'), make: plain('sha384') },
  ecSha512: { algorithm: algorithm('1.2.840.10045.4.3.4'), make: plain('sha512') },
  ed25519: { algorithm: algorithm('1.3.101.112'), make: plain(null) },
} as const satisfies Readonly<Record<string, Signature>>

const keyMakers = {
  'RSA-1024': () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'RSA-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
  'RSA-3072 e 3': () => generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 3 }).privateKey,
  'RSA-PSS-3072': () => generateKeyPairSync('rsa-pss', { modulusLength: 3072 }).privateKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'P-256 explicit': () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }).privateKey,
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  secp256k1: () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
  X25519: () => generateKeyPairSync('x25519').privateKey,
} as const
export type PoolKey = keyof typeof keyMakers

const pool = new Map<string, KeyObject>()

/** A key of that kind, the same one for the same owner in a run. */
export function poolKey(name: PoolKey, owner: string): KeyObject {
  const id = `${name} ${owner}`
  const key = pool.get(id) ?? (name.startsWith('RSA') ? sharedKey(name, keyMakers[name]) : keyMakers[name]())
  pool.set(id, key)
  return key
}

export const publicKeyInfoOf = (key: KeyObject) =>
  createPublicKey(key).export({ type: 'spki', format: 'der' })

/** How a key of that kind signs certificates where nothing else is said. */
export function signatureOf(name: PoolKey): Signature {
  if (name === 'Ed25519') return signatures.ed25519
  if (name === 'P-384') return signatures.ecSha384
  if (name === 'RSA-PSS-3072') return pss('sha256', 32)
  return name.startsWith('RSA') ? signatures.rsaSha256 : signatures.ecSha256
}

export const keyIdOf = (publicKeyInfo: Buffer) =>
  createHash('sha256').update(publicKeyInfo).digest().subarray(0, 20)

export const basicConstraints = (isCa: boolean, pathLength?: string) =>
  sequence(...(isCa ? [boolean(0xff)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)]))

export const uri = (text: string) => tlv(0x86, Buffer.from(text, 'latin1'))
export const authorityKeyId = (id: Buffer, ...more: readonly Buffer[]) => sequence(tlv(0x80, id), ...more)

const until = new Date('2028-01-01T00:00:00Z')

function draftOf(
  subject: Buffer,
  issuer: Buffer,
  publicKeyInfo: Buffer,
  by: KeyObject,
  how: Signature,
): Draft {
  return {
    version: tlv(0xa0, integer('02')),
    serial: integer('4d2f'),
    innerAlgorithm: null,
    issuer,
    notBefore: time(issued),
    notAfter: time(until),
    subject,
    publicKeyInfo,
    uniqueIds: nothing,
    extensions: [],
    wrapExtensions: (extensions) => tlv(0xa3, extensions),
    signature: how,
    signingKey: by,
    changeSigned: (signed) => signed,
    changeSignature: (signature) => signature,
    changeWhole: (whole) => whole,
  }
}

export const caName = nameOf('Test CA')

/** A good authority, self-signed. */
export function authorityDraft(keyName: PoolKey, owner = 'authority'): Draft {
  const key = poolKey(keyName, owner)
  const publicKeyInfo = publicKeyInfoOf(key)
  const draft = draftOf(caName, caName, publicKeyInfo, key, signatureOf(keyName))
  draft.extensions = [
    extension(extensionIds.basicConstraints, true, basicConstraints(true)),
    extension(extensionIds.keyUsage, true, bits(Buffer.of(0x06), 1)),
    extension(extensionIds.subjectKeyId, false, octets(keyIdOf(publicKeyInfo))),
    extension(extensionIds.authorityKeyId, false, authorityKeyId(keyIdOf(publicKeyInfo))),
  ]
  return draft
}

/** A good signer under a good authority whose key is of that kind. */
export function signerDraft(keyName: PoolKey, authority: PoolKey): Draft {
  const publicKeyInfo = publicKeyInfoOf(poolKey(keyName, 'signer'))
  const by = poolKey(authority, 'authority')
  const draft = draftOf(nameOf('Message signer'), caName, publicKeyInfo, by, signatureOf(authority))
  draft.extensions = [
    extension(extensionIds.basicConstraints, true, basicConstraints(false)),
    extension(extensionIds.keyUsage, true, bits(Buffer.of(0x80), 7)),
    extension(extensionIds.subjectAltName, false, sequence(uri(holder))),
    extension(extensionIds.subjectKeyId, false, octets(keyIdOf(publicKeyInfo))),
    extension(extensionIds.authorityKeyId, false, authorityKeyId(keyIdOf(publicKeyInfoOf(by)))),
  ]
  return draft
}

/** The certificate of a draft, in the bytes of which it is made. */
export function certificateOf(draft: Draft): Buffer {
  const extensions = draft.extensions.map(({ id, critical, value }) =>
    sequence(oid(id), critical, octets(value)),
  )
  const signed = draft.changeSigned(
    sequence(
      draft.version,
      draft.serial,
      draft.innerAlgorithm ?? draft.signature.algorithm,
      draft.issuer,
      sequence(draft.notBefore, draft.notAfter),
      draft.subject,
      draft.publicKeyInfo,
      draft.uniqueIds,
      draft.wrapExtensions(sequence(...extensions)),
    ),
  )
  const signature = draft.changeSignature(bits(draft.signature.make(signed, draft.signingKey)))
  return draft.changeWhole(sequence(signed, draft.signature.algorithm, signature))
}
