import { readCertificate } from './certificate.ts'
import { authorityKeyId, extension, signatureAlgorithm, signed } from './certificateParts.ts'
import {
  type Asn1,
  childAt,
  enumerated,
  explicit,
  fromDer,
  generalizedTime,
  integer,
  sequence,
  time,
} from './der.ts'
import type { CertificateAuthority } from './issue.ts'
import type { Revocation } from './revocationList.ts'
import { graverReason, revocationReasons } from './revocationReason.ts'

/** One certificate to be named: its serial number in hex, when it was taken back and why. */
export interface RevokedCertificate extends Pick<Revocation, 'revokedAt' | 'reason'> {
  readonly serial: string
  /** When its key is known or feared to have been in other hands, where that was before. */
  readonly invalidFrom?: Date
}

/**
 * One certificate by what two places say of it: what was said first and what is worst stands. It is the same whichever is
 * asked first, so that two places which know of each other come to say the same.
 */
export function revokedByBoth(one: RevokedCertificate, other: RevokedCertificate): RevokedCertificate {
  const revokedAt = earlier(one.revokedAt, other.revokedAt)
  const since = earlier(one.invalidFrom ?? one.revokedAt, other.invalidFrom ?? other.revokedAt)
  return {
    serial: one.serial,
    revokedAt,
    reason: graverReason(one.reason, other.reason),
    // Not said where it says nothing more.
    ...(since < revokedAt ? { invalidFrom: since } : {}),
  }
}

function earlier(one: Date, other: Date): Date {
  return other < one ? other : one
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
  const { number, thisUpdate, nextUpdate, revoked } = order
  const entries = revoked.length === 0 ? [] : [sequence(revoked.map(entryOf))]
  const toBeSigned = sequence([
    integer('01'),
    signatureAlgorithm(authority.key),
    // As it stands in the certificate, so that the names agree byte for byte.
    childAt(fromDer(authority.certificate), 0, 5),
    time(thisUpdate),
    time(nextUpdate),
    ...entries,
    explicit(0, [
      sequence([
        authorityKeyId(keyIdIn(authority.certificate)),
        extension('2.5.29.20', false, integer(hexOf(number))),
      ]),
    ]),
  ])
  return signed(toBeSigned, authority.key)
}

function entryOf({ serial, revokedAt, reason, invalidFrom }: RevokedCertificate): Asn1 {
  // "unspecified" is said by saying nothing (RFC 5280 section 5.3.1).
  const why =
    reason === 'unspecified' ? [] : [extension('2.5.29.21', false, enumerated(revocationReasons[reason]))]
  const since = invalidFrom === undefined ? [] : [extension('2.5.29.24', false, generalizedTime(invalidFrom))]
  const said = [...why, ...since]
  // As a positive number: `Certificate.serial` does not say the zero octet that may stand before it.
  return sequence([
    integer(hexOf(BigInt(`0x${serial}`))),
    time(revokedAt),
    ...(said.length === 0 ? [] : [sequence(said)]),
  ])
}

/** That of the certificate, which another program may have made by another method. */
function keyIdIn(certificate: Buffer): Buffer {
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
