import { createPublicKey, hash } from 'node:crypto'
import { encodeVerifierKey, noteVerifier } from '../audit/note.ts'
import {
  type AuditHead,
  type PendingEntry,
  append,
  pendingWith,
  readPending,
  succeedLog,
} from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { keepClosingHead } from '../store/witness.ts'
import { growHead } from './growHead.ts'
import type { Node } from './node.ts'
import { openTrail } from './trail.ts'

/**
 * Closes a log whose key was left, in order: its last entry names the log that follows and its key, and its last head is
 * signed with its own key. The log that follows, with the key in use, begins with all entries of the one before, and its own
 * first entry says so. All in the transaction of the sequencer, whose lock must be held: a process that dies in it has
 * closed nothing.
 *
 * @returns the first head of the log that follows
 */
export async function closeLog(
  node: Pick<Node, 'logSigner' | 'keptEdge' | 'logKeys' | 'random' | 'actedFrom'>,
  trx: Trx,
  head: AuditHead,
  now: Date,
): Promise<AuditHead> {
  const log = head.log + 1
  const { name, privateKey } = node.logSigner(log)
  const vkey = encodeVerifierKey(noteVerifier(name, createPublicKey(privateKey)))
  const ending = await openTrail(node, trx, [], now)
  const last = ending.add({ event: 'log.closed', digest: hash('sha256', vkey), code: `log${log}` })
  await append(trx, ending.audit())
  const closed = await growUpTo(node, trx, head, last, now)
  const { size, checkpoint, root } = closed
  await keepClosingHead(trx, { log: head.log, size, note: checkpoint, closed_at: now })
  const next = await succeedLog(trx, log, node.logKeys.inUse())
  const beginning = await openTrail(node, trx, [], now)
  const digest = root.toString('hex')
  const first = beginning.add({ event: 'log.opened', digest, count: size, code: `log${head.log}` })
  await append(trx, beginning.audit())
  // Before all that waits: entries that were made earlier may be committed only now.
  return await growLocked(node, trx, next, [await pendingWith(trx, Buffer.from(first, 'hex'))], now)
}

/** Places what waits up to that leaf, which is the last: what is committed after it goes into the next log. */
async function growUpTo(
  node: Pick<Node, 'logSigner' | 'keptEdge'>,
  trx: Trx,
  head: AuditHead,
  last: string,
  now: Date,
): Promise<AuditHead> {
  const pending = await readPending(trx)
  const end = pending.findIndex(({ leaf }) => leaf.toString('hex') === last)
  const taken = end < 0 ? pending : pending.slice(0, end + 1)
  if (taken.length === 0) throw new Error('the entry that closes the log does not wait for its place')
  const grown = await growLocked(node, trx, head, taken, now)
  return end < 0 ? await growUpTo(node, trx, grown, last, now) : grown
}

async function growLocked(
  node: Pick<Node, 'logSigner' | 'keptEdge'>,
  trx: Trx,
  head: AuditHead,
  entries: readonly PendingEntry[],
  now: Date,
): Promise<AuditHead> {
  const grown = await growHead(node, trx, head, entries, now)
  if (grown === null) throw new Error('another sequencer has moved the head of the log in spite of the lock')
  return grown
}
