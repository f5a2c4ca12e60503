import type { Node } from './node.ts'

/** Those beside whose database nothing can be kept at the moment, which has been said. */
const failing = new WeakSet<Node['memory']>()

/**
 * Keeps a head that is committed beside the database. Where that disk is full or fails, what was signed stands all the same: the next head
 * is kept, or the next beat of a process keeps this one.
 */
export async function keepHead(
  { memory, log }: Pick<Node, 'memory' | 'log'>,
  ...kept: Parameters<Node['memory']['keep']>
): Promise<void> {
  try {
    await memory.keep(...kept)
    failing.delete(memory)
  } catch (reason) {
    if (!failing.has(memory))
      log.error({ reason: String(reason) }, 'the checkpoint could not be kept beside the database')
    failing.add(memory)
  }
}
