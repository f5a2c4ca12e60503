import type { KeyObject } from 'node:crypto'
import { type KeyKind, keyKindOf } from '../trust/keyKind.ts'

/**
 * Every signature algorithm there is, with the one kind of key that it takes. The algorithm follows from the key in
 * the certificate and never from the header alone (RFC 8725 section 3.1).
 */
export const signatureAlgorithms = {
  /** ECDSA on P-256 with SHA-256. Every node makes and reads it. */
  ES256: { key: 'P-256' },
  /** RSASSA-PSS with SHA-256 and a salt of 32 bytes, from RSA of at least 3072 bits, for States whose PKI is RSA only. */
  PS256: { key: 'RSA' },
} as const satisfies Record<string, { key: KeyKind }>

export type SignatureAlgorithm = keyof typeof signatureAlgorithms

/** Whether a word in a header is an algorithm of the table. */
export function isSignatureAlgorithm(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && Object.hasOwn(signatureAlgorithms, name)
}

/** Whether a key, private or public, is of the kind and strength that the algorithm takes. */
export function fitsAlgorithm(key: KeyObject, algorithm: SignatureAlgorithm): boolean {
  return keyKindOf(key) === signatureAlgorithms[algorithm].key
}

/** How messages are encrypted: key agreement and wrapping (RFC 7518 section 4.6), then content. There is one way. */
export const encryption = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const

/** The curves a receiver may publish, by key type of the ephemeral key, with the exact members of that key. */
export const encryptionCurves = {
  EC: { curve: 'P-256', members: ['crv', 'kty', 'x', 'y'] },
  OKP: { curve: 'X25519', members: ['crv', 'kty', 'x'] },
} as const
