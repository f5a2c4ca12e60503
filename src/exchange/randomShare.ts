import type { Node } from './node.ts'

/** A number in [0, 1), of 32 bits. */
export function randomShare({ random }: Pick<Node, 'random'>): number {
  return Buffer.from(random(4)).readUInt32BE() / 2 ** 32
}
