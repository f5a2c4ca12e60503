import type { TrustList } from '../../message/generated/types.ts'
import { recallLimits } from '../../message/recall.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { setHeard } from '../../store/peers.ts'
import { listClosed, rangesOf } from '../../store/recall.ts'
import { rolledBack, standingOf } from '../standing.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { takePeerList } from '../renewPeer.ts'
import { openTrail } from '../trail.ts'
import { listsOf, peerTrustLists } from '../trustKeeping.ts'
import { type Told, ask } from './ask.ts'
import { type Healing, healRecord, reopen } from './heal.ts'
import { recallOwnList } from './ownList.ts'

/** What a peer has told: how many messages came back from it, and the records that cannot be made one with its own. */
export interface Heard {
  readonly restored: number
  readonly closed: readonly string[]
}

/**
 * Asks a peer what it has of the records between it and this node, and takes back what this node lacks; from then on
 * new messages go to it. Where both have the same, it costs one question. Refuses where the peer cannot be reached or
 * does not answer as a peer: then nothing new goes to it.
 */
export async function hear(node: Node, courier: Courier, state: string): Promise<Result<Heard>> {
  if ((await standingOf(node, node.db)).isBehind) return rolledBack
  const peer = await newestList(node, courier, state)
  if (peer === null) return refuse('PEER_UNKNOWN')
  const parties = {
    own: { state: node.state, lists: await listsOf(node.db, node.state) },
    peer: { state, lists: await listsOf(node.db, state) },
    status: node.trust.statusThen,
  }
  const healing: Healing = { node, courier, peer, parties }
  const compared = await compareAll(healing)
  if (!compared.ok) return compared
  await settle(node, state, compared)
  return compared
}

/** The list that the peer publishes now; the one that is here where that cannot be had. */
async function newestList(node: Node, courier: Courier, state: string): Promise<TrustList | null> {
  const known = async (): Promise<TrustList | null> =>
    (await peerTrustLists(node)).find(({ list }) => list.state === state)?.list ?? null
  const before = await known()
  if (before === null) return null
  try {
    await takePeerList(node, courier, before)
  } catch (reason) {
    node.log.warn({ peer: state, reason: String(reason) }, 'the trust list of a peer could not be fetched')
  }
  return await known()
}

/** Goes through all records with this peer in the order of their ids, and heals those that differ. */
async function compareAll(healing: Healing): Promise<Result<Heard>> {
  const closed: string[] = []
  let restored = 0
  let after: string | null = null
  for (;;) {
    const told = await askFrom(healing, after)
    if (!told.ok) return told
    const { records, trustList, through } = told.found
    const list = await recallOwnList(healing, trustList)
    if (!list.ok) return list
    for (const record of records) {
      const healed = await healRecord(healing, record)
      if (!healed.ok) return healed
      restored += healed.restored
      if (healed.conflict !== null) closed.push(record.request)
    }
    if (through === undefined) return { ok: true, restored, closed }
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

async function settle(node: Node, peer: string, { restored, closed }: Heard): Promise<void> {
  for (const request of await listClosed(node.db, peer)) {
    if (!closed.includes(request)) await reopen(node, peer, request)
  }
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    if (!(await setHeard(trx, peer, now))) return
    const trail = await openTrail(node, trx, [], now)
    trail.add({ event: 'peer.heard', peer, count: restored })
    await append(trx, trail.audit())
  })
  if (restored > 0) {
    node.log.warn(
      { peer, messages: restored },
      'messages that this node had lost were fetched back from a peer',
    )
  }
}
