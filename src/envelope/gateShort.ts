import { limits } from '../message/limits.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { isSignatureAlgorithm } from './algorithms.ts'
import {
  type GatedJws,
  decodeBase64url,
  invalid,
  isObjectOf,
  jwsHeaderBytesMax,
  readIssuedAt,
  splitCompact,
} from './gate.ts'
import { kinds } from './kinds.ts'

/** A short JWS whose form is right: it names a certificate that has to be found elsewhere. */
export type GatedShort = Omit<GatedJws, 'certificate' | 'issuer'>

/**
 * Takes a compact JWS whose protected header is exactly `{alg, iat, typ, x5t#S256}` in canonical JSON, of the one kind that goes
 * onto paper. Refuses with ENVELOPE_TOO_LARGE, ENVELOPE_INVALID or ENVELOPE_ALGORITHM_NOT_ALLOWED.
 */
export function gateShort(jws: string): Result<GatedShort> {
  const split = splitCompact(jws, 3, limits.shortCharactersMax)
  if (!split.ok) return split
  const [headerBytes = Buffer.of(), payload = Buffer.of()] = split.parts
  const read = readStrict(headerBytes, { bytesMax: jwsHeaderBytesMax, depthMax: 2 })
  if (!read.ok) return invalid('the header is not canonical JSON')
  const header = read.value
  if (!isObjectOf(header, ['alg', 'iat', 'typ', 'x5t#S256'])) return invalid('the set of header members')
  if (!isSignatureAlgorithm(header.alg)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')
  if (header.typ !== kinds.carrierReceipt.typ) return invalid('of another kind')
  const signedAt = readIssuedAt(header.iat)
  if (signedAt === null) return invalid('iat')
  const named = header['x5t#S256']
  const digest = typeof named === 'string' ? decodeBase64url(named) : null
  if (digest?.length !== 32) return invalid('x5t#S256')
  return { ok: true, algorithm: header.alg, signedAt, certificateDigest: digest.toString('hex'), payload }
}
