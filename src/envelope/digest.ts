import { hash } from 'node:crypto'

/**
 * The identity of a signed thing: SHA-256, lower-case hex, of its JWS signing input (`header.payload`). The signature
 * is left out, for an ECDSA signature has a twin that anyone can compute and that verifies as well.
 */
export function digestOf(jws: string): string {
  return digestOfInput(jws.slice(0, jws.lastIndexOf('.')))
}

/** The same of the signing input, before there is a signature. */
export function digestOfInput(input: string): string {
  return hash('sha256', input)
}
