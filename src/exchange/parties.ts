import type { Authority, TrustList } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { stateOf } from '../message/stateOf.ts'
import { authorityOf } from '../trust/list.ts'
import type { Node } from './node.ts'
import type { Draft } from './send.ts'

/** The authority of this node for which a draft speaks. Refuses with AUTHORITY_UNKNOWN anybody else. */
export function ownAuthority(
  node: Node,
  { from }: Pick<Draft, 'from'>,
  now: Date,
): Result<{ authority: Authority }> {
  const authority = stateOf(from) === node.state ? authorityOf(node.trust.own().list, from, now) : null
  if (authority !== null) return { ok: true, authority }
  return refuse('AUTHORITY_UNKNOWN', { pointer: '/from', detail: `${from} is no authority of this node` })
}

/**
 * The list of the State that is written to. Refuses with PEER_UNKNOWN, TRUST_LIST_EXPIRED, or AUTHORITY_UNKNOWN where the
 * list has no such authority.
 */
export function checkPeer(node: Node, { to }: Pick<Draft, 'to'>, now: Date): Result<{ peer: TrustList }> {
  const peer = node.trust.peer(stateOf(to))
  if (peer === null)
    return refuse('PEER_UNKNOWN', { pointer: '/to', detail: `no trust list of ${stateOf(to)} is pinned` })
  if (now.getTime() >= Date.parse(peer.list.nextUpdate)) return refuse('TRUST_LIST_EXPIRED')
  if (authorityOf(peer.list, to, now) === null) {
    return refuse('AUTHORITY_UNKNOWN', { pointer: '/to', detail: `${to} is in no trust list in force` })
  }
  return { ok: true, peer: peer.list }
}
