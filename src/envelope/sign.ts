import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { canonicalBytes } from '../message/canonical.ts'
import { certificateDigest } from '../trust/certificate.ts'
import { fitsAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import { digestOf } from './digest.ts'
import { type Kind, kinds } from './kinds.ts'

/** A private key with its certificate and that of the authority which issued it, both DER. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  readonly key: KeyObject
  readonly certificate: Buffer
  readonly issuer: Buffer
}

/** What was signed, and its identity (see `digestOf`). */
export interface Signed {
  readonly jws: string
  readonly digest: string
}

/**
 * Signs a JSON value, or the canonical bytes of one, as a compact JWS with the header of JAdES B-B (ETSI TS 119 182-1):
 * `iat` and not `sigT`, the certificate by hash and in full. `signedAt` is cut to the second.
 */
export async function sign(kind: Kind, payload: unknown, signer: Signer, signedAt: Date): Promise<Signed> {
  const { algorithm, key, certificate, issuer } = signer
  assert(fitsAlgorithm(key, algorithm), `the key does not fit ${algorithm}`)
  const bytes = payload instanceof Uint8Array ? payload : canonicalBytes(payload)
  // In canonical order, for jose writes the header as it is given.
  const header = {
    alg: algorithm,
    cty: kinds[kind].cty,
    iat: Math.floor(signedAt.getTime() / 1000),
    typ: kinds[kind].typ,
    x5c: [certificate.toString('base64'), issuer.toString('base64')],
    'x5t#S256': Buffer.from(certificateDigest(certificate), 'hex').toString('base64url'),
  }
  const jws = await new CompactSign(bytes).setProtectedHeader(header).sign(key)
  return { jws, digest: digestOf(jws) }
}
