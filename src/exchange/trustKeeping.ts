import { digestOf } from '../envelope/digest.ts'
import { openTrustList, readTrustList, signTrustList } from '../envelope/trustList.ts'
import type { Signer } from '../envelope/sign.ts'
import type { Lote, TrustList } from '../message/generated/types.ts'
import { canonicalText } from '../message/canonical.ts'
import { secondOf } from '../message/moment.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { validateTrustList } from '../message/validate.ts'
import { append } from '../store/audit.ts'
import type { Db, Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { findPeer, lockPeer, savePeer } from '../store/peers.ts'
import type { TrustListRow } from '../store/tables.ts'
import {
  insertTrustList,
  lockOwnLists,
  newestListsOfPeers,
  newestTrustList,
  trustListBefore,
  trustListHistory,
  trustListsByDigest,
} from '../store/trustLists.ts'
import { fromLote } from '../trust/fromLote.ts'
import { apartRefusal } from '../trust/demonstration.ts'
import { digestOfBase64 } from '../trust/list.ts'
import { type OpenedTrustList, succeeds } from '../trust/succession.ts'
import { type StatusCheck, statusThen } from '../trust/revocationStatus.ts'
import { hash } from 'node:crypto'
import { newestOwnNumber, numberAfter, numberAfterForgotten } from './listNumbers.ts'
import { exchangeLimits } from './limits.ts'
import { firstOfDay, judgeListsADay } from './listsADay.ts'
import type { Node } from './node.ts'
import { noList } from './noTrustList.ts'
import { readRevocationLists } from './revocationReading.ts'
import { openTrail } from './trail.ts'

/** What a State says of itself in its trust list; number and dates are added when it is signed. */
export type OwnSettings = Omit<TrustList, 'v' | 'sequence' | 'issuedAt' | 'nextUpdate'>

/** The parts of a node that exist before its directory does. */
export type Keeper = Pick<
  Node,
  'state' | 'isDemonstration' | 'db' | 'random' | 'actedFrom' | 'signer' | 'now' | 'log'
>

/** How the own list is signed where it is to be; all may be left out. */
export interface Issuing {
  /** False where a peer that was not heard may have a list that this node has lost: then the number is that of the moment. */
  readonly isSure?: boolean
  /** Only a list that says the same as the one before, with other dates, may be signed: another process signs by its settings. */
  readonly isRenewal?: boolean
  /** One is signed though nothing has changed: a peer may have a newer one, which this node has lost with its keys. */
  readonly isDoubted?: boolean
  /** The newest that is stored, where it was read a moment ago; null: there is none. */
  readonly known?: OpenedTrustList | null
}

/**
 * This State's own list, newly signed where there is none, where the settings have changed, or where half of its
 * life is over. The new list is on disk and in the log before anybody can fetch it.
 *
 * @throws Error where the settings are none that a peer would take.
 */
export async function ownTrustList(
  keeper: Keeper,
  settings: OwnSettings,
  listSigner: Signer,
  issuing: Issuing = {},
): Promise<OpenedTrustList> {
  const { isSure = true, isRenewal = false, isDoubted = false, known } = issuing
  const newest = known === undefined ? await storedOwnList(keeper) : known
  const now = keeper.now()
  if (newest !== null && !isDoubted && isCurrent(newest.list, settings, now)) return newest
  // The clock was ahead then: no list may be older than the one it follows, and the log is not signed either until then.
  if (newest !== null && now < new Date(newest.list.issuedAt)) return newest
  if (newest !== null && isRenewal && !saysTheSame(newest.list, settings)) return newest
  const before = await numberAfter(keeper.db, newest?.list ?? null)
  const list: TrustList = {
    ...settings,
    v: 1,
    sequence: isSure && !isDoubted ? before + 1 : numberAfterForgotten(before, now, keeper),
    issuedAt: secondOf(now),
    nextUpdate: secondOf(new Date(now.getTime() + exchangeLimits.trustListLifeMs)),
  }
  // A person writes the settings, and peers would refuse what is wrong in them.
  const shaped = validateTrustList(list)
  if (!shaped.ok) throw noList(list, shaped)
  const { jws, digest } = await signTrustList(list, listSigner)
  const said = readTrustList(jws)
  if (!said.ok) throw noList(list, said)
  const row = { digest, state: list.state, sequence: list.sequence, jws, accepted_at: now }
  const isNext = await inTransaction(keeper.db, async (trx) => {
    await lockOwnLists(trx)
    // Another process of this node was quicker, or a peer has shown a list that was lost.
    if ((await newestOwnNumber({ db: trx, state: list.state })) !== before) return false
    await insertTrustList(trx, row)
    await audit(keeper, trx, now, { event: 'trustList.issued', digest, count: list.sequence })
    return true
  })
  return isNext ? opened(row) : await ownTrustList(keeper, settings, listSigner, { isSure, isRenewal })
}

/**
 * This State's own list as it was signed last, whether it is still in force or not; null before the first.
 *
 * @param known - one that was opened before; the same is returned where it is still the newest
 */
export async function storedOwnList(
  { db, state }: Pick<Keeper, 'db' | 'state'>,
  known: OpenedTrustList | null = null,
): Promise<OpenedTrustList | null> {
  const newest = await newestTrustList(db, state)
  if (newest === null) return null
  return newest.digest === known?.digest ? known : opened(newest)
}

function isCurrent(list: TrustList, settings: OwnSettings, now: Date): boolean {
  const half = (Date.parse(list.issuedAt) + Date.parse(list.nextUpdate)) / 2
  return now.getTime() < half && saysTheSame(list, settings)
}

function saysTheSame(list: TrustList, settings: OwnSettings): boolean {
  return canonicalText(saidIn(list)) === canonicalText(settings)
}

const givenWhenSigned: readonly string[] = ['v', 'sequence', 'issuedAt', 'nextUpdate']

/** What a list says of its State, number and dates apart. */
export function saidIn(list: TrustList): OwnSettings {
  return Object.fromEntries(
    Object.entries(list).filter(([name]) => !givenWhenSigned.includes(name)),
  ) as OwnSettings
}

/**
 * The lists of all peers, as they were accepted. One that was taken by a demonstration counts no more when the node is none now.
 * @param onApart - called with each State that is left out for that
 * @param known - lists that were opened before: those that are still the newest are returned as they are, and no other is read. Every
 * process asks each second, and there may be two hundred peers.
 */
export async function peerTrustLists(
  { db, state: own, isDemonstration }: Pick<Node, 'db' | 'state' | 'isDemonstration'>,
  onApart: (state: string) => void = () => undefined,
  known: readonly OpenedTrustList[] = [],
): Promise<OpenedTrustList[]> {
  const newest = (await newestListsOfPeers(db)).filter(({ state }) => state !== own)
  const byDigest = new Map(known.map((one) => [one.digest, one]))
  const others = newest.filter(({ digest }) => !byDigest.has(digest)).map(({ digest }) => digest)
  for (const row of await trustListsByDigest(db, others)) byDigest.set(row.digest, opened(row))
  const all = newest.flatMap(({ digest }) => byDigest.get(digest) ?? [])
  const apart = all.filter(({ list }) => apartRefusal(isDemonstration, list) !== null)
  for (const { list } of apart) onApart(list.state)
  return all.filter((one) => !apart.includes(one))
}

/** Every list of a State that was accepted or issued here, the newest first. */
export async function listsOf(db: Db, state: string): Promise<TrustList[]> {
  const lists: TrustList[] = []
  for await (const row of trustListHistory(db, state)) lists.push(opened(row).list)
  return lists.reverse()
}

/**
 * Takes a peer's list where it is signed by whom we expect and follows the one before. Refused: the old list stays,
 * and what came is in the log. Refuses with what `openTrustList`, `succeeds` and `judgeListsADay` refuse, PEER_UNKNOWN, or
 * TRUST_LIST_DEMONSTRATION where a State becomes a demonstration that was none, or ceases to be one.
 */
export async function acceptPeerList(
  keeper: Keeper,
  state: string,
  jws: string,
): Promise<Result<{ list: OpenedTrustList }>> {
  const now = keeper.now()
  const peer = await findPeer(keeper.db, state)
  if (peer === null) return refuse('PEER_UNKNOWN')
  const newest = await newestTrustList(keeper.db, state)
  const status = newest === null ? undefined : await signerStatus(keeper.db, opened(newest).list)
  const next = await openTrustList(jws, peer.pins, now, undefined, status)
  if (!next.ok) return await refused(keeper, state, jws, now, next)
  if (next.list.state !== state) {
    const refusal = refuse('TRUST_LIST_INVALID', { detail: 'of another State' })
    return await refused(keeper, state, jws, now, refusal)
  }
  const apart = apartRefusal(keeper.isDemonstration, next.list)
  if (apart !== null) return await refused(keeper, state, jws, now, apart)
  const order = newest === null ? ({ ok: true, change: 'next' } as const) : succeeds(opened(newest), next)
  if (!order.ok) return await refused(keeper, state, jws, now, order)
  if (order.change === 'none') return { ok: true, list: next }
  const { digest, list } = next
  const first = await trustListBefore(keeper.db, state, firstOfDay)
  const many = judgeListsADay(
    'TRUST_LISTS_TOO_MANY',
    first === null ? null : new Date(opened(first).list.issuedAt),
    new Date(list.issuedAt),
  )
  if (many !== null) return await refused(keeper, state, jws, now, many)
  const isTaken = await inTransaction(keeper.db, async (trx) => {
    if (!(await standsAsJudged(trx, state, newest, peer.pins))) return false
    await insertTrustList(trx, { digest, state, sequence: list.sequence, jws, accepted_at: now })
    await savePeer(trx, { ...peer, pins: pinsAfter(list) })
    await audit(keeper, trx, now, { event: 'trustList.accepted', peer: state, digest, count: list.sequence })
    return true
  })
  return isTaken ? { ok: true, list: next } : await acceptPeerList(keeper, state, jws)
}

/**
 * Locks a peer, and says whether its newest list and its pins are still those that something was judged by. Where another process or a
 * person was quicker they are not: then it is judged anew.
 *
 * @param pins - null: it was no peer
 */
export async function standsAsJudged(
  trx: Trx,
  state: string,
  newest: Pick<TrustListRow, 'digest'> | null,
  pins: readonly string[] | null,
): Promise<boolean> {
  const peer = await lockPeer(trx, state)
  const now = await newestTrustList(trx, state)
  const samePins = peer?.pins.join(' ') === pins?.join(' ')
  return samePins && now?.digest === newest?.digest
}

/** What is known against the certificates of a State. */
export async function signerStatus(db: Db, list: TrustList): Promise<StatusCheck> {
  const lists = await readRevocationLists(db, [list])
  return statusThen((authority) => lists.get(authority) ?? null)
}

/** The next list may be signed by whom this one announces: so a signer is changed without meeting again. */
export function pinsAfter(list: TrustList): string[] {
  return list.listSigners.map(digestOfBase64)
}

/** Notes in the log that a list was refused, and says why. */
export async function refused(
  keeper: Keeper,
  peer: string,
  jws: string,
  now: Date,
  refusal: Refusal,
): Promise<Refusal> {
  const { code } = refusal
  keeper.log.warn({ peer, code }, 'a trust list was refused')
  const digest = hash('sha256', jws)
  await inTransaction(keeper.db, (trx) =>
    audit(keeper, trx, now, { event: 'trustList.refused', peer, digest, code }),
  )
  return refusal
}

/**
 * Notes what was done with lists and peers.
 *
 * @param now - the time as of which it was judged: an auditor judges it again by the time of the entry
 */
export async function audit(
  keeper: Keeper,
  trx: Trx,
  now: Date,
  ...events: readonly Parameters<Awaited<ReturnType<typeof openTrail>>['add']>[0][]
): Promise<void> {
  const trail = await openTrail(keeper, trx, [], now)
  for (const event of events) trail.add(event)
  await append(trx, trail.audit())
}

/** A stored list was verified when it was accepted; here it is only read. */
export function opened({ jws }: Pick<TrustListRow, 'jws'>): OpenedTrustList {
  const [header = '', payload = ''] = jws.split('.')
  const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as { x5c: readonly string[] }
  const lote = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Lote
  return { list: fromLote(lote), digest: digestOf(jws), signerDigest: digestOfBase64(x5c[0] ?? '') }
}
