import type { Node } from '../node.ts'

/** Where something was done with a file: as a person says, else where the node stands; nothing where nobody says. */
export function whereDone({ place }: Pick<Node, 'place'>, said?: string): { readonly place?: string } {
  const where = said ?? place
  return where === null ? {} : { place: where }
}
