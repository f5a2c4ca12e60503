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
  }
  readonly goals: typeof steadyGoals
}

/** The last third of the time beside the third before it: no more memory, and no longer waits. */
export const steadyGoals = { memoryRatio: 1.1, p99Ratio: 1.5 } as const

/** The middle one of the last third of the values as a multiple of that of the middle third; the first third is warming up. */
export function lastBesideMiddle(all: readonly number[]): number {
  const third = Math.floor(all.length / 3)
  return medianOf(all.slice(all.length - third)) / medianOf(all.slice(third, all.length - third))
}

function medianOf(some: readonly number[]): number {
  const sorted = [...some].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The table as it stands on the page of the benchmark, in Markdown. */
export function tableOfSteady(results: Steady): string {
  const { windows, failures, memoryMiB, reverified, begun, perSecond, most } = results
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0)
  const done = windows.reduce((sum, window) => sum + window.done, 0)
  const p99 = windows.map(({ latency }) => latency.p99)
  const growth = (['asking', 'answering'] as const).map((side) =>
    lastBesideMiddle(memoryMiB.map((one) => one[side])),
  )
  const slower = lastBesideMiddle(p99)
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
    [
      'messages whose receipt and proof were verified anew, beside it',
      whole(reverified.messages),
      'all',
      verdict(reverified.messages >= done),
    ],
    [
      'heads that they lead to, each found among the entries of the log',
      `${whole(reverified.heads)} in ${whole(reverified.entries)} entries`,
      '',
      '',
    ],
    [
      'p99 in a minute: least / middle / most, ms',
      `${whole(Math.min(...p99))} / ${whole(medianOf(p99))} / ${whole(Math.max(...p99))}`,
      '',
      '',
    ],
    [
      'p99 of the last third beside the middle third',
      slower.toFixed(2),
      `≤ ${steadyGoals.p99Ratio}`,
      verdict(slower <= steadyGoals.p99Ratio),
    ],
    [
      'memory of the last third beside the middle third, asking / answering node',
      growth.map((ratio) => ratio.toFixed(2)).join(' / '),
      `≤ ${steadyGoals.memoryRatio}`,
      verdict(Math.max(...growth) <= steadyGoals.memoryRatio),
    ],
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
