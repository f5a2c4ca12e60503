import { createPublicKey, X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import { encodeVerifierKey, noteVerifier } from '../../audit/note.ts'
import type { StateRules, TrustList } from '../../message/generated/types.ts'
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
    ...(demonstration === undefined ? {} : { demonstration }),
    issuedAt: issuedAt.toISOString(),
    nextUpdate: nextUpdate.toISOString(),
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
        validFrom: validFromOf(Buffer.from(certificate, 'base64')),
        status: 'withdrawn' as const,
        statusSince: withdrawnSince,
      })),
    ],
    encryptionKeys: [...identity.encryptionKeys].map(([kid, key]) => {
      const { validFrom = since, withdrawnSince } = identity.sealingTimes[kid] ?? {}
      const jwk = publicJwk(kid, createPublicKey(key).export({ format: 'jwk' }))
      return withdrawnSince === undefined
        ? { kid, jwk, validFrom, status: 'inForce' as const }
        : { kid, jwk, validFrom, status: 'withdrawn' as const, statusSince: withdrawnSince }
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
  return new Date(new X509Certificate(certificate).validFrom).toISOString()
}

function publicJwk(kid: string, { kty, crv, x, y }: JWK): TrustList['encryptionKeys'][number]['jwk'] {
  if (kty === 'OKP' && crv === 'X25519' && x !== undefined) return { kty: 'OKP', crv, x }
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) return { kty: 'EC', crv, x, y }
  throw new TypeError(`the encryption key ${kid} is neither X25519 nor P-256`)
}
