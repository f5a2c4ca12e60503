import type { RefusalCode, Result } from '../message/refusal.ts'
import { sideBySide } from '../message/sideBySide.ts'
import { exchangeLimits } from './limits.ts'
import type { OpenedTrustList } from '../trust/succession.ts'
import { isListAway, listIsAway, listIsHere, revocationListAt } from './listsAway.ts'
import type { Node } from './node.ts'
import type { Courier } from './post.ts'
import { acceptRevocationList } from './revocationKeeping.ts'
import { type Keeper, acceptPeerList } from './trustKeeping.ts'
import { readTrustList } from '../envelope/trustList.ts'
import type { TrustList } from '../message/generated/types.ts'
import { isCurrent } from '../trust/revocationStatus.ts'

/** Refusals that rest on what the list of a peer says it is capable of: it may be capable of more since. */
export const byCapabilities: ReadonlySet<RefusalCode> = new Set([
  'PEER_KIND_UNKNOWN',
  'PEER_LIMIT_EXCEEDED',
  'PEER_SCHEMAS_OLDER',
])

/** Asks a peer for its list before the one that we have is old. Whether another one is stored now; never throws for the line. */
export async function renewPeer(
  node: Node,
  { fetchTrustList }: Pick<Courier, 'fetchTrustList'>,
  state: string,
): Promise<boolean> {
  const known = node.trust.peer(state)
  if (known === null) return false
  const taken = await takePeerList(node, { fetchTrustList }, known.list).catch(() => null)
  return taken?.ok === true && taken.list.digest !== known.digest
}

/**
 * Fetches the list that a peer publishes now, and takes it. Lists between it and the one that is here are fetched and
 * taken first, each in its turn: one of them may have announced the signer of the next. Refuses with what
 * `acceptPeerList` refuses; throws where the newest cannot be had.
 */
export async function takePeerList(
  node: Keeper,
  { fetchTrustList }: Pick<Courier, 'fetchTrustList'>,
  known: TrustList,
): Promise<Result<{ list: OpenedTrustList }>> {
  const { state, node: at } = known
  const newest = await fetchTrustList(at.url)
  // Nobody has verified these numbers yet: they decide only what is asked for, and that is bounded.
  const announced = numberOf(newest)
  let number = known.sequence
  // What is not here by then comes with the next attempt.
  const until = performance.now() + exchangeLimits.trustListsMissedMs
  let refused = 0
  for (let asked = 0; asked < exchangeLimits.trustListsMissedMax; asked += 1) {
    if (number + 1 >= announced || performance.now() >= until) break
    const jws = await fetchTrustList(at.url, number + 1).catch(() => null)
    // A peer of an earlier version has nothing under a number that was left out; then the one after it is asked for.
    number = Math.max(number + 1, numberOf(jws))
    // One that has run out is no sign of anything: of a node that was without a network for long there are many.
    const isWanted = jws !== null && number < announced && !hasRunOut(jws, node.now())
    const taken = isWanted ? await acceptPeerList(node, state, jws) : null
    if (taken?.ok !== false) continue
    // No later one of that day is taken either, but the newest may be of another.
    if (taken.code === 'TRUST_LISTS_TOO_MANY') break
    // Each that was refused is in the log, which nobody may fill so; the newest may hold all the same.
    refused += 1
    if (refused === exchangeLimits.trustListsRefusedMax) break
  }
  return await acceptPeerList(node, state, newest)
}

/** Whether a list says to have run out, which nobody has verified. */
function hasRunOut(jws: string, now: Date): boolean {
  const said = readTrustList(jws)
  return said.ok && Date.parse(said.list.nextUpdate) <= now.getTime()
}

/** The number that a list says to have; 0 where it is none. */
function numberOf(jws: string | null): number {
  const said = jws === null ? null : readTrustList(jws)
  return said?.ok === true ? said.list.sequence : 0
}

/**
 * Fetches the lists of revoked certificates that a peer's trust list names. Whether another one is stored now; what
 * cannot be had or is refused is in the logs, and the one before stays until it runs out.
 */
export async function renewRevocationLists(
  node: Keeper & Pick<Node, 'listsAway'>,
  { fetchRevocationList }: Pick<Courier, 'fetchRevocationList'>,
  peer: TrustList,
): Promise<boolean> {
  let isChanged = false
  const named = (peer.revocationLists ?? []).map((one) => ({
    ...one,
    list: revocationListAt(peer.state, one.url),
  }))
  // What could not be had comes last: where it is waited for in vain again, the others are here.
  const away = named.filter(({ list }) => isListAway(node, list))
  const inOrder = [...named.filter((one) => !away.includes(one)), ...away]
  await sideBySide(inOrder, exchangeLimits.revocationListsAtOnceMax, async ({ authority, url, list }) => {
    try {
      const accepted = await acceptRevocationList(node, peer, authority, await fetchRevocationList(url))
      listIsHere(node, list)
      if (accepted.ok && accepted.change === 'next') isChanged = true
    } catch (reason) {
      listIsAway(node, list, reason)
    }
  })
  return isChanged
}

/** Whether a list that a State names of its authorities is not here, or has run out: then nothing of it is believed. */
export function lacksRevocationList(
  { trust, now }: Pick<Node, 'trust' | 'now'>,
  { revocationLists = [] }: TrustList,
): boolean {
  return revocationLists.some(({ authority }) => {
    const known = trust.revocationLists.get(authority)
    return known === undefined || !isCurrent(known, now())
  })
}
