import { append, readHead } from '../../store/audit.ts'
import type { Trx } from '../../store/database.ts'
import {
  type LeftFile,
  deleteDraftFile,
  listLeftFiles,
  lockLeftFile,
  releaseHandedOver,
} from '../../store/drafts/draftFiles.ts'
import { destroyFileKey } from '../../store/exhibits/deposits.ts'
import { inTransaction } from '../../store/failures.ts'
import { unheardSince } from '../../store/presence.ts'
import { readSetting } from '../../store/settings.ts'
import { removeSealed } from '../exhibits/removeSealed.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import { standingOf } from '../standing.ts'
import { openTrail } from '../trail.ts'

/**
 * Destroys those of these files that were taken in for a draft and that nobody has in hands: no draft names them, no message hands
 * them over; nothing while the database has gone back. While a peer was not heard, only what came after anything can have been lost with
 * a database (`lostUntil`). What it destroys is in the log.
 *
 * @param by - null: the node by itself
 */
export async function forgetFiles(node: Node, deposits: readonly string[], by: Acting | null): Promise<void> {
  for (const deposit of deposits) {
    const sealed = await forget(node, deposit, by)
    // If the process dies here: a sealed file that nobody can open. The sweep removes it.
    if (sealed !== null) await removeSealed(node, sealed)
  }
}

/** Forgets what has been in nobody's hands for a while: whose draft was dropped, or what broke off, with its process or without. */
export async function forgetLeft(node: Node): Promise<void> {
  // Of what was lost with a database a draft may name them, and a message may hand them over.
  const { isBehind, unheard } = await standingOf(node, node.db)
  if (isBehind || unheard.size > 0) return
  const { filesLeftMs, filesForgottenAtOnceMax } = exchangeLimits.drafts
  await releaseHandedOver(node.db)
  const before = new Date(node.machineNow().getTime() - filesLeftMs)
  await forgetFiles(node, await listLeftFiles(node.db, before, filesForgottenAtOnceMax), null)
}

/** Whether nothing that was lost with a database can have it: the database has not gone back, and whoever may know of more has told. */
async function isKnown(node: Node, trx: Trx, { taken_at }: LeftFile): Promise<boolean> {
  const { isBehind, unheard } = await standingOf(node, trx)
  if (isBehind) return false
  return unheard.size === 0 || taken_at.getTime() > (await lostUntil(trx))
}

/**
 * Until when something may have been lost, in milliseconds: the beginning of this process, the last time that a process of this node
 * was the first on its database, or that another log followed one of which something was lost, whichever was last.
 */
async function lostUntil(trx: Trx): Promise<number> {
  const first = await readSetting(trx, unheardSince)
  if (first === null) return Infinity
  const { log_since } = await readHead(trx)
  return Math.max(performance.timeOrigin, Date.parse(first), log_since?.getTime() ?? 0)
}

/** SHA-256 (hex) of the sealed form of what was forgotten, or null. */
async function forget(node: Node, deposit: string, by: Acting | null): Promise<string | null> {
  return await inTransaction(node.db, async (trx) => {
    const left = await lockLeftFile(trx, deposit)
    if (left === null || !(await isKnown(node, trx, left))) return null
    const sealed = left.sealed_sha256.toString('hex')
    await deleteDraftFile(trx, deposit)
    await destroyFileKey(trx, deposit)
    const trail = await openTrail(node, trx, [], node.now())
    const actor = by === null ? {} : { actor: actorOf(by.person, by.address) }
    trail.add({ event: 'exhibit.forgotten', ...actor, digest: sealed, details: { deposit } })
    await append(trx, trail.audit())
    return sealed
  })
}
