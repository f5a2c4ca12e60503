import assert from 'node:assert/strict'
import { constants, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import { canonicalBytes } from '../message/canonical.ts'
import { certificateDigest } from '../trust/certificate.ts'
import { fitsAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import { awaitedLater } from './awaitedLater.ts'
import { digestOfInput } from './digest.ts'
import { type Kind, kinds } from './kinds.ts'

/** A private key with its certificate and that of the authority which issued it, both DER. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm
  /** The private key; its public half where `signElsewhere` has the private one. */
  readonly key: KeyObject
  /** Signs in a token that does not give its key away: the signature of JWS (RFC 7518 section 3.4 or 3.5) over the bytes. */
  readonly signElsewhere?: (input: Uint8Array) => Promise<Buffer>
  readonly certificate: Buffer
  readonly issuer: Buffer
}

/** What was signed, and its identity (see `digestOf`). */
export interface Signed {
  readonly jws: string
  readonly digest: string
}

/** What is being signed: its identity, which does not rest on the signature, at once; rejects where it cannot be signed. */
export interface Signing {
  readonly jws: Promise<string>
  readonly digest: string
}

/**
 * Signs a JSON value, or the canonical bytes of one, as a compact JWS with the header of JAdES B-B (ETSI TS 119 182-1):
 * `iat` and not `sigT`, the certificate by hash and in full. `signedAt` is cut to the second.
 */
export async function sign(kind: Kind, payload: unknown, signer: Signer, signedAt: Date): Promise<Signed> {
  const { jws, digest } = beginSigning(kind, payload, signer, signedAt)
  return { jws: await jws, digest }
}

/** The same without waiting for the signature, so that several are made side by side and what they are of is told in order. */
export function beginSigning(kind: Kind, payload: unknown, signer: Signer, signedAt: Date): Signing {
  const { algorithm, key, certificate, issuer, signElsewhere } = signer
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
  return signing(header, bytes, { key, signElsewhere })
}

/**
 * The same without the certificates, for paper: who verifies it has them in the trust list. Only what `openShort` opens is
 * signed so.
 */
export async function signShort(
  payload: unknown,
  { algorithm, key, certificate, signElsewhere }: Signer,
  signedAt: Date,
): Promise<Signed> {
  assert(fitsAlgorithm(key, algorithm), `the key does not fit ${algorithm}`)
  const header = {
    alg: algorithm,
    iat: Math.floor(signedAt.getTime() / 1000),
    typ: kinds.carrierReceipt.typ,
    'x5t#S256': Buffer.from(certificateDigest(certificate), 'hex').toString('base64url'),
  }
  const { jws, digest } = signing(header, canonicalBytes(payload), { key, signElsewhere })
  return { jws: await jws, digest }
}

function signing(
  header: { readonly alg: SignatureAlgorithm } & Readonly<Record<string, unknown>>,
  bytes: Uint8Array,
  {
    key,
    signElsewhere,
  }: { readonly key: KeyObject; readonly signElsewhere: Signer['signElsewhere'] | undefined },
): Signing {
  const input = signingInput(JSON.stringify(header), bytes)
  const jws =
    signElsewhere === undefined
      ? new CompactSign(bytes).setProtectedHeader(header).sign(key)
      : compact(input, signElsewhere)
  return { jws: awaitedLater(whole(jws, input)), digest: digestOfInput(input) }
}

/** RFC 7515 section 5.1, step 5. The library makes the same for itself; its identity is wanted before there is a signature. */
function signingInput(header: string, payload: Uint8Array): string {
  return [Buffer.from(header, 'utf8'), payload]
    .map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64url'))
    .join('.')
}

/** RFC 7515 section 7.1. */
async function compact(
  input: string,
  signElsewhere: (input: Uint8Array) => Promise<Buffer>,
): Promise<string> {
  const signature = await signElsewhere(Buffer.from(input, 'ascii'))
  return `${input}.${signature.toString('base64url')}`
}

/** Its identity was told before: nothing else may have been signed. */
async function whole(jws: Promise<string>, input: string): Promise<string> {
  const signed = await jws
  assert(signed.startsWith(`${input}.`), 'what was signed is not what was to be signed')
  return signed
}

/** How node:crypto verifies the bare signature of a JWS, with SHA-256. */
export const jwsVerification = {
  ES256: { dsaEncoding: 'ieee-p1363' },
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
} as const satisfies Record<SignatureAlgorithm, object>
