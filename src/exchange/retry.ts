/** Bounds of the attempts at one delivery. */
export const retryLimits = {
  firstDelayMs: 500,
  longestDelayMs: 60_000,
  /** After this long without an answer a message is a dead letter: a person must look (ETSI EN 319 522 relay failure). */
  givenUpAfterMs: 14 * 24 * 3_600_000,
} as const

/**
 * When to try again: exponential back-off, of which one half is drawn, so that nodes which lost the same peer do not all
 * return at the same moment. Pure.
 *
 * @param attempts - attempts made so far, at least 1
 * @param failingMs - milliseconds since the first failure
 * @param random - a number in [0, 1)
 * @returns the delay in milliseconds, or null when the message is to be given up
 */
export function retryDelayMs(attempts: number, failingMs: number, random: number): number | null {
  if (failingMs >= retryLimits.givenUpAfterMs) return null
  const ceiling = Math.min(
    retryLimits.longestDelayMs,
    retryLimits.firstDelayMs * 2 ** Math.min(attempts - 1, 20),
  )
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
