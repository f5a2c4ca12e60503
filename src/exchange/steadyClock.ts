import type { Node } from './node.ts'

/** So far the clock of a machine may move against one that never goes back, between two looks: time services move it slowly. */
const leapMs = 60_000

/** So long after a leap nothing is destroyed for being over: a clock that leapt is mostly put right by then. */
const holdMs = 3_600_000

/**
 * Whether the clock of the machine has not leapt lately, as far as this process has seen since this was made. What is over by a clock
 * that is a day ahead for a minute would be gone for good: uploads that are between two requests, keys of orders that come again.
 *
 * @param tickMs - milliseconds of a clock that never goes back
 */
export function steadyClock(
  { machineNow, log }: Pick<Node, 'machineNow' | 'log'>,
  tickMs: () => number,
): () => boolean {
  let last = { atMs: machineNow().getTime(), tickMs: tickMs() }
  let leaptMs: number | null = null
  return () => {
    const now = { atMs: machineNow().getTime(), tickMs: tickMs() }
    const aheadMs = now.atMs - last.atMs - (now.tickMs - last.tickMs)
    last = now
    if (Math.abs(aheadMs) > leapMs) {
      leaptMs = now.tickMs
      log.warn(
        { seconds: Math.round(aheadMs / 1_000) },
        'the clock of this machine has leapt: for an hour nothing that is over by it is destroyed',
      )
    }
    return leaptMs === null || now.tickMs - leaptMs >= holdMs
  }
}
