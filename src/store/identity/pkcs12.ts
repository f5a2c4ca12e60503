import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import forge from 'node-forge'
import {
  type Asn1,
  bytesOf,
  childAt,
  childrenOf,
  empty,
  explicit,
  fromDer,
  integerOf,
  objectId,
  octetString,
  sequence,
  set,
  smallInteger,
  toDer,
} from '../../trust/der.ts'
import { decryptKey, encryptKey } from './encryptedKey.ts'
import { stretchingOf } from './stretching.ts'

/** What an identity file holds: a private key, its certificate and the authority's, DER. */
export interface KeyWithCertificates {
  readonly key: KeyObject
  readonly certificate: Buffer
  readonly issuer: Buffer
}

/** The MAC of the file does not fit the passphrase. */
export class MacMismatch extends Error {}

export const macIterationsMax = 1_000_000

export const oid = {
  data: '1.2.840.113549.1.7.1',
  certBag: '1.2.840.113549.1.12.10.1.3',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

/**
 * Writes a PKCS#12 file (RFC 7292) that `openssl pkcs12` reads: the certificates in the open, for they are public,
 * the key encrypted by PBES2, the whole under HMAC-SHA-256. node-forge writes such files for RSA keys only and with
 * SHA-1; put together from its ASN.1 they hold any key.
 */
export function writePkcs12({ key, certificate, issuer }: KeyWithCertificates, passphrase: string): Buffer {
  const keyId = attribute(oid.localKeyId, octetString(Buffer.of(1)))
  const keyBag = sequence([
    objectId(oid.shroudedKeyBag),
    explicit(0, [encryptKey(key, passphrase)]),
    set([keyId]),
  ])
  const certificates = sequence([certBag(certificate, [keyId]), certBag(issuer, [])])
  const safe = toDer(sequence([contentInfo(toDer(certificates)), contentInfo(toDer(sequence([keyBag])))]))
  const salt = randomBytes(16)
  const { macIterations } = stretchingOf(passphrase)
  const mac = macOf(safe, passphrase, salt, macIterations)
  const digestInfo = sequence([sequence([objectId(oid.sha256), empty()]), octetString(mac)])
  const macData = sequence([digestInfo, octetString(salt), smallInteger(macIterations)])
  return toDer(sequence([smallInteger(3), contentInfo(safe), macData]))
}

/**
 * Reads a PKCS#12 file of the form that `writePkcs12` writes. Throws MacMismatch for a wrong passphrase, and another
 * error where the file is damaged or of a form that is not ours.
 */
export function readPkcs12(file: Buffer, passphrase: string): KeyWithCertificates {
  const pfx = fromDer(file)
  const safe = contentOf(childAt(pfx, 1))
  checkMac(safe, childAt(pfx, 2), passphrase)
  const bags = childrenOf(fromDer(safe)).flatMap((info) => childrenOf(fromDer(contentOf(info))))
  const ofType = (id: string) => bags.filter((bag) => isObjectId(childAt(bag, 0), id))
  const [keyBag] = ofType(oid.shroudedKeyBag)
  const [certificate, issuer] = ofType(oid.certBag).map((bag) => bytesOf(childAt(bag, 1, 0, 1, 0)))
  if (keyBag === undefined || certificate === undefined || issuer === undefined) {
    throw new TypeError('a key and two certificates are expected')
  }
  return { key: decryptKey(toDer(childAt(keyBag, 1, 0)), passphrase), certificate, issuer }
}

function certBag(certificate: Buffer, attributes: Asn1[]): Asn1 {
  const bag = sequence([objectId(oid.x509Certificate), explicit(0, [octetString(certificate)])])
  const told = attributes.length > 0 ? [set(attributes)] : []
  return sequence([objectId(oid.certBag), explicit(0, [bag]), ...told])
}

function attribute(id: string, value: Asn1): Asn1 {
  return sequence([objectId(id), set([value])])
}

function contentInfo(content: Buffer): Asn1 {
  return sequence([objectId(oid.data), explicit(0, [octetString(content)])])
}

export function contentOf(info: Asn1): Buffer {
  if (!isObjectId(childAt(info, 0), oid.data)) throw new TypeError('content of a kind that is not read here')
  return bytesOf(childAt(info, 1, 0))
}

export function isObjectId(node: Asn1, id: string): boolean {
  return toDer(node).equals(toDer(objectId(id)))
}

/** Throws MacMismatch, or another error for a MAC that is none of `hashes`. */
export function checkMac(
  safe: Buffer,
  macData: Asn1,
  passphrase: string,
  hashes: readonly MacHash[] = ['sha256'],
): void {
  const hash = hashes.find((name) => isObjectId(childAt(macData, 0, 0, 0), macHashes[name].id))
  if (hash === undefined) throw new TypeError('a MAC of another kind')
  const iterations = integerOf(childAt(macData, 2))
  if (iterations < 1 || iterations > macIterationsMax) throw new RangeError('MAC iterations')
  const stated = bytesOf(childAt(macData, 0, 1))
  const mac = macOf(safe, passphrase, bytesOf(childAt(macData, 1)), iterations, hash)
  if (stated.length !== mac.length || !timingSafeEqual(stated, mac)) throw new MacMismatch()
}

export const macHashes = {
  sha1: { id: '1.3.14.3.2.26', bytes: 20 },
  sha256: { id: oid.sha256, bytes: 32 },
  sha384: { id: '2.16.840.1.101.3.4.2.2', bytes: 48 },
  sha512: { id: '2.16.840.1.101.3.4.2.3', bytes: 64 },
} as const
type MacHash = keyof typeof macHashes

function macOf(
  safe: Buffer,
  passphrase: string,
  salt: Buffer,
  iterations: number,
  hash: MacHash = 'sha256',
): Buffer {
  const { pkcs12, util, md } = forge
  const saltBytes = util.createBuffer(salt.toString('latin1'))
  // Purpose 3 is the MAC (RFC 7292 appendix B.3).
  const key = pkcs12.generateKey(
    passphrase,
    saltBytes,
    3,
    iterations,
    macHashes[hash].bytes,
    md[hash].create(),
  )
  return createHmac(hash, Buffer.from(key.getBytes(), 'latin1')).update(safe).digest()
}
