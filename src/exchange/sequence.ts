import { rootOfEdge } from '../audit/tile.ts'
import type { Hash } from '../audit/tree.ts'
import { type AuditHead, lockSequencer, readHead, readPending, sequencedMax } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { closeLog } from './closeLog.ts'
import { growHead, readEdge } from './growHead.ts'
import type { Node } from './node.ts'

/** What a round has signed, and whether there may be more to do. */
interface Signed {
  readonly head: AuditHead
  readonly more: boolean
}

/**
 * Gives waiting entries their places in the tree and signs the new checkpoint, in one transaction. True when there
 * may be more. The signature is made before the commit and nobody sees it before the commit, so a process that dies
 * here has signed nothing that anybody knows of; the next round starts from the old head. After the commit the node
 * remembers the checkpoint outside its database; a process that dies before that remembers the one before, which is
 * no harm. Signs nothing where the database is behind what the node remembers. A log whose key was left is closed, and
 * the next round begins the one that follows.
 */
export async function sequenceRound(node: Sequencing): Promise<boolean> {
  const signed = await node.sequencerDb.transaction().execute((trx) => signNext(node, trx))
  if (signed === null) return false
  const { log, size, root, checkpoint } = signed.head
  await node.memory.keep({ log, size, root }, checkpoint)
  return signed.more
}

type Sequencing = Pick<
  Node,
  'sequencerDb' | 'now' | 'log' | 'logSigner' | 'keptEdge' | 'logKeys' | 'random' | 'actedFrom' | 'memory'
>

async function signNext(node: Sequencing, trx: Trx): Promise<Signed | null> {
  if (!(await lockSequencer(trx))) return null
  const isBehind = node.memory.asOfNow()
  const head = await readHead(trx)
  const pending = await readPending(trx)
  const isLeft = node.logKeys.isLeft(head.log_key)
  if ((pending.length === 0 && !isLeft) || isBehind(head)) return null
  const now = node.now()
  if (head.signed_at !== null && now < head.signed_at) {
    // A later checkpoint that looks earlier would break the order that auditors rely on.
    node.log.error(
      { size: head.size },
      'the clock stands before the last checkpoint; nothing is signed until it has passed it',
    )
    return null
  }
  if (isLeft) return { head: await closeLog(node, trx, head, now), more: true }
  const grown = await growHead(node, trx, head, pending, now)
  return { head: grown, more: pending.length === sequencedMax }
}

/** The root that the stored tree had at this size; null where it was never so long. */
export async function rootAt(trx: Trx, size: number): Promise<Hash | null> {
  return (await readHead(trx)).size < size ? null : rootOfEdge(await readEdge(trx, size))
}
