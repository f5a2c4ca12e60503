import { type DerValue, childrenOf, objectIdOf, preciseTimeOf, readDer, tags, timeOf } from './strictDer.ts'

/** What the bytes of a time-stamp token say by themselves. Who signed it has not been judged. */
export interface TimeStampForm {
  readonly info: TimeStampInfo
  readonly signer: TimeStampSigner
  /** DER of the certificates that travel in the token, in no order. */
  readonly certificates: readonly Buffer[]
}

/** TSTInfo of RFC 3161 section 2.4.2, as far as it counts here. */
export interface TimeStampInfo {
  /** What the digest of the content is compared with. */
  readonly bytes: Buffer
  readonly imprint: Imprint
  readonly time: Date
  /** Hex of the INTEGER; null where it says none. */
  readonly nonce: string | null
}

/** A digest and the hash that made it. */
export interface Imprint {
  readonly hash: TimeStampHash
  readonly digest: Buffer
}

/** SignerInfo of RFC 5652 section 5.3 with the attributes that RFC 3161 and RFC 5816 want signed. */
export interface TimeStampSigner {
  readonly id: { readonly issuer: Buffer; readonly serial: string } | { readonly keyId: string }
  readonly hash: TimeStampHash
  /** What the signature is over: the attributes, as a SET. */
  readonly signed: Buffer
  readonly contentDigest: Buffer
  /** Of the certificate that signs (ESSCertIDv2). */
  readonly certificate: Imprint
  readonly algorithm: DerValue
  readonly signature: Buffer
}

/** By the names of OpenSSL. */
export type TimeStampHash = 'sha256' | 'sha384' | 'sha512'

const hashes: ReadonlyMap<string | null, TimeStampHash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

const ids = {
  signedData: '1.2.840.113549.1.7.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

/** `[0]` and `[1]`, constructed. */
const context = { first: 0xa0, second: 0xa1 } as const
const keyIdTag = 0x80

/** A certificate of the authority and those up to the one that is trusted; more than that is no token of ours. */
const certificatesMax = 8

/**
 * Reads a token in the form of RFC 3161 section 2.4.2: CMS SignedData in DER throughout, with one signer, over one
 * TSTInfo, with the certificate named by ESSCertIDv2. Gives what is wrong as a phrase.
 */
export function readTimeStampForm(token: Buffer): TimeStampForm | string {
  const [type, wrapped, ...more] = childrenOf(readDer(token) ?? undefined, tags.sequence)
  const [content, ...others] = childrenOf(wrapped, context.first)
  if (idIn(type) !== ids.signedData || content === undefined || more.length > 0 || others.length > 0)
    return 'it is no CMS SignedData in DER'
  const parts = [...childrenOf(content, tags.sequence)]
  const [version, digests, encapsulated] = parts.splice(0, 3)
  const areHashes = childrenOf(digests, tags.set).every((one) => hashIn(one) !== undefined)
  if (version?.tag !== tags.integer || digests?.tag !== tags.set || !areHashes)
    return 'the form of the SignedData'
  const listed = parts[0]?.tag === context.first ? childrenOf(parts.shift(), context.first) : []
  // Lists of revoked certificates, which are not looked into.
  if (parts[0]?.tag === context.second) parts.shift()
  const [signers, ...rest] = parts
  const [signer, ...cosigners] = childrenOf(signers, tags.set)
  if (rest.length > 0 || cosigners.length > 0 || signer === undefined) return 'it has not one signer'
  if (listed.length > certificatesMax) return 'it has too many certificates'
  const info = readInfo(encapsulated)
  if (typeof info === 'string') return info
  const read = readSigner(signer)
  if (typeof read === 'string') return read
  const certificates = listed.filter(({ tag }) => tag === tags.sequence).map(({ bytes }) => bytes)
  return { info, signer: read, certificates }
}

const idIn = (value: DerValue | undefined) => (value === undefined ? null : objectIdOf(value))

/** AlgorithmIdentifier of a hash, with NULL or nothing (RFC 5754 section 2). */
function hashIn(identifier: DerValue | undefined): TimeStampHash | undefined {
  const [id, parameters, ...more] = childrenOf(identifier, tags.sequence)
  const isPlain = more.length === 0 && (parameters === undefined || parameters.tag === tags.null)
  return isPlain ? hashes.get(idIn(id)) : undefined
}

function readInfo(encapsulated: DerValue | undefined): TimeStampInfo | string {
  const [type, wrapped, ...more] = childrenOf(encapsulated, tags.sequence)
  const [content, ...others] = childrenOf(wrapped, context.first)
  if (idIn(type) !== ids.timeStampInfo || content?.tag !== tags.octetString) return 'it signs no TSTInfo'
  if (more.length > 0 || others.length > 0) return 'it signs more than a TSTInfo'
  const bytes = content.content
  const parts = [...childrenOf(readDer(bytes, 'fractions') ?? undefined, tags.sequence)]
  const [version, policy, imprinted, serial, moment] = parts.splice(0, 5)
  const time = moment === undefined ? null : preciseTimeOf(moment)
  const isOfForm = version?.bytes.equals(version1) === true && idIn(policy) !== null
  if (!isOfForm || serial?.tag !== tags.integer || time === null) return 'the form of the TSTInfo'
  const imprint = readImprint(imprinted)
  if (imprint === null) return 'the imprint is made by a hash that is weak or unknown'
  const optional = readOptional(parts)
  return typeof optional === 'string' ? optional : { bytes, imprint, time, ...optional }
}

const version1 = Buffer.of(0x02, 0x01, 0x01)

function readImprint(value: DerValue | undefined): Imprint | null {
  const [algorithm, digest, ...more] = childrenOf(value, tags.sequence)
  const hash = hashIn(algorithm)
  if (hash === undefined || digest?.tag !== tags.octetString || more.length > 0) return null
  return { hash, digest: digest.content }
}

/** Accuracy, ordering, nonce, name of the authority and extensions, each at most once and in this order. */
const optionalTags = [tags.sequence, tags.boolean, tags.integer, context.first, context.second] as const

function readOptional(parts: readonly DerValue[]): Pick<TimeStampInfo, 'nonce'> | string {
  const places = parts.map(({ tag }) => optionalTags.findIndex((known) => known === tag))
  const isInOrder = places.every((place, at) => place > (places[at - 1] ?? -1))
  if (!isInOrder) return 'the form of the TSTInfo'
  const extensions = childrenOf(
    parts.find(({ tag }) => tag === context.second),
    context.second,
  )
  const isCritical = extensions.some((extension) =>
    extension.children.some(({ tag }) => tag === tags.boolean),
  )
  if (isCritical) return 'it has a critical extension that nobody here knows'
  return { nonce: parts.find(({ tag }) => tag === tags.integer)?.content.toString('hex') ?? null }
}

function readSigner(signer: DerValue): TimeStampSigner | string {
  const [version, identifier, digest, attributes, algorithm, signature, ...more] = childrenOf(
    signer,
    tags.sequence,
  )
  const id = identifier === undefined ? null : readSignerId(identifier)
  const hash = hashIn(digest)
  const isOfForm = version?.tag === tags.integer && signature?.tag === tags.octetString && more.length <= 1
  if (!isOfForm || id === null || algorithm?.tag !== tags.sequence) return 'the form of the SignerInfo'
  if (hash === undefined) return 'it is signed by a hash that is weak or unknown'
  if (attributes?.tag !== context.first) return 'it signs no attributes'
  // What is signed is the same as a SET (RFC 5652 section 5.4), in the order that DER has it.
  const signed = Buffer.concat([Buffer.of(tags.set), attributes.bytes.subarray(1)])
  const read = readAttributes(signed)
  return typeof read === 'string'
    ? read
    : { id, hash, signed, ...read, algorithm, signature: signature.content }
}

function readSignerId(value: DerValue): TimeStampSigner['id'] | null {
  if (value.tag === keyIdTag) return { keyId: value.content.toString('hex') }
  const [issuer, serial, ...more] = childrenOf(value, tags.sequence)
  if (issuer?.tag !== tags.sequence || serial?.tag !== tags.integer || more.length > 0) return null
  return { issuer: issuer.bytes, serial: serial.content.toString('hex') }
}

function readAttributes(signed: Buffer): Pick<TimeStampSigner, 'contentDigest' | 'certificate'> | string {
  const values = new Map<string, DerValue>()
  for (const attribute of childrenOf(readDer(signed) ?? undefined, tags.set)) {
    const [type, set, ...more] = childrenOf(attribute, tags.sequence)
    const [value, ...others] = childrenOf(set, tags.set)
    const id = idIn(type)
    if (id === null || value === undefined || more.length > 0 || values.has(id))
      return 'the form of an attribute'
    if (others.length > 0) return 'an attribute has more than one value'
    values.set(id, value)
  }
  if (idIn(values.get(ids.contentType)) !== ids.timeStampInfo) return 'another type of content is signed'
  const digest = values.get(ids.messageDigest)
  if (digest?.tag !== tags.octetString) return 'no digest of the content is signed'
  const moment = values.get(ids.signingTime)
  if (moment !== undefined && timeOf(moment) === null) return 'the form of the time of signing'
  const certificate = readSigningCertificate(values.get(ids.signingCertificateV2))
  return certificate === null
    ? 'it does not sign which certificate it is signed with (ESSCertIDv2)'
    : { contentDigest: digest.content, certificate }
}

/** The first ESSCertIDv2 of a SigningCertificateV2 (RFC 5035 section 3): SHA-256 where no hash is named. */
function readSigningCertificate(value: DerValue | undefined): Imprint | null {
  const [list] = childrenOf(value, tags.sequence)
  const [first] = childrenOf(list, tags.sequence)
  const parts = [...childrenOf(first, tags.sequence)]
  const hash = parts[0]?.tag === tags.sequence ? hashIn(parts.shift()) : 'sha256'
  const [digest] = parts
  if (hash === undefined || digest?.tag !== tags.octetString) return null
  return { hash, digest: digest.content }
}
