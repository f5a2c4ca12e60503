import { openTrustList, readTrustList } from '../envelope/trustList.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { inTransaction } from '../store/failures.ts'
import { waitingFor } from '../store/outbox.ts'
import { findPeer, removePeer, savePeer, setHeard } from '../store/peers.ts'
import { insertTrustList, newestTrustList } from '../store/trustLists.ts'
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
 * for anybody may name a certificate that is known. Refuses with what `openTrustList` refuses; with TRUST_LIST_NOT_PINNED where a peer
 * that is known has another signer and no reason is given why it is pinned again; with TRUST_LIST_DEMONSTRATION where of the two States
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
  if (known !== null) {
    // What was pinned stands: an older list of the same signer must not bring its older pins back.
    if (known.pins.includes(first.signerDigest)) return await acceptPeerList(keeper, state, jws)
    return by.again === undefined
      ? notAgain(known.pins)
      : await pinAgain(keeper, jws, first, { ...by, again: by.again })
  }
  await inTransaction(keeper.db, async (trx) => {
    await savePeer(trx, { state, pins: pinsAfter(first.list), added_at: now })
    const digest = first.signerDigest
    await audit(keeper, trx, now, { event: 'peer.pinned', actor: actorOf(by), peer: state, digest })
  })
  return await acceptPeerList(keeper, state, jws)
}

/**
 * A person has compared the fingerprint of a signer that no list of the peer has announced, for its own are lost or stolen: the list takes
 * the place of the one before all the same. What the peer signed before is judged by its lists of then. Refuses what may not follow by its
 * number or its time, and a signer that was taken back.
 */
async function pinAgain(
  keeper: Keeper,
  jws: string,
  first: OpenedTrustList,
  by: Pinning & { readonly again: string },
): Promise<Result<{ list: OpenedTrustList }>> {
  const now = keeper.now()
  const { list, digest, signerDigest } = first
  const { state } = list
  const before = await newestTrustList(keeper.db, state)
  if (before !== null) {
    const status = await signerStatus(keeper.db, opened(before).list)
    const stands = await openTrustList(jws, [signerDigest], now, undefined, status)
    if (!stands.ok) return await refused(keeper, state, jws, now, stands)
    const order = succeeds(opened(before), first)
    if (!order.ok && order.code !== 'TRUST_LIST_NOT_PINNED')
      return await refused(keeper, state, jws, now, order)
  }
  // One transaction: a signer without its list would leave the peer with one that it has not signed.
  const isTaken = await inTransaction(keeper.db, async (trx) => {
    if (!(await standsAsJudged(trx, state, before, null))) return false
    await insertTrustList(trx, { digest, state, sequence: list.sequence, jws, accepted_at: now })
    await savePeer(trx, { state, pins: pinsAfter(list), added_at: now })
    const pinned = { peer: state, digest: signerDigest, details: { reason: by.again } }
    await audit(
      keeper,
      trx,
      now,
      { event: 'peer.pinnedAgain', actor: actorOf(by), ...pinned },
      { event: 'trustList.accepted', peer: state, digest, count: list.sequence },
    )
    return true
  })
  return isTaken ? { ok: true, list: first } : await pinAgain(keeper, jws, first, by)
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
