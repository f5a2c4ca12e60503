import { createPrivateKey, createPublicKey, diffieHellman, hash, type KeyObject } from 'node:crypto'
import type { Authority, NoteKey, TrustList } from '../message/generated/types.ts'
import { limits } from '../message/limits.ts'
import { type Certificate, certificateDigest, readCertificate } from './certificate.ts'

export type ListedSigner = TrustList['signers'][number]
export type ListedEncryptionKey = TrustList['encryptionKeys'][number]
export type ListedNoteKey = NoteKey

/** A peer's encryption key, ready to be sealed to. */
export interface Recipient {
  readonly kid: string
  readonly key: KeyObject
}

/** The authority of that id, or null where the list has none that is designated at that time. */
export function authorityOf(list: TrustList, id: string, at: Date): Authority | null {
  const isDesignated = ({ validFrom, validUntil }: Authority) =>
    new Date(validFrom) <= at && (validUntil === undefined || at < new Date(validUntil))
  return list.authorities.find((authority) => authority.id === id && isDesignated(authority)) ?? null
}

/**
 * The authority of that id that may speak at that time: one that is designated, or will be within the time by which clocks may differ,
 * for its own node has let it speak by its own clock. Null where there is none.
 */
export function speakerOf(list: TrustList, id: string, at: Date): Authority | null {
  return authorityOf(list, id, at) ?? authorityOf(list, id, new Date(at.getTime() + limits.clockSkewMs))
}

/** The entry of the message signer with that SHA-256 (hex), whatever its status; null where the list has none. */
export function signerOf(list: TrustList, digest: string): ListedSigner | null {
  return signersByDigest(list).get(`message ${digest}`) ?? null
}

/** The same of a signer of HTTP requests and responses. */
export function httpSignerOf(list: TrustList, digest: string): ListedSigner | null {
  return signersByDigest(list).get(`http ${digest}`) ?? null
}

/** Whether the State let that certificate or key be used at that time: begun, and not withdrawn before. */
export function isInForce(entry: ListedSigner | ListedEncryptionKey | ListedNoteKey, at: Date): boolean {
  if (at < new Date(entry.validFrom)) return false
  if (entry.status === 'inForce') return true
  return entry.statusSince !== undefined && at < new Date(entry.statusSince)
}

/** The certificate authorities that a list names, by the SHA-256 (hex) of their certificates. */
export function certificateAuthoritiesIn(list: TrustList): readonly string[] {
  return [...certificateAuthoritiesByDigest(list).keys()]
}

/** The certificate authority with that SHA-256 (hex) in the first of these lists that names it; null where none does. */
export function certificateAuthorityIn(lists: readonly TrustList[], digest: string): Certificate | null {
  const naming = lists.find((list) => certificateAuthoritiesByDigest(list).has(digest))
  const named = naming === undefined ? undefined : certificateAuthoritiesByDigest(naming).get(digest)
  const read = named === undefined ? null : readCertificate(Buffer.from(named, 'base64'))
  return read?.ok === true ? read.certificate : null
}

/** The certificates (DER) with which something can have been signed that names its signer by that SHA-256 (hex) alone. */
export function certificatesFor(
  list: TrustList,
  digest: string,
): readonly { readonly certificate: Buffer; readonly issuer: Buffer }[] {
  const entry = signerOf(list, digest)
  if (entry === null) return []
  const certificate = Buffer.from(entry.certificate, 'base64')
  return list.certificateAuthorities.map((issuer) => ({ certificate, issuer: Buffer.from(issuer, 'base64') }))
}

/** Whether a certificate (DER) is, byte for byte, a certificate authority of that State. */
export function isCertificateAuthority(list: TrustList, der: Buffer): boolean {
  return list.certificateAuthorities.includes(der.toString('base64'))
}

/**
 * The newest encryption key in force, for sealing to that State's node; null where it has none. One that nothing can
 * be sealed to is passed over: a peer may list anything.
 */
export function encryptionKeyFor(list: TrustList, at: Date): Recipient | null {
  const newestFirst = list.encryptionKeys
    .filter((entry) => isInForce(entry, at))
    .sort((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom))
  for (const entry of newestFirst) {
    const recipient = importOnce(entry)
    if (recipient !== null) return recipient
  }
  return null
}

/**
 * The place of the first encryption key of a list that nobody could seal to: a point that is not on its curve, another
 * spelling of a coordinate, or a point of low order, with which every key agrees on zero. Null where all are good.
 */
export function unusableEncryptionKey(list: TrustList): number | null {
  const place = list.encryptionKeys.findIndex(({ jwk }) => !isUsable(jwk))
  return place < 0 ? null : place
}

/** The verifier keys of a log or a witness that count at that time: the one in use, and the others in force. */
export function vkeysInForce(
  { vkey, others = [] }: Pick<TrustList['log'], 'vkey' | 'others'>,
  at: Date,
): readonly string[] {
  return [vkey, ...others.filter((entry) => isInForce(entry, at)).map((entry) => entry.vkey)]
}

/**
 * Whether a witness of a list has the key of one of its logs. What a witness says is believed because another has said it, and
 * by a key of its own that signs nothing else (C2SP tlog-cosignature).
 */
export function isWitnessTheLog({ log, witness }: TrustList): boolean {
  const logs = new Set(keysOf(log))
  return witness !== undefined && keysOf(witness).some((key) => logs.has(key))
}

/**
 * Whether a list says two things of one key of its log or its witness. One log has one key, so none of its logs has the
 * name of another.
 */
export function isNoteKeyTwice({ log, witness }: TrustList): boolean {
  const names = (log.others ?? []).map(({ vkey }) => nameIn(vkey))
  return [keysOf(log), witness === undefined ? [] : keysOf(witness), [log.origin, ...names]].some(
    (all) => new Set(all).size < all.length,
  )
}

/** The name of a key of a log or a witness: SHA-256 (hex) of the public key, as the log of the node calls it. */
export function noteKeyDigest(vkey: string): string {
  return hash('sha256', keyIn(vkey))
}

/** The key name in a verifier key: of a log its origin. */
export function nameIn(vkey: string): string {
  return vkey.slice(0, Math.max(0, vkey.indexOf('+')))
}

function keysOf({ vkey, others = [] }: Pick<TrustList['log'], 'vkey' | 'others'>): string[] {
  return [vkey, ...others.map((entry) => entry.vkey)].map((one) => keyIn(one).toString('base64'))
}

/** The key in a verifier key, `<name>+<key id>+<base64 of type and key>` (C2SP signed-note), behind its type byte. */
function keyIn(vkey: string): Buffer {
  const [, encoded = ''] = /^[^+]+\+[^+]+\+(.+)$/.exec(vkey) ?? []
  return Buffer.from(encoded, 'base64').subarray(1)
}

function isUsable(jwk: ListedEncryptionKey['jwk']): boolean {
  const coordinates = jwk.kty === 'EC' ? [jwk.x, jwk.y] : [jwk.x]
  const isExact = coordinates.every((one) => Buffer.from(one, 'base64url').toString('base64url') === one)
  return isExact && importKey(jwk) !== null
}

// A list is never changed once it is read, so what is derived from it is kept as long as the list itself.
const signerIndexes = new WeakMap<TrustList, ReadonlyMap<string, ListedSigner>>()
const authorityIndexes = new WeakMap<TrustList, ReadonlyMap<string, string>>()
const recipients = new WeakMap<ListedEncryptionKey, Recipient | null>()

function signersByDigest(list: TrustList): ReadonlyMap<string, ListedSigner> {
  const known = signerIndexes.get(list)
  if (known !== undefined) return known
  const entries = list.signers.map(
    (signer) => [`${signer.use} ${digestOfBase64(signer.certificate)}`, signer] as const,
  )
  const index = new Map(entries)
  signerIndexes.set(list, index)
  return index
}

function certificateAuthoritiesByDigest(list: TrustList): ReadonlyMap<string, string> {
  const known = authorityIndexes.get(list)
  if (known !== undefined) return known
  const index = new Map(list.certificateAuthorities.map((one) => [digestOfBase64(one), one]))
  authorityIndexes.set(list, index)
  return index
}

function importOnce(entry: ListedEncryptionKey): Recipient | null {
  const known = recipients.get(entry)
  if (known !== undefined) return known
  const key = importKey(entry.jwk)
  const recipient = key === null ? null : { kid: entry.kid, key }
  recipients.set(entry, recipient)
  return recipient
}

/** A scalar that is no secret, to try keys with. */
const trial = createPrivateKey({
  key: { kty: 'OKP', crv: 'X25519', d: Buffer.alloc(32, 8).toString('base64url'), x: '' },
  format: 'jwk',
})

/**
 * The key, or null where its coordinates are no point of P-256, or one of X25519 of small order, with which no secret
 * can be agreed (RFC 7748 section 6.1): the shape of a list cannot tell.
 */
function importKey(jwk: ListedEncryptionKey['jwk']): KeyObject | null {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' })
    if (jwk.kty === 'OKP') diffieHellman({ privateKey: trial, publicKey: key })
    return key
  } catch {
    return null
  }
}

/** The SHA-256 (hex) of a certificate given in base64. */
export function digestOfBase64(certificate: string): string {
  return certificateDigest(Buffer.from(certificate, 'base64'))
}
