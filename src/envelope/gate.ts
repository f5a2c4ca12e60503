import type { JsonObject, JsonValue } from '../message/json.ts'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { certificateDigest } from '../trust/certificate.ts'
import { encryption, encryptionCurves, isSignatureAlgorithm, type SignatureAlgorithm } from './algorithms.ts'
import { type Kind, type SealedKind, kinds, sealedKinds } from './kinds.ts'

/*
 * The gate stands before the JOSE library, which is lenient where evidence may not be: it takes white space, padding
 * and odd last bits in base64url, duplicate members of a header and `b64: false`. Nothing that fails here costs more
 * than a scan, and no header can name a key, a URL or an extension.
 */

/** Two certificates of the largest size allowed, in base64 within base64url, and the rest of the header. */
export const jwsHeaderBytesMax = 34_000
const jweHeaderBytesMax = 1_000
/** The year 9999, the last that RFC 3339 can write. */
const issuedAtMax = 253_402_300_799

const keyName = /^[A-Za-z0-9_.-]{1,100}$/

/** The bytes that a text stands for, or null where it is not the one base64url spelling of them (RFC 7515 section 2). */
export function decodeBase64url(text: string): Buffer | null {
  if (text === '') return null
  // Lenient as it reads, it writes one spelling only: a text with any other sign is not what comes back.
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

/** The decoded parts of a compact serialisation, which must be exactly `count`, none of them empty. */
export function splitCompact(
  text: string,
  count: number,
  charactersMax: number,
): Result<{ parts: Buffer[] }> {
  if (text.length > charactersMax) return refuse('ENVELOPE_TOO_LARGE')
  const parts = text.split('.', count + 1).map(decodeBase64url)
  const decoded = parts.filter((part) => part !== null)
  if (parts.length !== count || decoded.length !== count) return invalid('not a compact serialisation')
  return { ok: true, parts: decoded }
}

/** What a header says of the signer. */
interface Signer {
  readonly algorithm: SignatureAlgorithm
  /** DER of the signer's certificate and of the authority's that issued it. */
  readonly certificate: Buffer
  readonly issuer: Buffer
  /** SHA-256 of the signer's certificate, lower-case hex; equal to `x5t#S256`. */
  readonly certificateDigest: string
}

/** A header whose form is right. */
interface Header extends Signer {
  /** `iat`: when the signer says to have signed, to the second. */
  readonly signedAt: Date
}

/** A JWS whose form is right. Nothing in it may be believed before its signature is checked. */
export interface GatedJws extends Header {
  readonly payload: Buffer
}

/**
 * Takes a compact JWS of one kind whose protected header is exactly
 * `{alg, cty, iat, typ, x5c: [leaf, authority], x5t#S256}` in canonical JSON, the header of JAdES B-B.
 * Refuses with ENVELOPE_TOO_LARGE, ENVELOPE_INVALID or ENVELOPE_ALGORITHM_NOT_ALLOWED.
 */
export function gateJws(
  kind: Kind,
  jws: string,
  charactersMax: number = limits.envelopeCharactersMax,
): Result<GatedJws> {
  const split = splitCompact(jws, 3, charactersMax)
  if (!split.ok) return split
  const [headerBytes = Buffer.of(), payload = Buffer.of()] = split.parts
  const header = readHeader(kind, headerBytes)
  return header.ok ? { ...header, payload } : header
}

/**
 * The headers of one signer differ in their times alone, and reading one costs more than the rest of the gate: what a text says of
 * the signer is remembered by the text without its time.
 */
function readHeader(kind: Kind, bytes: Buffer): Result<Header> {
  const untimed = withoutTime(kind, bytes)
  const known = untimed === null ? undefined : signers.get(untimed.text)
  if (untimed !== null && known !== undefined) {
    const signedAt = readIssuedAt(untimed.issuedAt)
    return signedAt === null ? invalid('iat') : { ok: true, ...known, signedAt }
  }
  const read = readWholeHeader(kind, bytes)
  if (read.ok && untimed !== null) {
    const { algorithm, certificate, issuer, certificateDigest } = read
    const [oldest] = signers.keys()
    if (oldest !== undefined && signers.size >= signersMax) signers.delete(oldest)
    signers.set(untimed.text, { algorithm, certificate, issuer, certificateDigest })
  }
  return read
}

/** By kind and header without its time; each was a header of that kind with one time. */
const signers = new Map<string, Signer>()
const signersMax = 1_000
const rememberedBytesMax = 8_000

/**
 * A header without its time, and with where that stood. What was judged once with one number there is right with every other: in a
 * header that passes, the first `"iat"` is the member, for before it stand `alg` and `cty` alone, whose values are known words.
 */
function withoutTime(kind: Kind, bytes: Buffer): { readonly text: string; readonly issuedAt: number } | null {
  if (bytes.length > rememberedBytesMax) return null
  const text = bytes.toString('latin1')
  const found = /,"iat":(0|[1-9][0-9]{0,11}),/.exec(text)
  if (found === null) return null
  const { 0: member, 1: digits, index } = found
  const rest = text.slice(0, index) + text.slice(index + member.length)
  return { text: `${kind} ${index} ${rest}`, issuedAt: Number(digits) }
}

function readWholeHeader(kind: Kind, bytes: Buffer): Result<Header> {
  const read = readStrict(bytes, { bytesMax: jwsHeaderBytesMax, depthMax: 2 })
  if (!read.ok) return invalid('the header is not canonical JSON')
  const header = read.value
  if (!isObjectOf(header, ['alg', 'cty', 'iat', 'typ', 'x5c', 'x5t#S256']))
    return invalid('the set of header members')
  if (!isSignatureAlgorithm(header.alg)) return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')
  if (header.typ !== kinds[kind].typ || header.cty !== kinds[kind].cty) return invalid('of another kind')
  const signedAt = readIssuedAt(header.iat)
  if (signedAt === null) return invalid('iat')
  const certificates = readCertificates(header.x5c)
  if (certificates === null) return invalid('x5c')
  const digest = certificateDigest(certificates.certificate)
  if (header['x5t#S256'] !== Buffer.from(digest, 'hex').toString('base64url')) return invalid('x5t#S256')
  return { ok: true, algorithm: header.alg, signedAt, ...certificates, certificateDigest: digest }
}

/** A JWE whose form is right. */
export interface GatedJwe {
  readonly kid: string
  readonly curve: 'P-256' | 'X25519'
}

/**
 * Takes a compact JWE whose protected header is exactly `{alg, cty, enc, epk, kid, typ}` and whose `epk` holds the
 * members of its key type and no other. The header must be JSON without white space, escapes it does not need or a
 * member twice; the order of its members is free, for this header identifies nothing and JOSE libraries place `epk`
 * where they like. Refuses with ENVELOPE_TOO_LARGE, ENVELOPE_INVALID or ENVELOPE_ALGORITHM_NOT_ALLOWED.
 */
export function gateJwe(jwe: string, kind: SealedKind = 'message'): Result<GatedJwe> {
  const split = splitCompact(jwe, 5, limits.envelopeCharactersMax)
  if (!split.ok) return split
  const [headerBytes = Buffer.of(), key, iv, , tag] = split.parts
  const header = readCompactJson(headerBytes)
  if (!isObjectOf(header, ['alg', 'cty', 'enc', 'epk', 'kid', 'typ']))
    return invalid('the set of header members')
  if (header.alg !== encryption.alg || header.enc !== encryption.enc) {
    return refuse('ENVELOPE_ALGORITHM_NOT_ALLOWED')
  }
  const { typ, cty } = sealedKinds[kind]
  if (header.typ !== typ || header.cty !== cty) return invalid('of another kind')
  const kid = header.kid
  if (typeof kid !== 'string' || !keyName.test(kid)) return invalid('kid')
  const curve = readEphemeralCurve(header.epk)
  if (curve === null) return invalid('epk')
  // A 256-bit key wrapped by RFC 3394, the nonce and the tag of A256GCM.
  if (key?.length !== 40 || iv?.length !== 12 || tag?.length !== 16) return invalid('the length of a part')
  return { ok: true, kid, curve }
}

export function invalid(detail: string): Refusal {
  return refuse('ENVELOPE_INVALID', { detail })
}

/** Whether a value is an object with exactly these members, which are given in order. */
export function isObjectOf(value: JsonValue, members: readonly string[]): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const names = Object.keys(value).sort()
  return names.length === members.length && names.every((name, place) => name === members[place])
}

function readCompactJson(bytes: Buffer): JsonValue {
  if (bytes.length > jweHeaderBytesMax) return null
  const text = bytes.toString('latin1')
  try {
    const value = JSON.parse(text) as JsonValue
    return JSON.stringify(value) === text ? value : null
  } catch {
    return null
  }
}

export function readIssuedAt(iat: JsonValue | undefined): Date | null {
  if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || iat < 0 || iat > issuedAtMax) return null
  return new Date(iat * 1000)
}

function readCertificates(x5c: JsonValue | undefined): { certificate: Buffer; issuer: Buffer } | null {
  if (!Array.isArray(x5c) || x5c.length !== 2) return null
  const [certificate, issuer] = x5c.map(decodeBase64)
  return certificate && issuer ? { certificate, issuer } : null
}

/** Certificates stand in base64 with padding (RFC 7515 section 4.1.6); the same rule of one spelling holds. */
function decodeBase64(text: JsonValue): Buffer | null {
  if (typeof text !== 'string') return null
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0 || bytes.length > limits.certificateBytesMax) return null
  return bytes.toString('base64') === text ? bytes : null
}

function readEphemeralCurve(epk: JsonValue | undefined): GatedJwe['curve'] | null {
  for (const [type, { curve, members }] of Object.entries(encryptionCurves)) {
    if (epk === undefined || !isObjectOf(epk, members)) continue
    const coordinates = members
      .filter((member) => member === 'x' || member === 'y')
      .map((member) => epk[member])
    const isRight = epk.kty === type && epk.crv === curve && coordinates.every(isCoordinate)
    return isRight ? curve : null
  }
  return null
}

function isCoordinate(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && decodeBase64url(value)?.length === 32
}
