import { sideBySide } from '../message/sideBySide.ts'
import type { OpenedTrustList } from '../trust/succession.ts'
import { exchangeLimits } from './limits.ts'
import { listIsAway, listIsHere, trustListOf } from './listsAway.ts'
import type { Node } from './node.ts'
import type { Courier } from './post.ts'
import { lacksRevocationList, renewRevocationLists, takePeerList } from './renewPeer.ts'

/** When a peer may be asked for its list again, and how long the pause after that will be while it is pressing. */
export interface Asked {
  readonly isPressing: boolean
  readonly againMs: number
  readonly pauseMs: number
}

/**
 * Asks each peer for its list once half of the life of the one we have is over, or once a message has put it in
 * doubt, until there is a newer one: soon at first, then ever more seldom, because each refusal is in the log. A list
 * that is young is asked for from time to time: its State may have changed something. With it come the lists of revoked
 * certificates. Several are asked at once, so that one that lets itself be waited for holds up few others. Whether another one of
 * these is here now.
 */
export async function fetchPeerLists(
  node: Node,
  courier: Courier,
  peers: readonly string[],
  asked: Map<string, Asked>,
): Promise<boolean> {
  const nowMs = node.now().getTime()
  const due = peers.flatMap((state) => {
    const opened = node.trust.peer(state)
    return opened !== null && isDue(node, opened, nowMs, asked) ? [opened] : []
  })
  let isChanged = false
  await sideBySide(due, exchangeLimits.trustListsAtOnceMax, async (opened) => {
    const { newest, isRevocationNew } = await fetchLists(node, courier, opened)
    if (!isRevocationNew && newest.digest === opened.digest) return
    isChanged = true
    const { state } = opened.list
    // What presses next is a matter of its own: it does not wait as long as this one had to.
    if (!isOld(nowMs, newest.list) && !node.listsInDoubt.has(state)) asked.delete(state)
  })
  return isChanged
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
  courier: Courier,
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
