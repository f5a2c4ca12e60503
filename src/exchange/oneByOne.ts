import { isConnectionError, tookTooLong } from '../store/failures.ts'

/** How each of several is done alone. */
export interface Alone<One, Outcome> {
  readonly of: (one: One) => Promise<Outcome>
  /** What is told of one that was not done. */
  readonly undone: Outcome
  readonly onBroken: (one: One, reason: unknown) => void
}

/**
 * Does each alone, in a transaction of its own, where all together broke: one that is at fault spoils no other. Where the database
 * goes away, or takes too long for a second one, none of the rest is tried: it would take as long for each of them, and whoever
 * sent them waits no longer.
 *
 * @returns as many outcomes as there are, in the same order
 */
export async function oneByOne<One, Outcome>(
  all: readonly One[],
  alone: Alone<One, Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let tooLong = 0
  for (const one of all) {
    try {
      outcomes.push(await alone.of(one))
    } catch (reason) {
      alone.onBroken(one, reason)
      outcomes.push(alone.undone)
      if (tookTooLong(reason)) tooLong += 1
      if (isConnectionError(reason) || tooLong > 1) break
    }
  }
  return [...outcomes, ...all.slice(outcomes.length).map(() => alone.undone)]
}
