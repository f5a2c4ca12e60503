import { isNotedUnwitnessed } from '../../store/alarms.ts'
import type { AuditHead } from '../../store/audit.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { noteInLog } from '../noteInLog.ts'
import { witnessedUpTo } from './witnessedUpTo.ts'

/**
 * Notes in the log that it lacks witnesses, once it has waited for a quarter of an hour, and that they are back. Each of the two once,
 * whichever process of the node asks the witnesses, and however often that is another.
 *
 * @param nowMs - a clock that never goes back
 * @returns to be called with the newest head when witnesses were asked
 */
export function unwitnessedAlarm(node: Node, nowMs: () => number): (head: AuditHead) => Promise<void> {
  /** The first entry that waits, by when it was logged, and since when this process knows of it. */
  let waiting: { readonly since: Date; readonly atMs: number } | null = null
  /** Whether the log says that it lacks witnesses, and when this process has seen that. */
  let alarmed: { readonly isAlarm: boolean; readonly atMs: number } | null = null

  /**
   * Since when the log waits is known from the database, whichever process began to wait. By the clock of this process as well: one that
   * has just come up, or whose calendar leaps by months in a demonstration, first asks all witnesses, each once at least.
   */
  const isTooLong = (since: Date): boolean => {
    if (waiting?.since.getTime() !== since.getTime()) waiting = { since, atMs: nowMs() }
    const { unwitnessedMaxMs, pauseMs } = exchangeLimits.witness
    const hereMs = nowMs() - waiting.atMs
    const waitedMs = Math.max(hereMs, node.now().getTime() - since.getTime())
    return waitedMs > unwitnessedMaxMs && hereMs >= pauseMs.longest
  }

  return async (head) => {
    const { size, waitingSince } = await witnessedUpTo(node, head)
    const isAlarm = waitingSince !== null && isTooLong(waitingSince)
    if (!isAlarm && waitingSince !== null) return
    // Another process may have noted the one or the other: the log is looked at again after a while.
    if (alarmed?.isAlarm === isAlarm && nowMs() - alarmed.atMs < exchangeLimits.witness.pauseMs.longest)
      return
    alarmed = { isAlarm: await isNotedUnwitnessed(node.db), atMs: nowMs() }
    if (alarmed.isAlarm === isAlarm) return
    // Should the process die before it is noted, whoever asks the witnesses next finds the log without it, and notes it.
    await noteInLog(node, { event: isAlarm ? 'log.unwitnessed' : 'log.witnessed', count: size })
    alarmed = { isAlarm, atMs: nowMs() }
    if (isAlarm) node.log.error({ size }, 'too few witnesses cosign the log')
  }
}
