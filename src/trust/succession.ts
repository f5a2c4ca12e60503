import type { TrustList } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { digestOfBase64 } from './list.ts'

/** A trust list whose signature has been checked. */
export interface OpenedTrustList {
  readonly list: TrustList
  /** SHA-256 of the signing input, lower-case hex: the identity of the list. */
  readonly digest: string
  /** SHA-256 of the certificate of the list signer, lower-case hex. */
  readonly signerDigest: string
}

/** How far the number of a list may be beyond the milliseconds of its issue: a day, as some numbers are drawn above those before them. */
const numberAheadMaxMs = 86_400_000

/**
 * The highest number that a list of that moment may have. A node that may have forgotten some numbers takes the moment in milliseconds:
 * were any number taken, a thief of a list signer could sign one that nothing can follow, and every list of that State would be shut out.
 */
export function numberMax(issuedAt: Date): number {
  return issuedAt.getTime() + numberAheadMaxMs
}

/**
 * Judges whether `next` may take the place of `previous`, both of one State. `missing` tells how many lists between
 * the two have not been seen; they are to be asked for, so that the history of trust has no hole.
 *
 * Refuses with TRUST_LIST_INVALID (another State, or issued before the one it follows), TRUST_LIST_ROLLED_BACK,
 * TRUST_LIST_EQUIVOCATION (the same number, other words: keep both as proof), or TRUST_LIST_NOT_PINNED (its signer
 * was not announced in the previous list).
 */
export function succeeds(
  previous: OpenedTrustList,
  next: OpenedTrustList,
): Result<{ change: 'none' | 'next'; missing: number }> {
  if (next.list.state !== previous.list.state)
    return refuse('TRUST_LIST_INVALID', { detail: 'of another State' })
  const step = next.list.sequence - previous.list.sequence
  if (step < 0) return refuse('TRUST_LIST_ROLLED_BACK', { expected: [String(previous.list.sequence + 1)] })
  if (step === 0) {
    if (next.digest === previous.digest) return { ok: true, change: 'none', missing: 0 }
    return refuse('TRUST_LIST_EQUIVOCATION', { expected: [previous.digest] })
  }
  if (new Date(next.list.issuedAt) < new Date(previous.list.issuedAt)) {
    return refuse('TRUST_LIST_INVALID', { detail: 'issued before the list it follows' })
  }
  const announced = previous.list.listSigners.map(digestOfBase64)
  if (!announced.includes(next.signerDigest)) return refuse('TRUST_LIST_NOT_PINNED', { expected: announced })
  return { ok: true, change: 'next', missing: step - 1 }
}
