import { type DerValue, childrenOf, objectIdOf, readDer, tags, timeOf } from './strictDer.ts'

/** What the bytes of a list of revoked certificates say by themselves. Who signed it has not been judged. */
export interface RevocationListForm {
  /** What the signature is over. */
  readonly signed: Buffer
  readonly algorithm: DerValue
  readonly signature: Buffer
  /** DER of the name. */
  readonly issuer: Buffer
  /** Hex; null where there is none, or more than the id of the key. */
  readonly authorityKeyId: string | null
  readonly number: bigint
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly entries: readonly DerValue[]
}

/** One entry of a list. */
export interface ListedCertificate {
  /** As `Certificate.serial` writes it; with a minus in front where it is negative, which no certificate is here. */
  readonly serial: string
  readonly revokedAt: Date
  /** Number of a CRLReason; undefined where none is said. */
  readonly reason: number | undefined
  /** The invalidity date; undefined where none is said. */
  readonly invalidSince: Date | undefined
}

const ids = {
  number: '2.5.29.20',
  reason: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  authorityKeyId: '2.5.29.35',
}

/**
 * Extensions by which a list says that it does not tell all that is known of the certificates of its issuer, and of these
 * only: differences from another list, a part, entries of another authority, a newer list of differences elsewhere.
 * RFC 5280 wants the first three critical; here each counts in any case.
 */
const notWholeIds: readonly string[] = ['2.5.29.27', '2.5.29.28', '2.5.29.29', '2.5.29.46']

/** INTEGER 1, which means 2. */
const version2 = Buffer.of(0x02, 0x01, 0x01)
const extensionsTag = 0xa0
const keyIdTag = 0x80
const enumerated = 0x0a
/** RFC 5280 section 5.2.3. */
const numberOctetsMax = 20

/**
 * Judges whether bytes are one list in the form of RFC 5280 section 5.1: DER throughout, version 2, the same algorithm
 * inside and outside, both times, a number, no extension twice, and none that is critical: nothing that a whole list
 * of its own issuer may say is. Gives what is wrong as a phrase.
 */
export function readRevocationListForm(der: Buffer): RevocationListForm | string {
  const whole = readDer(der)
  if (whole === null) return 'it is not DER'
  const [signed, algorithm, signature, ...more] = childrenOf(whole, tags.sequence)
  if (signed === undefined || algorithm === undefined || signature?.tag !== tags.bitString || more.length > 0)
    return 'it is no list'
  if (signature.content[0] !== 0) return 'its signature is not whole octets'
  const [version, innerAlgorithm, issuer, ...others] = childrenOf(signed, tags.sequence)
  if (version?.bytes.equals(version2) !== true) return 'it is not of version 2'
  if (innerAlgorithm?.bytes.equals(algorithm.bytes) !== true) return 'two signature algorithms'
  if (issuer?.tag !== tags.sequence) return 'it is no list'
  const body = readBody(others)
  if (typeof body === 'string') return body
  return {
    signed: signed.bytes,
    algorithm,
    signature: signature.content.subarray(1),
    issuer: issuer.bytes,
    ...body,
  }
}

type Body = Pick<RevocationListForm, 'authorityKeyId' | 'number' | 'thisUpdate' | 'nextUpdate' | 'entries'>

/** The times, the entries where there are any, and the extensions. */
function readBody([first, second, ...others]: readonly DerValue[]): Body | string {
  const thisUpdate = momentOf(first)
  if (thisUpdate === null) return 'the time of its issue'
  const nextUpdate = momentOf(second)
  if (nextUpdate === null) return 'it does not say when the next one comes'
  const [entries, wrapped] = others.length > 1 ? others : [undefined, ...others]
  if (others.length > 2 || (entries !== undefined && entries.tag !== tags.sequence)) return 'it is no list'
  const [list, ...more] = childrenOf(wrapped, extensionsTag)
  if (list?.tag !== tags.sequence || more.length > 0) return 'it has no extensions'
  const extensions = readExtensions(list)
  if (typeof extensions === 'string') return extensions
  const number = numberIn(extensions.get(ids.number))
  if (number === null) return 'it has no number'
  const authorityKeyId = keyIdIn(extensions.get(ids.authorityKeyId))
  return { authorityKeyId, number, thisUpdate, nextUpdate, entries: entries?.children ?? [] }
}

const momentOf = (value: DerValue | undefined) => (value === undefined ? null : timeOf(value))

/** What each extension holds, by its id; what is none of ours is not looked into. */
function readExtensions(list: DerValue): ReadonlyMap<string, Buffer> | string {
  const extensions = new Map<string, Buffer>()
  for (const extension of list.children) {
    const parts = childrenOf(extension, tags.sequence)
    const [first, flag] = parts
    const content = parts.at(-1)
    const id = first === undefined ? null : objectIdOf(first)
    const isFlagged = parts.length === 3 && flag?.tag === tags.boolean && flag.content[0] === 0xff
    if (id === null || content?.tag !== tags.octetString || !(isFlagged || parts.length === 2))
      return 'the form of an extension'
    if (notWholeIds.includes(id)) return `it is not the whole list, by extension ${id}`
    if (isFlagged) return `unknown critical extension ${id}`
    if (extensions.has(id)) return 'an extension stands twice'
    extensions.set(id, content.content)
  }
  return extensions
}

const valueIn = (content: Buffer | undefined) => (content === undefined ? null : readDer(content))

function numberIn(content: Buffer | undefined): bigint | null {
  const value = valueIn(content)
  // Negative where its first bit is set.
  if (value?.tag !== tags.integer || (value.content[0] ?? 0x80) >= 0x80) return null
  return value.content.length <= numberOctetsMax ? BigInt(`0x${value.content.toString('hex')}`) : null
}

function keyIdIn(content: Buffer | undefined): string | null {
  const [id, ...more] = childrenOf(valueIn(content) ?? undefined, tags.sequence)
  return id?.tag === keyIdTag && more.length === 0 ? id.content.toString('hex') : null
}

/** Reads one entry (RFC 5280 sections 5.1.2.6 and 5.3). Gives what is wrong as a phrase. */
export function readListedCertificate(entry: DerValue): ListedCertificate | string {
  const [serial, time, list, ...more] = childrenOf(entry, tags.sequence)
  const revokedAt = momentOf(time)
  if (serial?.tag !== tags.integer || revokedAt === null || more.length > 0) return 'the form of an entry'
  const listed = { serial: serialOf(serial.content), revokedAt }
  if (list === undefined) return { ...listed, reason: undefined, invalidSince: undefined }
  // It should be left out where it is empty, and libraries write it all the same.
  if (list.tag !== tags.sequence) return 'the form of an entry'
  const extensions = readExtensions(list)
  if (typeof extensions === 'string') return `${extensions}, of an entry`
  const reason = reasonIn(extensions.get(ids.reason))
  const invalidSince = invalidSinceIn(extensions.get(ids.invalidityDate))
  if (reason === null || invalidSince === null) return 'the reason or day of an entry'
  return { ...listed, reason, invalidSince }
}

/** Without the zero octet that only says that the number is positive. */
function serialOf(content: Buffer): string {
  const [first = 0, second = 0] = content
  if (first >= 0x80) return `-${content.toString('hex')}`
  return content.toString('hex', first === 0 && second >= 0x80 ? 1 : 0)
}

function reasonIn(content: Buffer | undefined): number | undefined | null {
  if (content === undefined) return undefined
  const value = readDer(content)
  return value?.tag === enumerated && value.content.length === 1 ? (value.content[0] ?? null) : null
}

function invalidSinceIn(content: Buffer | undefined): Date | undefined | null {
  if (content === undefined) return undefined
  const value = readDer(content)
  return value?.tag === tags.generalizedTime ? timeOf(value) : null
}
