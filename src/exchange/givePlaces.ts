import { isPendingUpTo, lastPending } from '../store/audit.ts'
import { isLeased } from '../store/leases.ts'
import type { Node } from './node.ts'
import { sequenceRound } from './sequence.ts'
import { isDatabaseBehind } from './standing.ts'

/** What of an open node gives places in the log. */
export interface PlaceGiver {
  readonly node: Node
  readonly comeUp: () => Promise<void>
}

/**
 * Gives what waits its place in the log, where no process of the node serves that would: so that a command which reads the log at a
 * node that is stopped answers from all of it. The peers and the witnesses are asked before anything is signed, and
 * upon a database that went back nothing is: nor is anything put back, or another log begun, by who only reads. What cannot be given its place waits on, and `stillWaiting` counts it;
 * a process that dies in it has signed what is stored, or nothing.
 */
export async function givePlaces({ node, comeUp }: PlaceGiver): Promise<void> {
  const last = await lastPending(node.db)
  if (last === null || (await isLeased(node.db, 'sequence'))) return
  try {
    await comeUp()
    if (await isDatabaseBehind(node)) return
    let isMore = true
    while (isMore && (await isPendingUpTo(node.db, last))) isMore = await sequenceRound(node)
  } catch (reason) {
    // Of a log that is broken there is still to be read what can be.
    node.log.error({ reason: String(reason) }, 'what waits for its place in the log could not be given one')
  }
}
