import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { JWK } from 'jose'
import { encodeVerifierKey, noteVerifier, publicKeyDigest } from '../../audit/note.ts'
import type { StateRules, TrustList } from '../../message/generated/types.ts'
import { secondOf } from '../../message/moment.ts'
import type { ListedNoteKey } from '../../trust/list.ts'
import type { PastNoteKey } from './noteRoles.ts'
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
  /** SHA-256 (hex) of the public key with which that log is signed; absent: of the one in use. */
  readonly logKey?: string
  /** Origin of the log that follows, where another key is to follow the one in use. */
  readonly nextLogOrigin?: string
  /** Name of the key with which the node cosigns other logs (C2SP tlog-cosignature). */
  readonly witnessName: string
  readonly demonstration?: boolean
  readonly rules?: StateRules
}

/** The trust list, still unsigned, of a State with one node of this identity. */
export function trustListOf(identity: Identity, settings: TrustListSettings): TrustList {
  const { issuedAt, nextUpdate, logOrigin, logKey, nextLogOrigin, witnessName, demonstration, ...said } =
    settings
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
    log: logOf(identity, since, { logOrigin, logKey, nextLogOrigin }),
    witness: witnessOf(identity, witnessName),
  }
}

/**
 * The log with the key that signs it. A key that is in use by the identity and not by the log yet is one that follows, as
 * long as the log was not closed.
 */
function logOf(
  { noteKeys: { log } }: Identity,
  born: string,
  {
    logOrigin,
    logKey,
    nextLogOrigin,
  }: Readonly<Record<'logOrigin' | 'logKey' | 'nextLogOrigin', string | undefined>> & {
    readonly logOrigin: string
  },
): TrustList['log'] {
  const { past } = log
  const inUse = { key: log.inUse, since: log.since ?? born }
  const left = past.find(({ digest }) => digest === logKey)
  const isOf = (key: KeyObject): boolean => publicKeyDigest(createPublicKey(key)) === logKey
  const vkeyOf = (origin: string, key: KeyObject): string =>
    encodeVerifierKey(noteVerifier(origin, createPublicKey(key)))
  const isFollowed = log.next !== null && isOf(log.next.key)
  const signs = isFollowed ? log.next.key : log.inUse
  // One at a time: two that follow would have one origin.
  const follows = left !== undefined ? inUse : isFollowed ? null : log.next
  const others = [
    ...(follows === null || nextLogOrigin === undefined
      ? []
      : [listedNext(vkeyOf(nextLogOrigin, follows.key), follows.since)]),
    ...past.filter((one) => one !== left).map(listedPast),
  ]
  return {
    origin: logOrigin,
    vkey: left?.vkey ?? vkeyOf(logOrigin, signs),
    ...(others.length === 0 ? {} : { others }),
  }
}

function witnessOf({ noteKeys }: Identity, name: string): NonNullable<TrustList['witness']> {
  const { inUse, next, past } = noteKeys.witness
  const vkeyOf = (key: KeyObject): string =>
    encodeVerifierKey(noteVerifier(name, createPublicKey(key), 'cosignature'))
  const others = [
    ...(next === null ? [] : [listedNext(vkeyOf(next.key), next.since)]),
    ...past.map(listedPast),
  ]
  return { vkey: vkeyOf(inUse), ...(others.length === 0 ? {} : { others }) }
}

function listedNext(vkey: string, since: string): ListedNoteKey {
  return { vkey, validFrom: secondOf(new Date(since)), status: 'inForce' }
}

function listedPast({ vkey, validFrom, withdrawnSince }: PastNoteKey): ListedNoteKey {
  return { vkey, ...withdrawn(validFrom, withdrawnSince) }
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

/** Read once of each certificate that an identity holds: the list is made anew each second, to be compared with what was signed. */
const validFroms = new WeakMap<Buffer, string>()

function validFromOf(certificate: Buffer): string {
  const known = validFroms.get(certificate)
  if (known !== undefined) return known
  const validFrom = secondOf(new Date(new X509Certificate(certificate).validFrom))
  validFroms.set(certificate, validFrom)
  return validFrom
}

function publicJwk(kid: string, { kty, crv, x, y }: JWK): TrustList['encryptionKeys'][number]['jwk'] {
  if (kty === 'OKP' && crv === 'X25519' && x !== undefined) return { kty: 'OKP', crv, x }
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) return { kty: 'EC', crv, x, y }
  throw new TypeError(`the encryption key ${kid} is neither X25519 nor P-256`)
}
