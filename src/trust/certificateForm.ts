import { type DerValue, childrenOf, objectIdOf, readDer, tags, timeOf } from './strictDer.ts'

/** What the bytes of a certificate say by themselves, before any library has read them. */
export interface CertificateForm {
  readonly validFrom: Date
  readonly validUntil: Date
}

const rsaEncryption = '1.2.840.113549.1.1.1'
const ecPublicKey = '1.2.840.10045.2.1'
const basicConstraintsId = '2.5.29.19'

/** RFC 5280 section 4.1.2.2. */
const serialOctetsMax = 20

/**
 * Judges whether bytes are one certificate in the form of RFC 5280 section 4.1: DER throughout, version 3, a positive
 * serial of at most 20 octets, names that are not empty, times to the second, the same algorithm inside and outside,
 * a key written in the one usual way, and extensions that hold one DER value each. Gives what is wrong as a phrase.
 *
 * It comes before the libraries because they take more than this, and because Node 20 ends the whole process when
 * it is asked about the curve of a point at infinity.
 */
export function readForm(der: Buffer): CertificateForm | string {
  const whole = readDer(der)
  if (whole === null) return 'not DER'
  const [signed, algorithm, signature, ...more] = childrenOf(whole, tags.sequence)
  if (signed === undefined || algorithm === undefined || signature?.tag !== tags.bitString || more.length > 0)
    return 'no certificate'
  const [version, serial, innerAlgorithm, issuer, validity, subject, key, extensions, ...others] = childrenOf(
    signed,
    tags.sequence,
  )
  if (version?.bytes.equals(version3) !== true) return 'not of version 3'
  if (serial === undefined || !isSerial(serial)) return 'the serial number'
  if (innerAlgorithm?.bytes.equals(algorithm.bytes) !== true) return 'two signature algorithms'
  if (!isName(issuer) || !isName(subject)) return 'a name is empty'
  const [validFrom, validUntil] = childrenOf(validity, tags.sequence).map(timeOf)
  if (!validFrom || !validUntil) return 'the time of validity'
  if (!isPublicKeyInfo(key)) return 'the form of the key'
  if (others.length > 0 || !areExtensions(extensions)) return 'the form of the extensions'
  return { validFrom, validUntil }
}

/** `[0] EXPLICIT INTEGER 2`. */
const version3 = Buffer.of(0xa0, 0x03, 0x02, 0x01, 0x02)
const extensionsTag = 0xa3

const isName = (value: DerValue | undefined) => childrenOf(value, tags.sequence).length > 0

function isSerial({ tag, content }: DerValue): boolean {
  const [first = 0] = content
  const isPositive = first < 0x80 && content.some((octet) => octet !== 0)
  return tag === tags.integer && isPositive && content.length <= serialOctetsMax
}

/**
 * RSA with NULL, an elliptic curve by its name and with a point on it (RFC 3279 section 2.3.1, RFC 5480 section 2);
 * of other algorithms nothing is said here, as no profile allows them.
 */
function isPublicKeyInfo(value: DerValue | undefined): boolean {
  const [algorithm, key, ...more] = childrenOf(value, tags.sequence)
  const [id, parameters, ...others] = childrenOf(algorithm, tags.sequence)
  if (id === undefined || key?.tag !== tags.bitString || more.length > 0 || others.length > 0) return false
  const name = objectIdOf(id)
  if (name === rsaEncryption) return parameters?.tag === tags.null
  if (name !== ecPublicKey) return name !== null
  // 02, 03 or 04 begins a point, 00 is the point at infinity.
  return parameters?.tag === tags.objectId && [2, 3, 4].includes(key.content[1] ?? 0)
}

function areExtensions(value: DerValue | undefined): boolean {
  const [list, ...more] = childrenOf(value, extensionsTag)
  const extensions = childrenOf(list, tags.sequence)
  return more.length === 0 && extensions.length > 0 && extensions.every(isExtension)
}

/** DER leaves out what is the default: `critical` and `cA` stand there only where they are true. */
function isExtension(extension: DerValue): boolean {
  const parts = childrenOf(extension, tags.sequence)
  const [id, critical] = parts
  const content = parts.at(-1)
  if (id?.tag !== tags.objectId || content?.tag !== tags.octetString) return false
  if (parts.length > 3 || (parts.length === 3 && !isTrue(critical))) return false
  const value = readDer(content.content)
  if (value === null) return false
  if (objectIdOf(id) !== basicConstraintsId) return true
  return childrenOf(value, tags.sequence).every((part) => part.tag !== tags.boolean || isTrue(part))
}

const isTrue = (value: DerValue | undefined) => value?.tag === tags.boolean && value.content[0] === 0xff
