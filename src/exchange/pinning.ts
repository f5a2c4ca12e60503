import { openTrustList, readTrustList } from '../envelope/trustList.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { Db } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { waitingFor } from '../store/outbox.ts'
import { findPeer, lockPinning, removePeer, savePeer, setHeard } from '../store/peers.ts'
import { insertTrustList, newestTrustList } from '../store/trustLists.ts'
import type { PeerRow, TrustListRow } from '../store/tables.ts'
import { apartRefusal } from '../trust/demonstration.ts'
import { digestOfBase64 } from '../trust/list.ts'
import { type OpenedTrustList, succeeds } from '../trust/succession.ts'
import {
  type Keeper,
  acceptPeerList,
  audit,
  opened,
  pinsAfter,
  refused,
  signerStatus,
  standsAsJudged,
} from './trustKeeping.ts'

/** Who is behind a change of trust. */
export interface Pinning {
  readonly person: string
  readonly authority: string
  /** Why a peer that is known is pinned with a signer that none of its lists has announced; absent: it is not. */
  readonly again?: string
}

/**
 * Pins a peer at first contact: a person has compared the fingerprints out of band, that of the signer in use and, where
 * they had it, of the one that follows. The list must be signed by one of them: that it merely names one proves nothing,
 * for anybody may name a certificate that is known. Refuses with what `openTrustList` refuses; with TRUST_LIST_NOT_PINNED where a State
 * that is or was a peer has another signer and no reason is given why it is pinned again; with TRUST_LIST_DEMONSTRATION where of the two States
 * one is a demonstration (or a training, which is one) and the other is not.
 */
export async function pinPeer(
  keeper: Keeper,
  jws: string,
  fingerprints: readonly string[],
  by: Pinning,
): Promise<Result<{ list: OpenedTrustList }>> {
  const now = keeper.now()
  const first = await openTrustList(jws, fingerprints, now)
  if (!first.ok) return first.code === 'TRUST_LIST_NOT_PINNED' ? notSigned(jws, fingerprints, first) : first
  const { state } = first.list
  if (state === keeper.state) return refuse('TRUST_LIST_INVALID', { detail: 'this is our own list' })
  const apart = apartRefusal(keeper.isDemonstration, first.list)
  if (apart !== null) return await refused(keeper, state, jws, now, apart)
  const known = await findPeer(keeper.db, state)
  // Where a person has ended its pin, its lists say who is to sign the next.
  const pins = known?.pins ?? (await pinsLeft(keeper.db, state))
  if (pins !== null && !pins.includes(first.signerDigest))
    return by.again === undefined ? notAgain(pins) : await pinWith(keeper, jws, first, by, known)
  // What was pinned stands: an older list of the same signer must not bring its older pins back.
  if (known !== null) return await acceptPeerList(keeper, state, jws)
  const { person, authority } = by
  return await pinWith(keeper, jws, first, { person, authority }, known)
}

/** Whose signature the next list of a State bears that is no peer any more; null: it was never one. */
async function pinsLeft(db: Db, state: string): Promise<readonly string[] | null> {
  const newest = await newestTrustList(db, state)
  return newest === null ? null : pinsAfter(opened(newest).list)
}

/**
 * Pins a State with this list. With `again` a person has compared the fingerprint of a signer that no list of the State has announced, for its
 * own are lost or stolen: the list takes the place of the one before all the same. What the State signed before is judged by its lists of
 * then. Refuses what may not follow by its number or its time, and a signer that was taken back; then it is pinned no more than before.
 *
 * @param known - the peer as which it is pinned until now; null: it is none
 */
async function pinWith(
  keeper: Keeper,
  jws: string,
  first: OpenedTrustList,
  by: Pinning,
  known: Pick<PeerRow, 'pins'> | null,
): Promise<Result<{ list: OpenedTrustList }>> {
  const now = keeper.now()
  const { list, digest, signerDigest } = first
  const { state } = list
  const before = await newestTrustList(keeper.db, state)
  const order = await judged(keeper, jws, first, before, by.again !== undefined)
  if (!order.ok) return await refused(keeper, state, jws, now, order)
  const pinned = { actor: actorOf(by), peer: state, digest: signerDigest }
  const noted =
    by.again === undefined
      ? ({ event: 'peer.pinned', ...pinned } as const)
      : ({ event: 'peer.pinnedAgain', ...pinned, details: { reason: by.again } } as const)
  const accepted = { event: 'trustList.accepted', peer: state, digest, count: list.sequence } as const
  // One transaction: a signer without its list would leave the peer with one that it has not signed.
  const isTaken = await inTransaction(keeper.db, async (trx) => {
    await lockPinning(trx)
    if (!(await standsAsJudged(trx, state, before, known?.pins ?? null))) return false
    if (order.isNew)
      await insertTrustList(trx, { digest, state, sequence: list.sequence, jws, accepted_at: now })
    await savePeer(trx, { state, pins: pinsAfter(list), added_at: now })
    await audit(keeper, trx, now, noted, ...(order.isNew ? [accepted] : []))
    return true
  })
  return isTaken ? { ok: true, list: first } : await pinPeer(keeper, jws, [signerDigest], by)
}

/**
 * Whether the list may follow the newest that is here.
 *
 * @param isAgain - also one whose signer that one has not announced: a person has compared it, and says why
 */
async function judged(
  keeper: Keeper,
  jws: string,
  first: OpenedTrustList,
  before: TrustListRow | null,
  isAgain: boolean,
): Promise<Result<{ isNew: boolean }>> {
  const status = before === null ? undefined : await signerStatus(keeper.db, opened(before).list)
  const announced = before === null ? pinsAfter(first.list) : [first.signerDigest]
  const stands = await openTrustList(jws, announced, keeper.now(), undefined, status)
  if (!stands.ok) return stands
  if (before === null) return { ok: true, isNew: true }
  const order = succeeds(opened(before), first)
  if (order.ok) return { ok: true, isNew: order.change === 'next' }
  return isAgain && order.code === 'TRUST_LIST_NOT_PINNED' ? { ok: true, isNew: true } : order
}

/** A person decides that new messages go to a peer that has not told what it has. Refuses with PEER_UNKNOWN. */
export async function excusePeer(keeper: Keeper, state: string, by: Pinning): Promise<Result<object>> {
  return await inTransaction(keeper.db, async (trx) => {
    const now = keeper.now()
    if (!(await setHeard(trx, state, now))) return refuse('PEER_UNKNOWN')
    await audit(keeper, trx, now, { event: 'peer.excused', actor: actorOf(by), peer: state })
    return { ok: true }
  })
}

/**
 * A person ends the pin of a peer: the State has left, or its node is gone for good. Nothing goes to it or comes from it from then on, and
 * nothing of it is fetched; its lists stay, for what it signed is judged by them. What waits for it waits, and goes where it is pinned
 * again. Gives how many messages wait for it. Refuses with PEER_UNKNOWN.
 */
export async function unpinPeer(
  keeper: Keeper,
  state: string,
  { reason, ...by }: Pick<Pinning, 'person' | 'authority'> & { readonly reason: string },
): Promise<Result<{ waiting: number }>> {
  return await inTransaction(keeper.db, async (trx) => {
    // Whoever takes a list of it meanwhile waits for this, and finds that it is none any more.
    if (!(await removePeer(trx, state))) return refuse('PEER_UNKNOWN', { detail: state })
    const { rows: waiting } = await waitingFor(trx, state)
    const unpinned = { peer: state, count: waiting, details: { reason } }
    await audit(keeper, trx, keeper.now(), { event: 'peer.unpinned', actor: actorOf(by), ...unpinned })
    return { ok: true, waiting }
  })
}

function actorOf({ person, authority }: Pinning) {
  return { person, role: 'administrator', authority } as const
}

/** Says where the fingerprint is of a signer that the list announces, but that has not signed it. */
function notSigned(jws: string, fingerprints: readonly string[], refusal: Refusal): Refusal {
  const said = readTrustList(jws)
  const announced = said.ok ? said.list.listSigners.map(digestOfBase64) : []
  if (!fingerprints.some((fingerprint) => announced.includes(fingerprint))) return refusal
  const detail = 'this is the fingerprint of the signer that follows: ask for that of the one in use as well'
  return { ...refusal, detail }
}

function notAgain(pins: readonly string[]): Refusal {
  const detail =
    'the peer is known with other signers, and none of its lists has announced this one; where a person of that State has told you why, say it with --again'
  return refuse('TRUST_LIST_NOT_PINNED', { expected: pins, detail })
}
