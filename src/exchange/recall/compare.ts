import type { TrustList } from '../../message/generated/types.ts'
import { type ToldRecord, recallLimits } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { rangesOf } from '../../store/recall.ts'
import { listIsAway, listIsHere, trustListOf } from '../listsAway.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { takePeerList } from '../renewPeer.ts'
import { listsOf, peerTrustLists } from '../trustKeeping.ts'
import { type Told, ask } from './ask.ts'
import type { Healing } from './heal.ts'
import { olderOwnLists } from './ownList.ts'

/** What is done with what a peer tells; a refusal ends the comparison. */
export interface Comparing {
  /** @param number - of the newest list of this State that the peer says to know */
  readonly list: (number: number) => Promise<Result<object>>
  /** With a record that stands elsewhere at the peer. */
  readonly record: (told: ToldRecord) => Promise<Result<object>>
}

/**
 * With whom records are compared, by the newest list of that State that can be had. Null: no peer of this node.
 *
 * @param keeps - whether lists of this State that come to light are stored
 */
export async function comparing(
  node: Node,
  courier: Courier,
  state: string,
  keeps: boolean,
): Promise<Healing | null> {
  const peer = await newestList(node, courier, state)
  if (peer === null) return null
  const parties = {
    own: { state: node.state, lists: await listsOf(node.db, node.state) },
    peer: { state, lists: await listsOf(node.db, state) },
    status: node.trust.statusThen,
  }
  let older: ReturnType<Healing['olderLists']> | undefined
  const healing: Healing = {
    ...{ node, courier, peer, parties },
    olderLists: () => (older ??= olderOwnLists(healing, keeps)),
  }
  return healing
}

/** The list that the peer publishes now; the one that is here where that cannot be had. */
async function newestList(node: Node, courier: Courier, state: string): Promise<TrustList | null> {
  const known = async (): Promise<TrustList | null> =>
    (await peerTrustLists(node)).find(({ list }) => list.state === state)?.list ?? null
  const before = await known()
  if (before === null) return null
  try {
    await takePeerList(node, courier, before)
    listIsHere(node, trustListOf(state))
  } catch (reason) {
    listIsAway(node, trustListOf(state), reason)
  }
  return await known()
}

/** Goes through all records with this peer in the order of their ids, and hands on each that differs. */
export async function compareAll(healing: Healing, { list, record }: Comparing): Promise<Result<object>> {
  let after: string | null = null
  for (;;) {
    const told = await askFrom(healing, after)
    if (!told.ok) return told
    const { records, trustList, through } = told.found
    const listed = await list(trustList)
    if (!listed.ok) return listed
    for (const one of records) {
      const done = await record(one)
      if (!done.ok) return done
    }
    if (through === undefined) return { ok: true }
    if (after !== null && through <= after)
      return refuse('MESSAGE_INVALID', { detail: 'the peer tells the same again' })
    after = through
  }
}

/** Asks about the records after this one: own ranges are sent, and the peer lists those of its own that differ. */
async function askFrom(
  { node, courier, peer }: Healing,
  after: string | null,
): Promise<Result<Told<'records'>>> {
  const { rangeRecords: size, rangesMax: max } = recallLimits
  const own = await rangesOf(node.db, peer.state, after, { size, max })
  const ranges = own.map(({ until, ...range }) => ({ ...range, ...(until === null ? {} : { until }) }))
  return await ask(node, courier, peer, { what: 'records', ...(after === null ? {} : { after }), ranges })
}
