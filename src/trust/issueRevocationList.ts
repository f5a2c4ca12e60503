import { type KeyObject, sign } from 'node:crypto'
import { readCertificate } from './certificate.ts'
import {
  type Asn1,
  bitString,
  childAt,
  empty,
  enumerated,
  explicit,
  fromDer,
  generalizedTime,
  implicit,
  integer,
  objectId,
  octetString,
  sequence,
  time,
  toDer,
} from './der.ts'
import type { CertificateAuthority } from './issue.ts'
import { keyKindOf } from './keyKind.ts'
import { revocationReasons } from './revocationReason.ts'
import type { Revocation } from './revocationList.ts'

/** One certificate to be named: its serial number in hex, when it was taken back and why. */
export interface RevokedCertificate extends Pick<Revocation, 'revokedAt' | 'reason'> {
  readonly serial: string
  /** When its key is known or feared to have been in other hands, where that was before. */
  readonly invalidFrom?: Date
}

/** What a list needs from outside: this room has no clock. */
export interface RevocationListOrder {
  /** Higher than that of every list of this authority before. */
  readonly number: bigint
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly revoked: readonly RevokedCertificate[]
}

/** Signs a complete list of revoked certificates (DER), version 2 of RFC 5280 section 5, with the key of an authority. */
export function issueRevocationList(order: RevocationListOrder, authority: CertificateAuthority): Buffer {
  const { id, digest } = algorithmOf(authority.key)
  const { number, thisUpdate, nextUpdate, revoked } = order
  const entries = revoked.length === 0 ? [] : [sequence(revoked.map(entryOf))]
  const toBeSigned = sequence([
    integer('01'),
    id(),
    // As it stands in the certificate, so that the names agree byte for byte.
    childAt(fromDer(authority.certificate), 0, 5),
    time(thisUpdate),
    time(nextUpdate),
    ...entries,
    explicit(0, [
      sequence([
        extension('2.5.29.35', sequence([implicit(0, keyIdOf(authority.certificate))])),
        extension('2.5.29.20', integer(hexOf(number))),
      ]),
    ]),
  ])
  return toDer(sequence([toBeSigned, id(), bitString(sign(digest, toDer(toBeSigned), authority.key), 0)]))
}

function entryOf({ serial, revokedAt, reason, invalidFrom }: RevokedCertificate): Asn1 {
  // "unspecified" is said by saying nothing (RFC 5280 section 5.3.1).
  const why = reason === 'unspecified' ? [] : [extension('2.5.29.21', enumerated(revocationReasons[reason]))]
  const since = invalidFrom === undefined ? [] : [extension('2.5.29.24', generalizedTime(invalidFrom))]
  const said = [...why, ...since]
  return sequence([integer(serial), time(revokedAt), ...(said.length === 0 ? [] : [sequence(said)])])
}

function extension(id: string, value: Asn1): Asn1 {
  return sequence([objectId(id), octetString(toDer(value))])
}

function keyIdOf(certificate: Buffer): Buffer {
  const read = readCertificate(certificate)
  if (!read.ok || read.certificate.subjectKeyId === null)
    throw new TypeError('the certificate of the authority has no key identifier')
  return Buffer.from(read.certificate.subjectKeyId, 'hex')
}

function hexOf(number: bigint): string {
  const hex = number.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  // A first bit that is set would make it negative.
  return Number.parseInt(even.slice(0, 2), 16) < 0x80 ? even : `00${even}`
}

interface Algorithm {
  readonly id: () => Asn1
  readonly digest: string
}

const algorithms: Readonly<Record<'RSA' | 'P-256' | 'P-384', Algorithm>> = {
  RSA: { id: () => sequence([objectId('1.2.840.113549.1.1.11'), empty()]), digest: 'sha256' },
  'P-256': { id: () => sequence([objectId('1.2.840.10045.4.3.2')]), digest: 'sha256' },
  'P-384': { id: () => sequence([objectId('1.2.840.10045.4.3.3')]), digest: 'sha384' },
}

function algorithmOf(key: KeyObject): Algorithm {
  const kind = keyKindOf(key)
  if (kind === null) throw new TypeError('the key of the authority is of no kind that is allowed')
  return algorithms[kind]
}
