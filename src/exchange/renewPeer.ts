import type { RefusalCode } from '../message/refusal.ts'
import type { Node } from './node.ts'
import type { Courier } from './post.ts'
import { acceptRevocationList } from './revocationKeeping.ts'
import { acceptPeerList } from './trustKeeping.ts'
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
  const jws = await fetchTrustList(known.list.node.url).catch(() => null)
  if (jws === null) return false
  const accepted = await acceptPeerList(node, state, jws)
  return accepted.ok && accepted.list.digest !== known.digest
}

/**
 * Fetches the lists of revoked certificates that a peer's trust list names. Whether another one is stored now; what
 * cannot be had or is refused is in the logs, and the one before stays until it runs out.
 */
export async function renewRevocationLists(
  node: Pick<Node, 'state' | 'db' | 'random' | 'signer' | 'now' | 'log'>,
  { fetchRevocationList }: Pick<Courier, 'fetchRevocationList'>,
  peer: TrustList,
): Promise<boolean> {
  let isChanged = false
  for (const { authority, url } of peer.revocationLists ?? []) {
    try {
      const accepted = await acceptRevocationList(node, peer, authority, await fetchRevocationList(url))
      if (accepted.ok && accepted.change === 'next') isChanged = true
    } catch (reason) {
      node.log.warn({ peer: peer.state, reason: String(reason) }, 'a revocation list could not be fetched')
    }
  }
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
