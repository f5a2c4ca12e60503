import { setTimeout as letPass } from 'node:timers/promises'
import { exchanges } from './exchanges.ts'
import { latencyOf } from './latency.ts'
import type { LogPair, Results } from './results.ts'
import type { Pair } from './world.ts'

/** How long is measured what the log costs, in milliseconds, and in how many pairs. */
export interface LogTimes {
  readonly warmMs: number
  readonly logMs: number
  readonly logPairs: number
  readonly restMs: number
  readonly checkpointMs: number
}

/**
 * With a log and without, in turn, two runs in a row each: what else the machine does in a minute is more than the log costs, and nodes
 * that worked a moment ago are quicker than those that have rested, so each has one run of either kind. What nodes did without a log is set
 * beside what those with one did before and after it: a machine that grows slower meanwhile hits both alike.
 */
export async function measureLog(
  pair: Pair,
  logless: Pair,
  inFlight: number,
  times: LogTimes,
): Promise<LogPair[]> {
  await comeToRest(pair, times, true)
  await comeToRest(logless, times, false)
  const twice = async (isLogged: boolean): Promise<number> => {
    const one = isLogged ? pair : logless
    const rates: number[] = []
    for (let run = 0; run < 2; run += 1) {
      const { perSecond } = await exchanges(one, inFlight, {
        warmMs: times.warmMs,
        measuredMs: times.logMs,
      })
      rates.push(perSecond)
      await comeToRest(one, times, isLogged)
    }
    return mean(rates)
  }
  const pairs: LogPair[] = []
  let before = await twice(true)
  for (let round = 0; round < times.logPairs; round += 1) {
    const without = await twice(false)
    const after = await twice(true)
    pairs.push({ withLog: mean([before, after]), without })
    before = after
  }
  return pairs
}

/**
 * What these nodes have left to do would be done while the others are measured, and whoever was quicker leaves more of it. Nobody ever
 * proves what nodes without a log have promised.
 */
export async function comeToRest(
  { asking, answering }: Pair,
  { restMs }: Pick<LogTimes, 'restMs'>,
  isLogged: boolean,
): Promise<void> {
  if (isLogged) await asking.call('proven')
  await Promise.all([asking.call('indexed'), answering.call('indexed')])
  await letPass(restMs)
}

/** How long it is from the outcome of a send to the signed checkpoint that covers it. */
export async function measureCheckpoint(
  pair: Pair,
  inFlight: number,
  times: Pick<LogTimes, 'warmMs' | 'checkpointMs'>,
): Promise<Results['checkpoint'][string]> {
  const delays = await pair.asking.call('checkpointDelays', {
    inFlight,
    warmMs: times.warmMs,
    measuredMs: times.checkpointMs,
  })
  return { ...latencyOf(delays), samples: delays.length }
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
