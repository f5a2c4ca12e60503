import type { OpenedTrustList } from '../trust/succession.ts'
import { lanes } from './lanes.ts'
import { exchangeLimits } from './limits.ts'
import { forgetUnnamed, listIsAway, listIsHere, trustListOf } from './listsAway.ts'
import { type ListCourier, listsInTime } from './listsInTime.ts'
import type { Node } from './node.ts'
import { lacksRevocationList, renewRevocationLists, takePeerList } from './renewPeer.ts'

/** When a peer may be asked for its list again, and how long the pause after that will be while it is pressing. */
interface Asked {
  readonly isPressing: boolean
  readonly againMs: number
  readonly pauseMs: number
}

/** Fetches the lists of peers, of each when it is time. */
export interface PeerLists {
  /** Begins with those of these peers that are due and not being asked, and waits for none. */
  round(peers: readonly string[]): void
  /** Nothing is under way any more. */
  idle(): Promise<void>
}

/** Who is told of what comes of it. */
export interface ListsTold {
  /** Another list is stored: puts it in force. What comes while this is under way is told together, afterwards. */
  readonly onNew: () => Promise<void>
  readonly onFailure: (reason: unknown) => void
}

/**
 * Asks each peer for its list once half of the life of the one we have is over, or once a message has put it in
 * doubt, until there is a newer one: soon at first, then ever more seldom, because each refusal is in the log. A list
 * that is young is asked for from time to time: its State may have changed something. With it come the lists of revoked
 * certificates. Several are asked at once, and no round waits for one that lets itself be waited for: it is asked again when that is over,
 * after a minute at most.
 */
export function peerLists(node: Node, courier: ListCourier, { onNew, onFailure }: ListsTold): PeerLists {
  const asked = new Map<string, Asked>()
  const underWay = new Map<string, Promise<void>>()
  const inLane = lanes(exchangeLimits.trustListsAtOnceMax, exchangeLimits.trustListsHeldMs)
  const tell = onceForAll(onNew)
  const renew = async (state: string): Promise<void> => {
    const opened = node.trust.peer(state)
    if (opened === null) return
    const nowMs = node.now().getTime()
    const { newest, isRevocationNew } = await fetchLists(node, listsInTime(courier), opened)
    if (!isRevocationNew && newest.digest === opened.digest) return
    // What presses next is a matter of its own: it does not wait as long as this one had to.
    if (!isOld(nowMs, newest.list) && !node.listsInDoubt.has(state)) asked.delete(state)
    // Until then the peer is under way: by the list before it would be asked once more.
    await tell()
  }
  return {
    round(peers) {
      forgetUnnamed(node)
      const nowMs = node.now().getTime()
      for (const state of peers) {
        const opened = underWay.has(state) ? null : node.trust.peer(state)
        if (opened === null || !isDue(node, opened, nowMs, asked)) continue
        const ended = inLane(() => renew(state))
          .catch(onFailure)
          .finally(() => underWay.delete(state))
        underWay.set(state, ended)
      }
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}

/** Work that who comes while it is being done has done once more, together with all others who came meanwhile. */
function onceForAll(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null
  const begin = (): Promise<void> => {
    next = null
    return (last = work())
  }
  return () => (next ??= last.then(begin, begin))
}

/** Whether it is time to ask this peer; notes when it is next. */
function isDue(node: Node, { list }: OpenedTrustList, nowMs: number, asked: Map<string, Asked>): boolean {
  const { state } = list
  const isPressing = isOld(nowMs, list) || node.listsInDoubt.has(state) || lacksRevocationList(node, list)
  // What presses does so by the time of the node; looking in from time to time follows the machine, whatever a
  // demonstration's calendar says: a leap of weeks is no reason to ask everybody at once.
  const tickMs = isPressing ? nowMs : performance.now()
  const { againMs, pauseMs } = turnOf(asked.get(state), isPressing, tickMs)
  if (tickMs < againMs) {
    asked.set(state, { isPressing, againMs, pauseMs })
    return false
  }
  asked.set(state, {
    isPressing,
    againMs: tickMs + (isPressing ? pauseMs : exchangeLimits.trustListRefreshMs),
    pauseMs: Math.min(pauseMs * 2, exchangeLimits.trustListPauseMs.longest),
  })
  return true
}

/** The newest list of a peer that can be had now, and whether one of the lists of revoked certificates that it names is another. */
async function fetchLists(
  node: Node,
  courier: ListCourier,
  opened: OpenedTrustList,
): Promise<{ readonly newest: OpenedTrustList; readonly isRevocationNew: boolean }> {
  const { state } = opened.list
  let newest = opened
  try {
    const accepted = await takePeerList(node, courier, opened.list)
    // Newer or not: it is the one that its State publishes now.
    if (accepted.ok) node.listsInDoubt.delete(state)
    if (accepted.ok) newest = accepted.list
    listIsHere(node, trustListOf(state))
  } catch (reason) {
    listIsAway(node, trustListOf(state), reason)
  }
  return { newest, isRevocationNew: await renewRevocationLists(node, courier, newest.list) }
}

/** What becomes pressing is asked for at once. */
function turnOf(before: Asked | undefined, isPressing: boolean, tickMs: number): Omit<Asked, 'isPressing'> {
  if (before?.isPressing === isPressing) return before
  return {
    againMs: isPressing ? tickMs : tickMs + exchangeLimits.trustListRefreshMs,
    pauseMs: exchangeLimits.trustListPauseMs.first,
  }
}

function isOld(nowMs: number, list: { readonly issuedAt: string; readonly nextUpdate: string }): boolean {
  return nowMs > (Date.parse(list.issuedAt) + Date.parse(list.nextUpdate)) / 2
}
