import type { KnownHead } from '../store/checkpointFile.ts'
import { rootAt } from './sequence.ts'
import type { Node } from './node.ts'

/** A head of the own log as others have it: signed by this node, which was verified. */
export interface ShownHead extends KnownHead {
  /** The State or the witness that has shown it. */
  readonly by: string
  readonly note: string
}

/**
 * Others show a head of the log that this node has signed. Where the database lacks it, or has another past, nothing more is
 * signed upon this database. True where it does.
 */
export async function takeShownHead(
  node: Pick<Node, 'db' | 'memory' | 'log'>,
  { log, size, root, by, note }: ShownHead,
): Promise<boolean> {
  const own = await node.db.transaction().execute((trx) => rootAt(trx, size))
  if (own !== null && root.equals(own)) return false
  node.log.error({ by, size }, 'another holds a head of this log that its database lacks')
  if (own === null) await node.memory.keep({ log, size, root }, note)
  else node.memory.distrust(log, `${by} has another head of ${size} entries`)
  return true
}
