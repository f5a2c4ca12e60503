import type { Actor } from '../audit/events.ts'
import { append, followLog } from '../store/audit.ts'
import type { Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { revokeAfterLoss } from './accessTokens.ts'
import { drawnLeap } from './drawnLeap.ts'
import type { Node } from './node.ts'
import { endSessionsAfterLoss } from './people/sessions.ts'
import { isDatabaseBehind } from './standing.ts'
import { type Trail, openTrail } from './trail.ts'
import { disableAfterLoss } from './webhooks/afterLoss.ts'

/** Why a log is followed by another. */
export interface Continuation {
  readonly reason: string
  /** The person who decided it; absent: the node by itself, because a peer has proven it. */
  readonly actor?: Actor
  /** The new log is dated from then on at the earliest: whatever was signed before belongs to the old one. */
  readonly since: Date
  /** Number of the newest log that others know of; 0 where they know of none. */
  readonly knownLog?: number
}

/**
 * Ends the log whose database went back, and lets another follow under a new name: what was published of the old one is
 * lost, and to go on with it would be a fork. The name is drawn, for a database that goes back a second time does not know under which
 * name the log was followed after the first. The first entry of the new log says so; access tokens and sessions at
 * the desk count no more, and no endpoint of webhooks is told anything.
 */
export async function continueLog(
  node: Pick<Node, 'memory' | 'logKeys' | 'random'>,
  trx: Trx,
  trail: Trail,
  { reason, actor, since, knownLog = 0 }: Continuation,
): Promise<void> {
  const known = node.memory.newest()
  const number = { beyond: Math.max(knownLog, known?.log ?? 0), leap: drawnLeap(node) }
  const before = await followLog(trx, number, since, node.logKeys.inUse())
  const signed = known?.log === before.log && known.size > before.size ? known : null
  trail.add({
    event: 'log.continued',
    digest: before.root.toString('hex'),
    count: before.size,
    code: `log${before.log}`,
    ...(actor === undefined ? {} : { actor }),
    details: {
      reason,
      ...(signed === null ? {} : { root: signed.root.toString('hex'), size: signed.size }),
    },
  })
  await revokeAfterLoss(trx, trail, since)
  await endSessionsAfterLoss(trx, trail)
  await disableAfterLoss(trx, trail, since)
}

/**
 * A person accepts that the database went back and no newer one is to be had: the log ends where it was last signed, and
 * the node goes on with what it has under a new log. What it lacks, it then asks its peers for. False where the database
 * is not behind.
 */
export async function continueAfterLoss(
  node: Pick<Node, 'db' | 'memory' | 'logSigner' | 'logKeys' | 'random' | 'actedFrom' | 'now'>,
  actor: Actor,
  reason: string,
): Promise<boolean> {
  if (!(await isDatabaseBehind(node))) return false
  await inTransaction(node.db, async (trx) => {
    const now = node.now()
    const trail = await openTrail(node, trx, [], now)
    await continueLog(node, trx, trail, { reason, actor, since: now })
    await append(trx, trail.audit())
  })
  return true
}
