import type { Authority, TrustList } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
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
  const says = [particular('authorityNotOurs', { authority: from })]
  return refuse('AUTHORITY_UNKNOWN', { pointer: '/from', says })
}

/**
 * The list of the State that is written to. Refuses with PEER_UNKNOWN, TRUST_LIST_EXPIRED, or AUTHORITY_UNKNOWN where the
 * list has no such authority.
 */
export function checkPeer(node: Node, { to }: Pick<Draft, 'to'>, now: Date): Result<{ peer: TrustList }> {
  const peer = node.trust.peer(stateOf(to))
  if (peer === null) {
    const says = [particular('listNotPinned', { state: stateOf(to) })]
    return refuse('PEER_UNKNOWN', { pointer: '/to', says })
  }
  if (now.getTime() >= Date.parse(peer.list.nextUpdate)) return refuse('TRUST_LIST_EXPIRED')
  if (authorityOf(peer.list, to, now) === null) {
    const says = [particular('authorityInNoList', { authority: to })]
    return refuse('AUTHORITY_UNKNOWN', { pointer: '/to', says })
  }
  return { ok: true, peer: peer.list }
}
