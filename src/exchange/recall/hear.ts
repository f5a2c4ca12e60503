import type { TrustList } from '../../message/generated/types.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import { inTransaction } from '../../store/failures.ts'
import { setHeard } from '../../store/peers.ts'
import { listClosed } from '../../store/recall.ts'
import { rolledBack, standingOf } from '../standing.ts'
import type { Node } from '../node.ts'
import type { Courier } from '../post.ts'
import { openTrail } from '../trail.ts'
import { compareAll, comparing } from './compare.ts'
import { type Healing, healRecord, reopen } from './heal.ts'
import { recallOwnHead } from './ownHead.ts'
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
  const begun = await comparing(node, courier, state, true)
  if (begun === null) return refuse('PEER_UNKNOWN')
  let healing = begun
  const closed: string[] = []
  let restored = 0
  const compared = await compareAll(healing, {
    async list(number) {
      const told = await recallOwnList(healing, number)
      if (told.ok && told.recalled !== null) healing = withOwnList(healing, told.recalled)
      return told
    },
    async record(told) {
      const healed = await healRecord(healing, told)
      if (!healed.ok) return healed
      restored += healed.restored
      if (healed.conflict !== null) closed.push(told.request)
      return { ok: true }
    },
  })
  if (!compared.ok) return compared
  // Last: where messages were lost, the log is followed by another already.
  const ofLog = await recallOwnHead(healing)
  if (!ofLog.ok) return ofLog
  await settle(node, state, { restored, closed })
  return { ok: true, restored, closed }
}

/** What this State has signed is judged by this list of its own as well, as the newest. */
function withOwnList(healing: Healing, list: TrustList): Healing {
  const { own } = healing.parties
  const lists = [list, ...own.lists.filter(({ sequence }) => sequence !== list.sequence)]
  return { ...healing, parties: { ...healing.parties, own: { ...own, lists } } }
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
