import type { KeyObject } from 'node:crypto'

/** The kinds of public key that certificates may hold here. `RSA` is at least 3072 bits where no other rule is given. */
export type KeyKind = 'P-256' | 'P-384' | 'RSA'

const curves: ReadonlyMap<string | undefined, KeyKind> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
])

/** What 128 bits of strength ask for (NIST SP 800-57 part 1, table 2). */
export const rsaModulusBitsMin = 3072
/** A longer modulus proves nothing more and costs the verifier time that an attacker chooses. */
const modulusBitsMax = 8192
const exponentMin = 65_537n
const exponentMax = 0xffff_ffffn

// A key never changes, and the arithmetic on a modulus costs as much as a signature check.
const known = new WeakMap<KeyObject, KeyKind | 'none'>()

/** The kind of a public or private key, or null where the key is too weak, too large or of no kind allowed. */
export function keyKindOf(key: KeyObject, modulusBitsMin = rsaModulusBitsMin): KeyKind | null {
  if (modulusBitsMin !== rsaModulusBitsMin) return judge(key, modulusBitsMin)
  const kind = known.get(key) ?? judge(key, modulusBitsMin) ?? 'none'
  known.set(key, kind)
  return kind === 'none' ? null : kind
}

function judge(key: KeyObject, modulusBitsMin: number): KeyKind | null {
  const { namedCurve, modulusLength = 0, publicExponent = 0n } = { ...key.asymmetricKeyDetails }
  if (key.asymmetricKeyType === 'ec') return curves.get(namedCurve) ?? null
  if (key.asymmetricKeyType !== 'rsa') return null
  if (modulusLength < modulusBitsMin || modulusLength > modulusBitsMax) return null
  if (publicExponent < exponentMin || publicExponent > exponentMax || publicExponent % 2n === 0n) return null
  return hasRocaShape(modulusOf(key)) ? null : 'RSA'
}

/**
 * Whether a signature is as long as RFC 8017 has it for this key (section 8.1.2): as long as the modulus. OpenSSL takes an RSASSA-PSS
 * signature without its leading zeros as well, and the cryptography of a browser does not: one thing would have two verdicts.
 */
export function hasLengthOfKey(signature: Uint8Array, key: KeyObject): boolean {
  if (key.asymmetricKeyType?.startsWith('rsa') !== true) return true
  const { modulusLength = 0 } = { ...key.asymmetricKeyDetails }
  return signature.length === Math.ceil(modulusLength / 8)
}

function modulusOf(key: KeyObject): bigint {
  const { n } = key.export({ format: 'jwk' })
  return BigInt(`0x${Buffer.from(String(n), 'base64url').toString('hex')}`)
}

/**
 * Keys of the faulty library of CVE-2017-15361 ("ROCA") have a modulus that is a power of 65537 modulo every small
 * prime. They can be factored, and national smart cards made them for years. A sound key looks like this by chance
 * about once in 2^28.
 */
function hasRocaShape(modulus: bigint): boolean {
  return powersOf65537.every(({ prime, powers }) => powers.has(Number(modulus % BigInt(prime))))
}

const powersOf65537 = [
  3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
  109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
].map((prime) => ({ prime, powers: subgroup(65_537 % prime, prime) }))

function subgroup(generator: number, prime: number): ReadonlySet<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * generator) % prime) powers.add(power)
  return powers
}
