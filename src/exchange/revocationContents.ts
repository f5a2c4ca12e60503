import { limits } from '../message/limits.ts'
import type { RevocationListRow } from '../store/tables.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { RevokedCertificate } from '../trust/issueRevocationList.ts'
import { type Revocation, type RevocationList, readRevocationListOnce } from '../trust/revocationList.ts'
import { listsApartMs } from './listsADay.ts'

/** What a list takes back, one by one. */
export function withSerials(revoked: ReadonlyMap<string, Revocation>): RevokedCertificate[] {
  return [...revoked].map(([serial, revocation]) => ({ serial, ...revocation }))
}

/** One that is dated further ahead than clocks may differ was by a wrong clock: peers refuse it, so that another is to follow it. */
export function isYoung({ thisUpdate, nextUpdate }: RevocationList, now: Date): boolean {
  if (thisUpdate.getTime() - now.getTime() > limits.clockSkewMs) return false
  return now.getTime() <= (thisUpdate.getTime() + nextUpdate.getTime()) / 2
}

/** Whether it names just these, each for its reason and from its moment on; a list tells moments in whole seconds. */
export function namesJust(
  { revoked: named }: RevocationList,
  revoked: readonly RevokedCertificate[],
): boolean {
  return (
    named.size === revoked.length &&
    revoked.every(({ serial, revokedAt, reason, invalidFrom = revokedAt }) => {
      const listed = named.get(serial)
      return listed?.reason === reason && secondOf(listed.invalidFrom) <= secondOf(invalidFrom)
    })
  )
}

/**
 * Whether a list comes sooner after the newest than it must, and takes back no more: an authority that issues one each quarter of an hour
 * would else have had all of its day by noon.
 */
export function isRepeated(
  {
    newest,
    certificate,
    now,
  }: {
    readonly newest: RevocationListRow
    readonly certificate: Certificate
    readonly now: Date
  },
  { thisUpdate, revoked }: RevocationList,
): boolean {
  if (thisUpdate.getTime() - newest.this_update.getTime() >= listsApartMs) return false
  const before = readRevocationListOnce(newest.der, certificate)
  if (!before.ok || !isYoung(before.revocationList, now)) return false
  return namesJust(before.revocationList, withSerials(revoked))
}

function secondOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000)
}
