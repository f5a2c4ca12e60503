import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { PKCS1_SHA256, PKCS1_SHA384, PKCS1_SHA512, PSS, mgf1 } from 'micro-rsa-dsa-dh/rsa.js'
import { readSignatureAlgorithm } from '../../trust/signatureAlgorithm.ts'
import { type DerValue, childrenOf, readDer, tags } from '../../trust/strictDer.ts'
import { Buffer } from './nodeBuffer.ts'
import { PageKey, curveOf, keyOfInfo, keyOfJwk } from './pageKey.ts'

/*
 * What the core uses of node:crypto, where there is no Node (docs/decisions/0034). It only verifies: there is no private
 * key on a page. Whatever it answers must be what OpenSSL answers, or a page and a command would give two verdicts;
 * `test/cli/page/nodeCrypto.test.ts` compares the two.
 */

const hashes = { sha256, sha384, sha512 } as const
type HashName = keyof typeof hashes

const octets = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data

/** `hash` of node:crypto. */
export function hash(name: HashName, data: string | Uint8Array, as: 'buffer'): Buffer
export function hash(name: HashName, data: string | Uint8Array, as?: 'hex' | 'binary'): string
export function hash(
  name: HashName,
  data: string | Uint8Array,
  as: 'hex' | 'binary' | 'buffer' = 'hex',
): string | Buffer {
  const digest = Buffer.from(hashes[name](octets(data)))
  if (as === 'buffer') return digest
  return digest.toString(as === 'hex' ? 'hex' : 'latin1')
}

/** `createHash` of node:crypto. */
export function createHash(name: HashName): PageHash {
  return new PageHash(name)
}

class PageHash {
  readonly #state: ReturnType<(typeof hashes)[HashName]['create']>

  constructor(name: HashName) {
    this.#state = hashes[name].create()
  }

  update(data: string | Uint8Array): this {
    this.#state.update(octets(data))
    return this
  }

  digest(as: 'hex'): string {
    return Buffer.from(this.#state.digest()).toString(as)
  }
}

/** `createPublicKey` of node:crypto, of a JSON Web Key. */
export function createPublicKey({ key }: { readonly key: Readonly<Record<string, string>> }): PageKey {
  return keyOfJwk(key)
}

/** A private key that is no secret, to try others with; there is no other use for one here. */
export function createPrivateKey({ key }: { readonly key: { readonly d: string } }): Uint8Array {
  return Buffer.from(key.d, 'base64url')
}

/** `diffieHellman` of node:crypto, of X25519. @throws Error where the secret would be zero */
export function diffieHellman({
  privateKey,
  publicKey,
}: {
  readonly privateKey: Uint8Array
  readonly publicKey: PageKey
}): Uint8Array {
  if (publicKey.material.type !== 'x25519') throw new Error('a key of another kind')
  return x25519.getSharedSecret(privateKey, publicKey.material.raw)
}

/** A page has no private key. @throws Error always */
export function sign(): never {
  throw new Error('a page signs nothing')
}

export const constants = { RSA_PKCS1_PSS_PADDING: 6 } as const

interface KeyAndPadding {
  readonly key: PageKey
  readonly padding?: number
  readonly saltLength?: number
}

/** `verify` of node:crypto: Ed25519, ECDSA with a signature in DER, RSASSA-PSS, RSASSA-PKCS1-v1_5. */
export function verify(
  name: HashName | null,
  data: Uint8Array,
  given: PageKey | KeyAndPadding,
  signature: Uint8Array,
): boolean {
  const { key, padding, saltLength = 0 } = given instanceof PageKey ? { key: given } : given
  const { material } = key
  if (name === null) return material.type === 'ed25519' && holdsEd25519(material.raw, data, signature)
  if (material.type === 'ec') return holdsEcdsa(material, hashes[name](data), signature)
  if (material.type !== 'rsa') return false
  const { modulus: n, exponent: e } = material
  const scheme = padding === constants.RSA_PKCS1_PSS_PADDING ? pss(name, saltLength) : pkcs1[name]
  try {
    return scheme.verify({ n, e }, data, signature)
  } catch {
    return false
  }
}

const pkcs1 = { sha256: PKCS1_SHA256, sha384: PKCS1_SHA384, sha512: PKCS1_SHA512 } as const
const pss = (name: HashName, saltLength: number) => PSS(hashes[name], mgf1(hashes[name]), saltLength)

function holdsEcdsa(
  { curve, point }: { readonly curve: Parameters<typeof curveOf>[0]; readonly point: Uint8Array },
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const rules = { format: 'der', prehash: false, lowS: false } as const
    return curveOf(curve).verify(Uint8Array.from(signature), digest, point, rules)
  } catch {
    return false
  }
}

const scalarOctets = 32

/**
 * Ed25519 as OpenSSL verifies it: the point that belongs to `s` and the key is computed, written down, and compared
 * with the octets in the signature. The library's own check multiplies by the cofactor, and so takes signatures that a
 * signer can make on purpose and that OpenSSL does not take: a log could then be good on the page and broken by the command.
 */
function holdsEd25519(key: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519
  if (signature.length !== 2 * scalarOctets) return false
  const [r, s] = [signature.subarray(0, scalarOctets), littleEndian(signature.subarray(scalarOctets))]
  if (s >= Point.Fn.ORDER) return false
  try {
    const challenge = littleEndian(sha512(concatBytes(r, key, data))) % Point.Fn.ORDER
    // As OpenSSL, it takes a coordinate that is written larger than it need be.
    const signer = Point.fromBytes(Uint8Array.from(key), true)
    const point = Point.BASE.multiplyUnsafe(s).subtract(signer.multiplyUnsafe(challenge))
    return Buffer.compare(point.toBytes(), r) === 0
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(
    `0x${Buffer.from(bytes)
      .reverse()
      .reduce((text, octet) => text + octet.toString(16).padStart(2, '0'), '')}`,
  )
}

/** `X509Certificate` of node:crypto, of what `readForm` has found to be one: its key and its signature. */
export class X509Certificate {
  readonly publicKey: PageKey
  readonly #signed: DerValue
  readonly #algorithm: DerValue
  readonly #signature: DerValue

  constructor(der: Parameters<typeof readDer>[0]) {
    const [signed, algorithm, signature] = childrenOf(readDer(der) ?? undefined, tags.sequence)
    const [, , , , , , info] = childrenOf(signed, tags.sequence)
    if (signed === undefined || algorithm === undefined || signature === undefined)
      throw new Error('no certificate')
    this.publicKey = keyOfInfo(info)
    this.#signed = signed
    this.#algorithm = algorithm
    this.#signature = signature
  }

  /** Whether it was signed with that key, by the algorithm that it names. */
  verify(issuer: PageKey): boolean {
    const how = readSignatureAlgorithm(this.#algorithm)
    if (how?.keyType !== issuer.asymmetricKeyType || this.#signature.content[0] !== 0) return false
    const padding =
      how.saltOctets === null ? {} : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: how.saltOctets }
    const signature = this.#signature.content.subarray(1)
    return verify(how.hash, this.#signed.bytes, { key: issuer, ...padding }, signature)
  }
}
