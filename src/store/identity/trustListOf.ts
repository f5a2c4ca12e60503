import { createPublicKey, X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import { encodeVerifierKey, noteVerifier } from '../../audit/note.ts'
import type { StateRules, TrustList } from '../../message/generated/types.ts'
import { secondOf } from '../../message/moment.ts'
import type { Identity } from './read.ts'

/** What a State says about itself that is not in its keys. */
export type TrustListSettings = Pick<
  TrustList,
  'state' | 'sequence' | 'name' | 'node' | 'authorities' | 'capabilities'
> & {
  readonly issuedAt: Date
  /** At most 30 days after `issuedAt`. */
  readonly nextUpdate: Date
  /** Origin of the node's log (C2SP tlog-checkpoint). */
  readonly logOrigin: string
  /** Name of the key with which the node cosigns other logs (C2SP tlog-cosignature). */
  readonly witnessName: string
  readonly demonstration?: boolean
  readonly rules?: StateRules
}

/** The trust list, still unsigned, of a State with one node of this identity. */
export function trustListOf(identity: Identity, settings: TrustListSettings): TrustList {
  const { issuedAt, nextUpdate, logOrigin, witnessName, demonstration, ...said } = settings
  const since = validFromOf(identity.signer.certificate)
  return {
    v: 1,
    ...said,
    ...(demonstration === true ? { demonstration } : {}),
    issuedAt: secondOf(issuedAt),
    nextUpdate: secondOf(nextUpdate),
    certificateAuthorities: identity.authorities.map((certificate) => certificate.toString('base64')),
    listSigners: [identity.listSigner.certificate, identity.next.list]
      .filter((certificate) => certificate !== undefined)
      .map((certificate) => certificate.toString('base64')),
    signers: [
      ...signersInForce('message', identity.signer.certificate, identity.next.message),
      ...signersInForce('http', identity.httpSigner.certificate, identity.next.http),
      ...identity.past.map(({ use, certificate, withdrawnSince }) => ({
        certificate,
        use,
        ...withdrawn(validFromOf(Buffer.from(certificate, 'base64')), withdrawnSince),
      })),
    ],
    encryptionKeys: [...identity.encryptionKeys].map(([kid, key]) => {
      const { validFrom = since, withdrawnSince } = identity.sealingTimes[kid] ?? {}
      const jwk = publicJwk(kid, createPublicKey(key).export({ format: 'jwk' }))
      return withdrawnSince === undefined
        ? { kid, jwk, validFrom: secondOf(new Date(validFrom)), status: 'inForce' as const }
        : { kid, jwk, ...withdrawn(validFrom, withdrawnSince) }
    }),
    log: {
      origin: logOrigin,
      vkey: encodeVerifierKey(noteVerifier(logOrigin, createPublicKey(identity.logKey))),
    },
    witness: {
      vkey: encodeVerifierKey(noteVerifier(witnessName, createPublicKey(identity.witnessKey), 'cosignature')),
    },
  }
}

/** What was withdrawn before it had begun was never in force: that it ended as it began says so too, in order. */
function withdrawn(validFrom: string, since: string) {
  const [begin, end] = [new Date(validFrom), new Date(since)].map(secondOf) as [string, string]
  return { validFrom: begin, status: 'withdrawn' as const, statusSince: end < begin ? begin : end }
}

function signersInForce(
  use: 'message' | 'http',
  current: Buffer,
  next: Buffer | undefined,
): TrustList['signers'] {
  return [current, next]
    .filter((certificate) => certificate !== undefined)
    .map((certificate) => ({
      certificate: certificate.toString('base64'),
      use,
      validFrom: validFromOf(certificate),
      status: 'inForce',
      statusSince: validFromOf(certificate),
    }))
}

function validFromOf(certificate: Buffer): string {
  return secondOf(new Date(new X509Certificate(certificate).validFrom))
}

function publicJwk(kid: string, { kty, crv, x, y }: JWK): TrustList['encryptionKeys'][number]['jwk'] {
  if (kty === 'OKP' && crv === 'X25519' && x !== undefined) return { kty: 'OKP', crv, x }
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) return { kty: 'EC', crv, x, y }
  throw new TypeError(`the encryption key ${kid} is neither X25519 nor P-256`)
}
