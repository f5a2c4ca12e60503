import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto'
import { hasLengthOfKey } from './keyKind.ts'
import { type DerValue, childrenOf, objectIdOf, tags } from './strictDer.ts'

/** How something is signed, as its AlgorithmIdentifier says. */
export interface SignatureAlgorithm {
  readonly keyType: 'rsa' | 'ec'
  readonly hash: Hash
  /** Octets of salt of an RSASSA-PSS signature; null where it is none. */
  readonly saltOctets: number | null
}

/** As `profiles.ts` allows them, by the names of OpenSSL. */
type Hash = 'sha256' | 'sha384' | 'sha512'

/** RFC 4055 section 5, RFC 5758 section 3.2. */
const plain: ReadonlyMap<string | null, Omit<SignatureAlgorithm, 'saltOctets'>> = new Map([
  ['1.2.840.113549.1.1.11', { keyType: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keyType: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keyType: 'rsa', hash: 'sha512' }],
  ['1.2.840.10045.4.3.2', { keyType: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keyType: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keyType: 'ec', hash: 'sha512' }],
])
const hashes: ReadonlyMap<string | null, Hash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])
const rsassaPss = '1.2.840.113549.1.1.10'
const mgf1 = '1.2.840.113549.1.1.8'

/** Reads an AlgorithmIdentifier (RFC 5280 section 4.1.1.2); null where it is weak, unknown or in another form. */
export function readSignatureAlgorithm(identifier: DerValue): SignatureAlgorithm | null {
  const [id, parameters, ...more] = childrenOf(identifier, tags.sequence)
  if (id === undefined || more.length > 0) return null
  const name = objectIdOf(id)
  if (name === rsassaPss) return readPss(parameters)
  const known = plain.get(name)
  // With RSA a NULL stands or nothing does, and whoever verifies takes both; with ECDSA nothing.
  const isPlain = parameters === undefined || (known?.keyType === 'rsa' && parameters.tag === tags.null)
  return known === undefined || !isPlain ? null : { ...known, saltOctets: null }
}

/**
 * RSASSA-PSS-params of RFC 4055 section 3.1. What is left out there means SHA-1, so nothing may be, but for the trailer,
 * of which there is one kind.
 */
function readPss(parameters: DerValue | undefined): SignatureAlgorithm | null {
  const [hashPart, maskPart, saltPart, ...more] = childrenOf(parameters, tags.sequence)
  const hash = hashOf(onlyChild(hashPart, 0xa0))
  const [mask, maskHash, ...others] = childrenOf(onlyChild(maskPart, 0xa1), tags.sequence)
  const salt = onlyChild(saltPart, 0xa2)
  if (hash === undefined || mask === undefined || objectIdOf(mask) !== mgf1 || hashOf(maskHash) !== hash)
    return null
  if (salt?.tag !== tags.integer || salt.content.length !== 1 || more.length > 0 || others.length > 0)
    return null
  const [saltOctets = 0] = salt.content
  return saltOctets > 0x7f ? null : { keyType: 'rsa', hash, saltOctets }
}

function hashOf(identifier: DerValue | undefined): Hash | undefined {
  const [id, parameters, ...more] = childrenOf(identifier, tags.sequence)
  if (id === undefined || more.length > 0) return undefined
  return parameters === undefined || parameters.tag === tags.null ? hashes.get(objectIdOf(id)) : undefined
}

function onlyChild(value: DerValue | undefined, tag: number): DerValue | undefined {
  const [child, ...more] = childrenOf(value, tag)
  return more.length > 0 ? undefined : child
}

/** Whether a signature is one of that key, by the algorithm that it names and no other. */
export function isSignedWith(
  { keyType, hash, saltOctets }: SignatureAlgorithm,
  key: KeyObject,
  content: Buffer,
  signature: Buffer,
): boolean {
  if (key.asymmetricKeyType !== keyType || !hasLengthOfKey(signature, key)) return false
  const padding: Partial<VerifyKeyObjectInput> =
    saltOctets === null ? {} : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltOctets }
  try {
    return verify(hash, content, { key, ...padding }, signature)
  } catch {
    // OpenSSL throws where a key is too short for a hash and its salt.
    return false
  }
}
