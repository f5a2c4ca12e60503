import { p256, p384 } from '@noble/curves/nist.js'
import { Buffer } from './nodeBuffer.ts'
import { type DerValue, childrenOf, objectIdOf, readDer, tags } from '../../trust/strictDer.ts'

/** The numbers of a public key. */
type KeyMaterial =
  | { readonly type: 'ec'; readonly curve: 'P-256' | 'P-384'; readonly point: Uint8Array }
  | { readonly type: 'rsa'; readonly modulus: bigint; readonly exponent: bigint }
  | { readonly type: 'ed25519' | 'x25519'; readonly raw: Uint8Array }
  /** Of a kind that no profile allows. */
  | { readonly type: 'other' }

const curves = {
  'P-256': { curve: p256, namedCurve: 'prime256v1', octets: 32 },
  'P-384': { curve: p384, namedCurve: 'secp384r1', octets: 48 },
} as const

/** The curve of a name, as the library has it. */
export function curveOf(name: keyof typeof curves): (typeof curves)[keyof typeof curves]['curve'] {
  return curves[name].curve
}

/** A public key where there is no Node: what the core and the JOSE library ask a KeyObject of node:crypto for. */
export class PageKey {
  readonly type = 'public'
  readonly [Symbol.toStringTag] = 'KeyObject'
  readonly material: KeyMaterial

  constructor(material: KeyMaterial) {
    this.material = material
  }

  get asymmetricKeyType(): string {
    return this.material.type
  }

  get asymmetricKeyDetails(): Readonly<Record<string, unknown>> {
    const { material } = this
    if (material.type === 'ec') return { namedCurve: curves[material.curve].namedCurve }
    if (material.type !== 'rsa') return {}
    return { modulusLength: material.modulus.toString(2).length, publicExponent: material.exponent }
  }

  /** As a JSON Web Key (RFC 7517). */
  export(): Record<string, string> {
    const { material } = this
    switch (material.type) {
      case 'ec': {
        const { octets } = curves[material.curve]
        const [x, y] = [material.point.subarray(1, 1 + octets), material.point.subarray(1 + octets)]
        return { kty: 'EC', crv: material.curve, x: base64url(x), y: base64url(y) }
      }
      case 'rsa':
        return {
          kty: 'RSA',
          n: base64url(octetsOf(material.modulus)),
          e: base64url(octetsOf(material.exponent)),
        }
      case 'ed25519':
        return { kty: 'OKP', crv: 'Ed25519', x: base64url(material.raw) }
      case 'x25519':
        return { kty: 'OKP', crv: 'X25519', x: base64url(material.raw) }
      case 'other':
        throw new Error('a key of this kind has no such form')
    }
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

function octetsOf(number: bigint): Uint8Array {
  const digits = number.toString(16)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

/** The key of a JSON Web Key. @throws Error where its coordinates are no point of its curve */
export function keyOfJwk({ kty, crv, x = '', y = '' }: Readonly<Record<string, string>>): PageKey {
  const [first, second] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  if (kty === 'OKP') {
    if (first.length !== 32 || (crv !== 'Ed25519' && crv !== 'X25519')) throw new Error('no such key')
    return new PageKey({ type: crv === 'Ed25519' ? 'ed25519' : 'x25519', raw: first })
  }
  if (kty !== 'EC' || crv !== 'P-256' || first.length !== 32 || second.length !== 32)
    throw new Error('no such key')
  return keyOfPoint(crv, Buffer.concat([Buffer.of(4), first, second]))
}

function keyOfPoint(curve: keyof typeof curves, encoded: Uint8Array): PageKey {
  // Compressed or not: what is no point of the curve is refused.
  const point = curves[curve].curve.Point.fromBytes(Uint8Array.from(encoded)).toBytes(false)
  return new PageKey({ type: 'ec', curve, point })
}

const ids: Readonly<Record<string, 'ec' | 'rsa' | 'ed25519' | 'x25519'>> = {
  '1.2.840.10045.2.1': 'ec',
  '1.2.840.113549.1.1.1': 'rsa',
  '1.3.101.112': 'ed25519',
  '1.3.101.110': 'x25519',
}
const curveIds: Readonly<Record<string, keyof typeof curves>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
}

/** The key of a SubjectPublicKeyInfo (RFC 5280 section 4.1). @throws Error where it is none of its kind */
export function keyOfInfo(info: DerValue | undefined): PageKey {
  const [algorithm, bits] = childrenOf(info, tags.sequence)
  const [id, parameters] = childrenOf(algorithm, tags.sequence)
  const kind = id === undefined ? undefined : ids[objectIdOf(id) ?? '']
  if (bits?.tag !== tags.bitString || bits.content[0] !== 0) throw new Error('no public key')
  const key = bits.content.subarray(1)
  if (kind === 'rsa') return rsaKey(readDer(key) ?? undefined)
  if (kind === 'ed25519' || kind === 'x25519') return new PageKey({ type: kind, raw: key })
  const curve = parameters === undefined ? undefined : curveIds[objectIdOf(parameters) ?? '']
  return kind === 'ec' && curve !== undefined ? keyOfPoint(curve, key) : new PageKey({ type: 'other' })
}

function rsaKey(value: DerValue | undefined): PageKey {
  const [modulus, exponent, ...more] = childrenOf(value, tags.sequence)
  if (modulus?.tag !== tags.integer || exponent?.tag !== tags.integer || more.length > 0)
    throw new Error('no RSA key')
  const numberOf = ({ content }: DerValue): bigint => BigInt(`0x0${content.toString('hex')}`)
  return new PageKey({ type: 'rsa', modulus: numberOf(modulus), exponent: numberOf(exponent) })
}
