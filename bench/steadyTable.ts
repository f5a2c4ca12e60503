import type { Window } from './openLoop.ts'
import { verdict, whole } from './results.ts'
import type { Durability } from './world.ts'

/** What `steady.json` holds. */
export interface Steady {
  readonly date: string
  readonly machine: string
  readonly load: readonly number[]
  readonly node: string
  readonly durability: Durability
  readonly minutes: number
  /** Exchanges in a second: what a closed loop has reached before, and what the load was. */
  readonly most: number
  readonly perSecond: number
  readonly begun: number
  /** By the minute. */
  readonly windows: readonly Window[]
  readonly failures: Readonly<Record<string, number>>
  /** Peaks of resident memory, every few seconds. */
  readonly memoryMiB: readonly { readonly asking: number; readonly answering: number }[]
  /** What was verified anew meanwhile. */
  readonly reverified: {
    readonly messages: number
    readonly heads: number
    readonly entries: number
    readonly memoryMiB: number
    /** Messages that had a receipt and were not verified anew yet; absent where that was not looked at. */
    readonly unverified?: {
      /** When the load ended, and at most until then. */
      readonly atEnd: number
      readonly most: number
      /** From the end of the load until all were. */
      readonly doneAfterMs: number
    }
  }
  readonly goals: Readonly<Partial<typeof steadyGoals>>
}

/**
 * The last third of the time beside those before it: no more memory, and no longer waits. Whoever verifies is never further behind than
 * by what comes in so many seconds.
 */
export const steadyGoals = { memoryRatio: 1.1, p99Ratio: 1.5, behindSeconds: 60 } as const

/** The middle one of the values in each third of the time. */
export function thirdsOf(all: readonly number[]): readonly [number, number, number] {
  const third = Math.floor(all.length / 3)
  const last = all.length - third
  return [medianOf(all.slice(0, third)), medianOf(all.slice(third, last)), medianOf(all.slice(last))]
}

function medianOf(some: readonly number[]): number {
  const sorted = [...some].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The table as it stands on the page of the benchmark, in Markdown. */
export function tableOfSteady(results: Steady): string {
  const { windows, failures, begun, perSecond, most } = results
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0)
  const done = windows.reduce((sum, window) => sum + window.done, 0)
  const rows = [
    ['', 'measured', 'goal', ''],
    ['---', '---', '---', '---'],
    [
      `exchanges in a second, for ${results.minutes} minutes; a closed loop has reached ${whole(most)}`,
      whole(perSecond),
      'half',
      '',
    ],
    ['begun / ended', `${whole(begun)} / ${whole(done)}`, 'all', verdict(done === begun)],
    ['errors', whole(failed), '0', verdict(failed === 0)],
    ...reverifiedRows(results, done),
    ...latencyRows(results),
    ...memoryRows(results),
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function reverifiedRows({ reverified, perSecond }: Steady, done: number): readonly string[][] {
  const { unverified } = reverified
  const behindMax = perSecond * steadyGoals.behindSeconds
  const notRecorded = 'not recorded'
  return [
    [
      'messages whose receipt and proof were verified anew, until the end or after it',
      whole(reverified.messages),
      'all',
      verdict(reverified.messages >= done),
    ],
    [
      'of these not verified yet: when the load ended / at most before',
      unverified === undefined ? notRecorded : `${whole(unverified.atEnd)} / ${whole(unverified.most)}`,
      `≤ ${whole(behindMax)}, what comes in a minute`,
      unverified === undefined ? notRecorded : verdict(unverified.most <= behindMax),
    ],
    [
      'seconds from the end of the load until all were',
      unverified === undefined ? notRecorded : (unverified.doneAfterMs / 1000).toFixed(1),
      '',
      '',
    ],
    [
      'heads that they lead to, each found among the entries of the log',
      `${whole(reverified.heads)} in ${whole(reverified.entries)} entries`,
      '',
      '',
    ],
  ]
}

function latencyRows({ windows, minutes }: Steady): readonly string[][] {
  const p99 = windows.map(({ latency }) => latency.p99)
  const [first, middle, last] = thirdsOf(p99)
  const seconds = (minutes * 60) / windows.length
  const span = seconds === 60 ? 'minute' : `${whole(seconds)} seconds`
  const beside = (before: number): string[] => [
    (last / before).toFixed(2),
    `≤ ${steadyGoals.p99Ratio}`,
    verdict(last / before <= steadyGoals.p99Ratio),
  ]
  return [
    [
      `p99 of each ${span}, the middle one of the first / middle / last third of the time, ms`,
      [first, middle, last].map(whole).join(' / '),
      '',
      '',
    ],
    [
      `p99 of the best ${span} / of the worst, ms`,
      `${whole(Math.min(...p99))} / ${whole(Math.max(...p99))}`,
      '',
      '',
    ],
    ['p99 of the last third beside the first third', ...beside(first)],
    ['p99 of the last third beside the middle third', ...beside(middle)],
  ]
}

function memoryRows({ memoryMiB }: Steady): readonly string[][] {
  const both = (['asking', 'answering'] as const).map((side) => thirdsOf(memoryMiB.map((one) => one[side])))
  // In the first third the nodes warm up.
  const growth = both.map(([, middle, last]) => last / middle)
  return [
    [
      'memory, the middle value of the first / middle / last third, MiB: asking; answering node',
      both.map((thirds) => thirds.map(whole).join(' / ')).join('; '),
      '',
      '',
    ],
    [
      'memory of the last third beside the middle third, asking / answering node',
      growth.map((ratio) => ratio.toFixed(2)).join(' / '),
      `≤ ${steadyGoals.memoryRatio}`,
      verdict(Math.max(...growth) <= steadyGoals.memoryRatio),
    ],
  ]
}
