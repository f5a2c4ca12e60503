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
