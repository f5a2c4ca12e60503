import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/**
 * By how much a number is higher than all that are known, where some may have been given and forgotten: drawn, so that a database that goes
 * back twice to one backup does not give one of them twice.
 */
export function drawnLeap({ random }: Pick<Node, 'random'>): number {
  const drawn = Buffer.from(random(4)).readUInt32BE()
  return 1 + (drawn % exchangeLimits.leapMax)
}
