import { createCipheriv, createPrivateKey, type KeyObject, pbkdf2Sync, randomBytes } from 'node:crypto'
import { type Asn1, empty, objectId, octetString, sequence, smallInteger, toDer } from '../../trust/der.ts'
import { stretchingOf } from './stretching.ts'

const pemType = 'ENCRYPTED PRIVATE KEY'

/**
 * EncryptedPrivateKeyInfo (RFC 5958 section 3) of a private key, by PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC
 * (RFC 8018). node-forge gives the ASN.1 and OpenSSL the derivation, which in JavaScript would take a hundred times
 * as long.
 */
export function encryptKey(key: KeyObject, passphrase: string): Asn1 {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const { iterations } = stretchingOf(passphrase)
  const wrappingKey = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', wrappingKey, iv)
  const plain = key.export({ type: 'pkcs8', format: 'der' })
  const hmacWithSha256 = sequence([objectId('1.2.840.113549.2.9'), empty()])
  const derivation = sequence([octetString(salt), smallInteger(iterations), hmacWithSha256])
  const scheme = sequence([
    sequence([objectId('1.2.840.113549.1.5.12'), derivation]),
    sequence([objectId('2.16.840.1.101.3.4.1.42'), octetString(iv)]),
  ])
  return sequence([
    sequence([objectId('1.2.840.113549.1.5.13'), scheme]),
    octetString(Buffer.concat([cipher.update(plain), cipher.final()])),
  ])
}

/** The same as PEM (RFC 7468 section 11). */
export function encryptedKeyPem(key: KeyObject, passphrase: string): string {
  return pem(pemType, toDer(encryptKey(key, passphrase)))
}

/** Decrypts the DER of an EncryptedPrivateKeyInfo, ours or another program's. Throws where it cannot. */
export function decryptKey(der: Buffer, passphrase: string): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase })
}

/** Decrypts a key in PEM; a key that is not encrypted is refused. Throws where it cannot. */
export function decryptKeyPem(text: string, passphrase: string): KeyObject {
  return decryptKey(derOfPem(text, pemType), passphrase)
}

/** RFC 7468 textual encoding. */
export function pem(type: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n')
}

/** The bytes of a text that holds exactly one PEM object of that type. Throws where it does not. */
export function derOfPem(text: string, type: string): Buffer {
  const [, body] =
    new RegExp(`^-----BEGIN ${type}-----([A-Za-z0-9+/=\\s]+)-----END ${type}-----\\s*$`).exec(text) ?? []
  if (body === undefined) throw new TypeError(`not one PEM object of type ${type}`)
  return Buffer.from(body, 'base64')
}
