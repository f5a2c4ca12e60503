import { type Latency, latencyOf } from './latency.ts'

/** Load that comes by the clock, whoever still waits for an answer. */
export interface OpenLoopOptions {
  readonly perSecond: number
  readonly seconds: number
  /** Latencies are told for each of so many seconds. */
  readonly windowSeconds: number
}

/** What came of those that were due within a window. */
export interface Window {
  readonly done: number
  readonly latency: Latency
}

export interface OpenLoopResult {
  readonly begun: number
  readonly windows: readonly Window[]
  /** What each that failed was told, with how many were told so. */
  readonly failures: Readonly<Record<string, number>>
}

/** So many seconds' load may wait at once: with more, the load is beyond what is measured, and no more is begun. */
const waitingSecondsMax = 20

/**
 * Begins something at even distances and waits for none of them. How long one took counts from when it was due, and not from when it
 * was begun: where the process was late to begin it, whoever wanted it has waited for that too.
 */
export async function openLoop(
  { perSecond, seconds, windowSeconds }: OpenLoopOptions,
  once: () => Promise<void>,
): Promise<OpenLoopResult> {
  const took: number[][] = Array.from({ length: Math.ceil(seconds / windowSeconds) }, () => [])
  const failures: Record<string, number> = {}
  const all = Math.round(perSecond * seconds)
  const began = performance.now()
  const waiting = new Set<Promise<void>>()
  let begun = 0
  const begin = (): void => {
    const dueMs = (begun * 1000) / perSecond
    const window = took[Math.floor(dueMs / 1000 / windowSeconds)]
    begun += 1
    const one = once()
      .then(() => void window?.push(performance.now() - began - dueMs))
      .catch((reason: unknown) => {
        const what = String(reason)
        failures[what] = (failures[what] ?? 0) + 1
      })
      .finally(() => waiting.delete(one))
    waiting.add(one)
  }
  while (begun < all) {
    const due = Math.min(all, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1)
    while (begun < due) begin()
    if (waiting.size > perSecond * waitingSecondsMax)
      throw new Error(`${waiting.size} wait at once, after ${begun} were begun`)
    await new Promise((soon) => setTimeout(soon, 2))
  }
  await Promise.all(waiting)
  return {
    begun,
    windows: took.map((times) => ({ done: times.length, latency: latencyOf(times) })),
    failures,
  }
}
