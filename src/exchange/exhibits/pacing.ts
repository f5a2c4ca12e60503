import { setTimeout as wait } from 'node:timers/promises'

/** Keeps what passes at a rate. */
export interface Pace {
  /** Returns when so many bytes more may pass. At no rate (null) that is at once. */
  readonly pass: (bytes: number, bytesPerSecond: number | null, signal?: AbortSignal) => Promise<void>
}

/** What has not passed in so long is not made up for: after a pause nothing rushes. */
const burstMs = 250

/** @param tickMs - milliseconds of a clock that never goes back */
export function paceBy(tickMs: () => number): Pace {
  /** When all that was let pass so far is through, at its rate. */
  let throughMs = 0
  return {
    async pass(bytes, bytesPerSecond, signal) {
      if (bytesPerSecond === null) return
      const nowMs = tickMs()
      throughMs = Math.max(throughMs, nowMs - burstMs) + (bytes * 1_000) / bytesPerSecond
      const dueMs = throughMs - nowMs
      if (dueMs > 0) await wait(dueMs, undefined, signal === undefined ? {} : { signal })
    },
  }
}
