import type { RefusalCode } from '../message/refusal.ts'
import type { Node } from './node.ts'

type Doubting = Pick<Node, 'trust' | 'listsInDoubt'>

/**
 * Has the lists of these States fetched soon where what their own node has brought is signed with a key that the list which is here
 * does not name, or that only the list of another State names: the one that they publish now may name it. How often one is asked is
 * bounded by whoever fetches.
 */
export function doubtBrought(node: Doubting, code: RefusalCode, states: readonly string[]): void {
  if (code !== 'SIGNER_UNKNOWN' && code !== 'SENDER_NOT_SIGNER') return
  for (const state of states) if (node.trust.peer(state) !== null) node.listsInDoubt.add(state)
}

/**
 * The same where a peer answers with such a key, or that it cannot read what was sealed to it: its key for that may be another one
 * now. What it says without a signature settles nothing else.
 */
export function doubtAnswered(node: Doubting, code: RefusalCode, peer: string): void {
  if (code === 'SIGNER_UNKNOWN' || code === 'ENVELOPE_INVALID') node.listsInDoubt.add(peer)
}
