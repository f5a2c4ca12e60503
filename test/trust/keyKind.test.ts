import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { keyKindOf } from '../../src/trust/keyKind.ts'
import { newEcKey, newRsaKey, signers } from './fixture.ts'

function rsaOf(modulus: bigint, exponent = 'AQAB') {
  const hex = modulus.toString(16)
  const n = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'RSA', n, e: exponent }, format: 'jwk' })
}

const modulusOf = (bits: number) => (1n << BigInt(bits - 1)) + 12_345_678_901n
const isPrime = (candidate: number) => {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1)
    if (candidate % divisor === 0) return false
  return true
}

/** A modulus with the shape of CVE-2017-15361: a power of 65537 modulo every small prime. */
function rocaModulus(): bigint {
  let primorial = 2n
  for (let prime = 3; prime <= 167; prime += 1) if (isPrime(prime)) primorial *= BigInt(prime)
  let power = 1n
  for (let times = 0; times < 97; times += 1) power = (power * 65_537n) % primorial
  const multiple = (1n << 3071n) / primorial + 1n
  return multiple * primorial + power
}

describe('the kind of a key', () => {
  it('is P-256, P-384 or RSA of 3072 bits and more, private or public', () => {
    assert.equal(keyKindOf(newEcKey()), 'P-256')
    assert.equal(keyKindOf(createPublicKey(newEcKey('P-384'))), 'P-384')
    assert.equal(keyKindOf(signers.PS256.key), 'RSA')
    assert.equal(keyKindOf(rsaOf(modulusOf(8192))), 'RSA')
  })

  it('is none where the key is short, huge, or of another type', () => {
    assert.equal(keyKindOf(newRsaKey(2048)), null)
    assert.equal(keyKindOf(rsaOf(modulusOf(3071))), null)
    assert.equal(keyKindOf(rsaOf(modulusOf(8193))), null)
    assert.equal(keyKindOf(generateKeyPairSync('ed25519').publicKey), null)
    assert.equal(keyKindOf(generateKeyPairSync('rsa-pss', { modulusLength: 3072 }).publicKey), null)
  })

  it('attack 31: a key on another curve than P-256 and P-384, weak or not, is of no kind', () => {
    for (const curve of ['secp224r1', 'secp160r1', 'secp256k1', 'brainpoolP256r1', 'P-521'])
      assert.equal(keyKindOf(newEcKey(curve)), null, curve)
  })

  it('is none where the exponent is small, even or absurd', () => {
    for (const exponent of ['Aw', 'AQAA', 'AQAAAAE'])
      assert.equal(keyKindOf(rsaOf(modulusOf(3072), exponent)), null)
  })

  it('is none where the modulus has the shape of the faulty library of CVE-2017-15361', () => {
    const modulus = rocaModulus()
    assert.equal(modulus.toString(2).length, 3072)
    assert.equal(keyKindOf(rsaOf(modulus)), null)
    assert.equal(keyKindOf(rsaOf(modulus + 2n)), 'RSA')
  })
})
