import type { RefusalCode } from '../message/refusal.ts'
import type { Node } from './node.ts'
import type { Courier } from './post.ts'
import { acceptPeerList } from './trustKeeping.ts'

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
