import type { Node } from '../exchange/node.ts'
import { wrongUse } from './outcome.ts'

/**
 * The authorities whose requests a command shows: the one named, or all of this node.
 *
 * @throws CommandFailure WRONG_USE where the node has no such authority
 */
export function ownAuthorities({ trust }: Pick<Node, 'trust'>, named: string | undefined): readonly string[] {
  const own = trust.own().list.authorities.map(({ id }) => id)
  if (named === undefined) return own
  if (!own.includes(named)) throw wrongUse(`${named} is no authority of this node; it has: ${own.join(', ')}`)
  return [named]
}

/**
 * The authority for which somebody acts at the command line: the one named, or the first of this node.
 *
 * @throws CommandFailure WRONG_USE where the node has no such authority
 */
export function firstAuthority(node: Pick<Node, 'trust'>, named: string | undefined): string {
  return ownAuthorities(node, named)[0] ?? node.trust.own().list.state
}
