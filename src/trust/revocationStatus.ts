import type { TrustList } from '../message/generated/types.ts'
import { limits } from '../message/limits.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Chain } from './checkCertificate.ts'
import type { Revocation, RevocationList } from './revocationList.ts'

/**
 * Judges whether a certificate of a State, its chain checked, counted at a time as far as its authority's lists of
 * revoked certificates tell. Refuses with CERTIFICATE_REVOKED or CERTIFICATE_STATUS_UNKNOWN.
 */
export type StatusCheck = (chain: Chain, list: TrustList, at: Date) => Result<object>

/** The newest list of an authority that is known, by the SHA-256 (hex) of its certificate. */
export type RevocationLists = (authority: string) => RevocationList | null

/** A list counts so long after its successor was promised: clocks differ, and the fetch takes a moment. */
export const revocationGraceMs = 3_600_000

/**
 * The status as of now, which fails closed: where the State names a list of the authority, it must be here and not
 * have run out.
 */
export function statusNow(lists: RevocationLists): StatusCheck {
  return (chain, list, at) => {
    const known = lists(chain.issuer.digest)
    const revocation = known?.revoked.get(chain.leaf.serial)
    // Whatever day it gives: the list may be a few minutes ahead of this clock.
    if (revocation !== undefined) return isRevoked(revocation)
    if (revocationUrlOf(list, chain.issuer.digest) === null) return { ok: true }
    return known !== null && isCurrent(known, at)
      ? { ok: true }
      : refuse('CERTIFICATE_STATUS_UNKNOWN', {
          detail: known === null ? 'its revocation list is not here' : 'its revocation list has run out',
        })
  }
}

/**
 * The status at a time that is over, by what is known since: what was signed and received before a certificate was
 * taken back stands, or before the moment from which on its authority says that its key was in other hands.
 */
export function statusThen(lists: RevocationLists): StatusCheck {
  return ({ leaf, issuer }, _list, at) => {
    const revocation = lists(issuer.digest)?.revoked.get(leaf.serial)
    return revocation === undefined || at < revocation.invalidFrom ? { ok: true } : isRevoked(revocation)
  }
}

/** For a reader who has no lists of revoked certificates: good only where the State names none. */
export const withoutRevocationLists: StatusCheck = statusNow(() => null)

function isRevoked({ reason, invalidFrom }: Revocation): Refusal {
  return refuse('CERTIFICATE_REVOKED', { detail: `${reason}, since ${invalidFrom.toISOString()}` })
}

/**
 * Judges whether a list that comes may be taken at a time, as far as its own times tell. Refuses with
 * REVOCATION_LIST_EXPIRED, or REVOCATION_LIST_INVALID where it is of the future and not only of another clock.
 */
export function checkAge(list: Pick<RevocationList, 'thisUpdate' | 'nextUpdate'>, at: Date): Result<object> {
  if (!isCurrent(list, at)) return refuse('REVOCATION_LIST_EXPIRED')
  if (list.thisUpdate.getTime() > at.getTime() + limits.clockSkewMs)
    return refuse('REVOCATION_LIST_INVALID', { detail: 'it is from the future' })
  return { ok: true }
}

/** Whether a list may still be relied on. */
export function isCurrent({ nextUpdate }: Pick<RevocationList, 'nextUpdate'>, at: Date): boolean {
  return at.getTime() <= nextUpdate.getTime() + revocationGraceMs
}

/** Where a State says that the list of an authority is; null where it names none. */
export function revocationUrlOf({ revocationLists = [] }: TrustList, authority: string): string | null {
  return revocationLists.find((one) => one.authority === authority)?.url ?? null
}
