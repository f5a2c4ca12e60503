import { type Result, refuse } from '../message/refusal.ts'
import type { KeyKind } from '../trust/keyKind.ts'

/** What a signed request or response claims. Nothing of it is proven before `checkClaim`. */
export interface HttpClaim {
  readonly keyId: string
  readonly algorithm: HttpAlgorithm
  readonly created: Date
  /** Requests have both; responses are bound to their request instead. */
  readonly expires?: Date
  readonly nonce?: string
  /** The bytes that were signed (RFC 9421 section 2.5). */
  readonly base: string
  readonly signature: Buffer
  /** SHA-256 of the body, as the signed field states it. */
  readonly digest: Buffer
}

/** Names of the HTTP Signature Algorithms registry (RFC 9421 section 6.2) with the one kind of key that each takes. */
export const httpAlgorithms = {
  'ecdsa-p256-sha256': 'P-256',
  'rsa-pss-sha512': 'RSA',
} as const satisfies Record<string, KeyKind>

export type HttpAlgorithm = keyof typeof httpAlgorithms

/** How long a signed request may be on its way, how far clocks may differ, and how long a nonce is remembered. */
export const httpSignatureLimits = {
  validSeconds: 60,
  skewSeconds: 60,
  nonceSeconds: 600,
  fieldCharactersMax: 2_048,
} as const

/** Name of the one signature of a message, and what it is for. */
export const label = 'rogatory'
export const tag = 'rogatory-node'

/**
 * Reads the three fields of a signed message in the one form that this exchange has: these components in this order,
 * these parameters once each. Refuses with HTTP_SIGNATURE_MISSING or HTTP_SIGNATURE_INVALID.
 */
export function readClaim(
  given: Readonly<Record<string, unknown>>,
  components: string,
  names: readonly string[],
  baseOf: (digest: string, parameters: string) => string,
): Result<{ claim: HttpClaim }> {
  const input = given['signature-input']
  const signature = given.signature
  const digest = given['content-digest']
  if (input === undefined && signature === undefined) return refuse('HTTP_SIGNATURE_MISSING')
  if (!isShort(input) || !isShort(signature) || !isShort(digest))
    return invalid('a field lacks or is too long')
  const start = `${label}=${components};`
  if (!input.startsWith(start)) return invalid('not the components of this exchange')
  const parameters = readParameters(input.slice(start.length - 1), names)
  const signed = readBytes(signature, /^rogatory=:([A-Za-z0-9+/]{1,1400}={0,2}):$/)
  const stated = readBytes(digest, /^sha-256=:([A-Za-z0-9+/]{43}=):$/)
  if (parameters === null || signed === null || stated === null) return invalid('not the exact form')
  const { created, expires, nonce, keyid, alg } = parameters
  if (!isAlgorithm(alg) || parameters.tag !== tag) return invalid('not the algorithm or tag of this exchange')
  return {
    ok: true,
    claim: {
      keyId: keyid ?? '',
      algorithm: alg,
      created: new Date(Number(created) * 1000),
      ...(expires === undefined ? {} : { expires: new Date(Number(expires) * 1000) }),
      ...(nonce === undefined ? {} : { nonce }),
      base: baseOf(digest, input.slice(label.length + 1)),
      signature: signed,
      digest: stated,
    },
  }
}

const parameterForms: Readonly<Record<string, RegExp>> = {
  created: /^[0-9]{1,12}$/,
  expires: /^[0-9]{1,12}$/,
  nonce: /^"([A-Za-z0-9_-]{22,64})"$/,
  keyid: /^"([A-Za-z0-9_-]{43})"$/,
  alg: /^"([a-z0-9-]{1,40})"$/,
  tag: /^"([a-z-]{1,40})"$/,
}

/** Every parameter exactly once, in any order; null for anything else. */
function readParameters(text: string, names: readonly string[]): Readonly<Record<string, string>> | null {
  const parts = text.split(';').slice(1)
  if (parts.length !== names.length) return null
  const found = new Map<string, string>()
  for (const part of parts) {
    const at = part.indexOf('=')
    const name = part.slice(0, at)
    const match = names.includes(name) ? parameterForms[name]?.exec(part.slice(at + 1)) : null
    if (match === null || match === undefined) return null
    found.set(name, match[1] ?? match[0])
  }
  return found.size === names.length ? Object.fromEntries(found) : null
}

/** The bytes of an sf-binary item, in the one base64 that they have. */
function readBytes(field: string, form: RegExp): Buffer | null {
  const text = form.exec(field)?.[1]
  if (text === undefined) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= httpSignatureLimits.fieldCharactersMax
}

function isAlgorithm(name: string | undefined): name is HttpAlgorithm {
  return name !== undefined && Object.hasOwn(httpAlgorithms, name)
}

/** The refusal of a signature that is there and is not good. */
export function invalid(detail: string): Result<object> & { ok: false } {
  return refuse('HTTP_SIGNATURE_INVALID', { detail })
}
