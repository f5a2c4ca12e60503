import { openOwnCheckpoint } from '../../audit/checkpoint.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { readHead } from '../../store/audit.ts'
import { type ShownHead, takeShownHead } from '../shownHead.ts'
import { hasRoot, rolledBack } from '../standing.ts'
import { ask } from './ask.ts'
import type { Healing } from './heal.ts'

/**
 * Asks the peer for the newest head of the log of this node that it has cosigned or was shown with a proof. Null: the database has all
 * that was signed in it, or the peer knows of none.
 */
export async function lostOwnHead({
  node,
  courier,
  peer,
}: Healing): Promise<Result<{ lost: ShownHead | null }>> {
  const { log, log_key: logKey } = await readHead(node.db)
  const signer = node.logSigner(log, logKey)
  const told = await ask(node, courier, peer, { what: 'logHead', origin: signer.name })
  if (!told.ok) return told
  const { checkpoint: note } = told.found
  if (note === undefined) return { ok: true, lost: null }
  const opened = openOwnCheckpoint(Buffer.from(note), signer)
  if (!opened.ok)
    return refuse('MESSAGE_INVALID', { detail: 'the peer tells of a head that this node has not signed' })
  const { size, root } = opened.checkpoint
  const head = { log, size, root: Buffer.from(root), by: peer.state, note }
  return { ok: true, lost: (await hasRoot(node.db, head)) ? null : head }
}

/** Where the peer knows a head of the log that the database lacks, nothing more is signed upon it: NODE_ROLLED_BACK. */
export async function recallOwnHead(healing: Healing): Promise<Result<object>> {
  const told = await lostOwnHead(healing)
  if (!told.ok || told.lost === null) return told
  return (await takeShownHead(healing.node, told.lost)) ? rolledBack : { ok: true }
}
