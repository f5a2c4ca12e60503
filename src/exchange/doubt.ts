import type { TrustList } from '../message/generated/types.ts'
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

/**
 * The own list is in doubt where a peer that is asked does not know or believe this node, or seals its answer to a key that is not here:
 * it may have a newer list of this State, which was lost with the database and the keys that it names. It takes no older one, and cannot
 * tell. Which list then follows says `isOwnListDoubted`.
 */
export function doubtOwnList(node: Pick<Node, 'state' | 'listsInDoubt'>): void {
  node.listsInDoubt.add(node.state)
}

/** What the log of the program says then: whoever runs the node is to ask whether a backup was put back. */
export const ownListDoubted =
  'a peer does not know this node by the list that it has of this State; another list is issued'

/**
 * Whether another list of this State is to be signed though nothing in it has changed: it was put in doubt, and is from before this process
 * came up. So once at most for each time that one comes up, whatever a peer answers.
 *
 * @param cameUp - when this process came up; the time of a list is told to the second
 */
export function isOwnListDoubted(
  { state, listsInDoubt }: Pick<Node, 'state' | 'listsInDoubt'>,
  { issuedAt }: Pick<TrustList, 'issuedAt'>,
  cameUp: Date,
): boolean {
  return listsInDoubt.has(state) && Date.parse(issuedAt) + 1_000 <= cameUp.getTime()
}
