/** Half of the times are no longer than the median, nine tenths no longer than the ninth decile. In hours. */
export interface Spread {
  readonly count: number
  readonly medianHours: number
  /** Null where there are too few for a tenth of them to hide anybody. */
  readonly p90Hours: number | null
}

/**
 * The spread of times that were counted.
 *
 * @param times - tenths of an hour, and how often each came; at least one
 * @param decileFrom - as many times it takes to tell the ninth decile
 */
export function spreadOf(times: ReadonlyMap<number, number>, decileFrom: number): Spread {
  const sorted = [...times].sort(([one], [other]) => one - other)
  const count = sorted.reduce((sum, [, number]) => sum + number, 0)
  const middle = (at(sorted, Math.ceil(count / 2)) + at(sorted, Math.floor(count / 2) + 1)) / 2
  const p90 = count < decileFrom ? null : at(sorted, Math.ceil(count * 0.9)) / 10
  return { count, medianHours: Math.round(middle) / 10, p90Hours: p90 }
}

/** The time at a rank, from 1. */
function at(sorted: readonly (readonly [number, number])[], rank: number): number {
  let passed = 0
  for (const [time, number] of sorted) {
    passed += number
    if (passed >= rank) return time
  }
  throw new RangeError(`there is no time at rank ${rank}`)
}
