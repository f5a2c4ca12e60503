import { type KeyObject, X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { type Asn1, bytesOf, childAt, childrenOf, fromDer, toDer } from '../../trust/der.ts'
import { decryptKey } from './encryptedKey.ts'
import { checkMac, contentOf, isObjectId, macHashes, oid } from './pkcs12.ts'

/** What a file of a State's own PKI holds. */
export interface ForeignKey {
  readonly key: KeyObject
  readonly certificate: Buffer
  /** The other certificates (DER): those of the authorities above, as a rule. */
  readonly others: readonly Buffer[]
}

const encryptedData = '1.2.840.113549.1.7.6'
const pbes2 = '1.2.840.113549.1.5.13'

/**
 * Reads a PKCS#12 file (RFC 7292) of another program: certificates in the open or encrypted, by PBES2 or as older
 * programs do it, one encrypted key. Certificates are handed on byte for byte. Throws MacMismatch for a wrong passphrase,
 * and another error for anything that is no such file.
 */
export function readForeignPkcs12(file: Buffer, passphrase: string): ForeignKey {
  const pfx = fromDer(file)
  const safe = contentOf(childAt(pfx, 1))
  checkMac(safe, childAt(pfx, 2), passphrase, Object.keys(macHashes) as (keyof typeof macHashes)[])
  const bags = childrenOf(fromDer(safe)).flatMap((info) => childrenOf(fromDer(opened(info, passphrase))))
  const ofType = (id: string) => bags.filter((bag) => isObjectId(childAt(bag, 0), id))
  const [keyBag, another] = ofType(oid.shroudedKeyBag)
  if (keyBag === undefined || another !== undefined) throw new TypeError('one encrypted key is expected')
  const key = decryptKey(toDer(childAt(keyBag, 1, 0)), passphrase)
  const certificates = ofType(oid.certBag).map((bag) => bytesOf(childAt(bag, 1, 0, 1, 0)))
  const certificate = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key))
  if (certificate === undefined) throw new TypeError('a certificate of the key is expected')
  return { key, certificate, others: certificates.filter((der) => der !== certificate) }
}

function opened(info: Asn1, passphrase: string): Buffer {
  return isObjectId(childAt(info, 0), encryptedData) ? decrypted(info, passphrase) : contentOf(info)
}

/** EncryptedData of RFC 2315 section 13; node-forge knows the ciphers that such files are written with. */
function decrypted(info: Asn1, passphrase: string): Buffer {
  const content = childAt(info, 1, 0, 1)
  const { pbe } = forge.pki as unknown as { readonly pbe: PasswordCiphers }
  const algorithm = forge.asn1.derToOid(bytesOf(childAt(content, 1, 0)).toString('latin1'))
  // PBES2 takes the bytes of the passphrase, the older schemes its UTF-16, which node-forge makes itself.
  const given = algorithm === pbes2 ? forge.util.encodeUtf8(passphrase) : passphrase
  const cipher = pbe.getCipher(algorithm, childAt(content, 1, 1), given)
  cipher.update(forge.util.createBuffer(encryptedContent(childAt(content, 2)).toString('latin1')))
  if (!cipher.finish()) throw new TypeError('certificates that do not open')
  return Buffer.from(cipher.output.getBytes(), 'latin1')
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or in several. */
function encryptedContent(node: Asn1): Buffer {
  return typeof node.value === 'string' ? bytesOf(node) : Buffer.concat(node.value.map(bytesOf))
}

/** What the types of node-forge leave out. */
interface PasswordCiphers {
  getCipher(id: string, parameters: Asn1, passphrase: string): forge.cipher.BlockCipher
}
