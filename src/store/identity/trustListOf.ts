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
  readonly demonstration?: boolean
  readonly rules?: StateRules
}

/** The trust list, still unsigned, of a State with one node of this identity. */
export function trustListOf(identity: Identity, settings: TrustListSettings): TrustList {
  const { issuedAt, nextUpdate, logOrigin, demonstration, ...said } = settings
  const since = validFromOf(identity.signer.certificate)
  return {
    v: 1,
    ...said,
    ...(demonstration === undefined ? {} : { demonstration }),
    issuedAt: issuedAt.toISOString(),
    nextUpdate: nextUpdate.toISOString(),
    certificateAuthorities: [identity.ca.certificate.toString('base64')],
    listSigners: [identity.listSigner.certificate.toString('base64')],
    signers: (
      [
        ['message', identity.signer],
        ['http', identity.httpSigner],
      ] as const
    ).map(([use, { certificate }]) => ({
      certificate: certificate.toString('base64'),
      use,
      validFrom: validFromOf(certificate),
      status: 'inForce',
      statusSince: validFromOf(certificate),
    })),
    encryptionKeys: [...identity.encryptionKeys].map(([kid, key]) => ({
      kid,
      jwk: publicJwk(kid, createPublicKey(key).export({ format: 'jwk' })),
      validFrom: since,
      status: 'inForce' as const,
    })),
    log: {
      origin: logOrigin,
      vkey: encodeVerifierKey(noteVerifier(logOrigin, createPublicKey(identity.logKey))),
    },
  }
}

function validFromOf(certificate: Buffer): string {
  return new Date(new X509Certificate(certificate).validFrom).toISOString()
}

function publicJwk(kid: string, { kty, crv, x, y }: JWK): TrustList['encryptionKeys'][number]['jwk'] {
  if (kty === 'OKP' && crv === 'X25519' && x !== undefined) return { kty: 'OKP', crv, x }
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) return { kty: 'EC', crv, x, y }
  throw new TypeError(`the encryption key ${kid} is neither X25519 nor P-256`)
}
