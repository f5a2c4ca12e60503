import { constants, createHash, type KeyObject, sign, verify } from 'node:crypto'
import { type Result, refuse } from '../message/refusal.ts'
import { hasLengthOfKey, keyKindOf } from '../trust/keyKind.ts'
import {
  type HttpAlgorithm,
  type HttpClaim,
  httpAlgorithms,
  httpSignatureLimits,
  invalid,
  label,
  readClaim,
  tag,
} from './httpClaim.ts'

/** The request line and body of a request between nodes. `targetUri`: absolute, as the peer's trust list names it. */
export interface HttpRequest {
  readonly method: string
  readonly targetUri: string
  /** Absent: there is no body. */
  readonly contentType?: string
  readonly body: Uint8Array
}

/** What a response says, and the request that it answers: its line, and its `signature` field. */
export interface HttpResponse {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array
  readonly to: Pick<HttpRequest, 'method' | 'targetUri'> & { readonly signature: string }
}

/** The key of a node for HTTP, and the SHA-256 of its certificate in base64url. */
export interface HttpSigner {
  readonly key: KeyObject
  readonly keyId: string
}

/** The name of a certificate (DER) in signatures: its SHA-256 in base64url. */
export function httpKeyId(certificate: Uint8Array): string {
  return sha256(certificate).toString('base64url')
}

/** The fields that make a message a signed one, by their names in lower case. */
export type SignatureFields = Readonly<Record<'content-digest' | 'signature' | 'signature-input', string>>

const withBody = '("@method" "@target-uri" "content-digest" "content-type")'
const withoutBody = '("@method" "@target-uri" "content-digest")'
const ofResponse =
  '("@status" "content-digest" "content-type" "@method";req "@target-uri";req "signature";req)'

/**
 * Signs a request for a peer's node by the fixed profile of this exchange (RFC 9421, RFC 9530): method, target,
 * digest and type of the body, with a nonce of at least 16 random bytes in base64url.
 */
export function signRequest(
  request: HttpRequest,
  signer: HttpSigner,
  created: Date,
  nonce: string,
): SignatureFields {
  const seconds = secondsOf(created)
  const digest = contentDigest(request.body)
  const components = request.contentType === undefined ? withoutBody : withBody
  const parameters =
    `${components};created=${seconds};expires=${seconds + httpSignatureLimits.validSeconds};nonce="${nonce}"` +
    endOf(signer)
  return fields(requestBase(request, digest, parameters), parameters, digest, signer)
}

/** Signs the response to a signed request, bound to that very request by its signature. */
export function signResponse(response: HttpResponse, signer: HttpSigner, created: Date): SignatureFields {
  const digest = contentDigest(response.body)
  const parameters = `${ofResponse};created=${secondsOf(created)}${endOf(signer)}`
  return fields(responseBase(response, digest, parameters), parameters, digest, signer)
}

/**
 * Reads what the fields of a request claim, without its body, which need not be there yet. Fields are as Node gives
 * them: a repeated one has become one with commas, and is refused for that.
 *
 * Refuses with HTTP_SIGNATURE_MISSING, or HTTP_SIGNATURE_INVALID for anything but the exact form.
 */
export function readRequestClaim(
  request: Omit<HttpRequest, 'body'>,
  given: Readonly<Record<string, unknown>>,
): Result<{ claim: HttpClaim }> {
  const components = request.contentType === undefined ? withoutBody : withBody
  return readClaim(
    given,
    components,
    ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
    (digest, parameters) => requestBase(request, digest, parameters),
  )
}

/** The same for the response to a request of ours. */
export function readResponseClaim(
  response: Omit<HttpResponse, 'body'>,
  given: Readonly<Record<string, unknown>>,
): Result<{ claim: HttpClaim }> {
  return readClaim(given, ofResponse, ['created', 'keyid', 'alg', 'tag'], (digest, parameters) =>
    responseBase(response, digest, parameters),
  )
}

/**
 * Judges a claim by the key that its `keyId` names in the peer's trust list: the algorithm is that of the key, the
 * time is now, the signature holds. Refuses with HTTP_SIGNATURE_INVALID or HTTP_SIGNATURE_EXPIRED.
 */
export function checkClaim(claim: HttpClaim, key: KeyObject, now: Date): Result<object> {
  if (keyKindOf(key) !== httpAlgorithms[claim.algorithm])
    return invalid('the algorithm is not that of the key')
  const skewMs = httpSignatureLimits.skewSeconds * 1000
  const created = claim.created.getTime()
  const expires = claim.expires?.getTime() ?? created + httpSignatureLimits.validSeconds * 1000
  const isLong = expires - created > httpSignatureLimits.validSeconds * 1000 || expires <= created
  if (isLong) return invalid('it is valid for longer than a minute, or for no time')
  if (created > now.getTime() + skewMs || expires < now.getTime() - skewMs)
    return refuse('HTTP_SIGNATURE_EXPIRED', { expected: [now.toISOString()] })
  return holds(claim, key) ? { ok: true } : invalid('the signature does not fit')
}

/** Judges that a body is the one that was signed. Refuses with HTTP_DIGEST_MISMATCH. */
export function checkBody(claim: HttpClaim, body: Uint8Array): Result<object> {
  return claim.digest.equals(sha256(body)) ? { ok: true } : refuse('HTTP_DIGEST_MISMATCH')
}

/** The signature base of RFC 9421 section 2.5: a line for each component, then the parameters. */
export function signatureBase(lines: readonly (readonly [string, string])[], parameters: string): string {
  const all = [...lines, ['"@signature-params"', parameters] as const]
  return all.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function requestBase(
  { method, targetUri, contentType }: Omit<HttpRequest, 'body'>,
  digest: string,
  parameters: string,
): string {
  const type = contentType === undefined ? [] : [['"content-type"', contentType] as const]
  const lines = [
    ['"@method"', method],
    ['"@target-uri"', targetUri],
    ['"content-digest"', digest],
  ] as const
  return signatureBase([...lines, ...type], parameters)
}

function responseBase(
  { status, contentType, to }: Omit<HttpResponse, 'body'>,
  digest: string,
  parameters: string,
): string {
  return signatureBase(
    [
      ['"@status"', String(status)],
      ['"content-digest"', digest],
      ['"content-type"', contentType],
      ['"@method";req', to.method],
      ['"@target-uri";req', to.targetUri],
      ['"signature";req', to.signature],
    ],
    parameters,
  )
}

function endOf({ key, keyId }: HttpSigner): string {
  return `;keyid="${keyId}";alg="${algorithmOf(key)}";tag="${tag}"`
}

function fields(base: string, parameters: string, digest: string, { key }: HttpSigner): SignatureFields {
  const bytes = Buffer.from(base, 'utf8')
  const signature =
    algorithmOf(key) === 'ecdsa-p256-sha256'
      ? sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
      : sign('sha512', bytes, { key, ...pss })
  return {
    'content-digest': digest,
    'signature-input': `${label}=${parameters}`,
    signature: `${label}=:${signature.toString('base64')}:`,
  }
}

/** @throws TypeError for a key that no algorithm of the table takes: that is a fault of our own set-up */
function algorithmOf(key: KeyObject): HttpAlgorithm {
  const kind = keyKindOf(key)
  for (const algorithm of ['ecdsa-p256-sha256', 'rsa-pss-sha512'] as const)
    if (httpAlgorithms[algorithm] === kind) return algorithm
  throw new TypeError('an HTTP key is P-256, or RSA of at least 3072 bits')
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 } as const

function holds({ algorithm, base, signature }: HttpClaim, key: KeyObject): boolean {
  const bytes = Buffer.from(base, 'utf8')
  if (!hasLengthOfKey(signature, key)) return false
  return algorithm === 'ecdsa-p256-sha256'
    ? verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
    : verify('sha512', bytes, { key, ...pss }, signature)
}

/** RFC 9530. */
function contentDigest(body: Uint8Array): string {
  return `sha-256=:${sha256(body).toString('base64')}:`
}

function sha256(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest()
}

function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1000)
}
