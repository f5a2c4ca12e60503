import { rootOfEdge } from '../audit/tile.ts'
import type { Hash } from '../audit/tree.ts'
import { type AuditHead, lockSequencer, readHead, readWaiting, sequencedMax } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { closeLog } from './closeLog.ts'
import { growHead, readEdge } from './growHead.ts'
import { keepHead } from './keepHead.ts'
import type { Node } from './node.ts'

type Sequencing = Pick<
  Node,
  'sequencerDb' | 'now' | 'log' | 'logSigner' | 'keptEdge' | 'logKeys' | 'random' | 'actedFrom' | 'memory'
>

/**
 * Gives waiting entries their places in the tree and signs the new checkpoint, with two statements: one reads the head and
 * what waits, one writes all of it or nothing. True when there may be more. The signature is made before the write and nobody
 * sees it before that is committed, so a process that dies here has signed nothing that anybody knows of; the next round
 * starts from the old head. Two at once read the same head: one writes, and what the other has signed goes nowhere. After the
 * commit the node remembers the checkpoint outside its database; a process that dies before that remembers the one before,
 * which is no harm. Signs nothing where the database is behind what the node remembers. A log whose key was left is closed,
 * and the next round begins the one that follows.
 *
 * @param fence - number of the lease with which the process does it: one that another process has taken since writes nothing. Null: by
 * whoever is at it, with compare-and-swap alone
 */
export async function sequenceRound(node: Sequencing, fence: number | null = null): Promise<boolean> {
  const isBehind = node.memory.asOfNow()
  const { head, pending } = await readWaiting(node.sequencerDb)
  const isLeft = node.logKeys.isLeft(head.log_key)
  if ((pending.length === 0 && !isLeft) || isBehind(head)) return false
  const now = node.now()
  if (head.signed_at !== null && now < head.signed_at) {
    // A later checkpoint that looks earlier would break the order that auditors rely on.
    node.log.error(
      { size: head.size, until: head.signed_at.toISOString() },
      'the clock stands before the last checkpoint; nothing is signed until it has passed it',
    )
    return false
  }
  const signed = isLeft
    ? await closeLeft(node, head, now, fence)
    : await growHead(node, node.sequencerDb, head, pending, now, fence)
  if (signed === null) return false
  const { log, size, root, checkpoint } = signed
  await keepHead(node, { log, size, root }, checkpoint)
  return isLeft || pending.length === sequencedMax
}

/** In one transaction and under the lock; null where another sequencer is at work or has been. */
async function closeLeft(
  node: Sequencing,
  left: AuditHead,
  now: Date,
  fence: number | null,
): Promise<AuditHead | null> {
  return await node.sequencerDb.transaction().execute(async (trx) => {
    if (!(await lockSequencer(trx, fence))) return null
    const head = await readHead(trx)
    if (head.log !== left.log || head.size !== left.size) return null
    return await closeLog(node, trx, head, now)
  })
}

/** The root that the stored tree had at this size; null where it was never so long. */
export async function rootAt(trx: Trx, size: number): Promise<Hash | null> {
  return (await readHead(trx)).size < size ? null : rootOfEdge(await readEdge(trx, size))
}
