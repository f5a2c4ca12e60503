import type { Cost } from './cost.ts'

/** Milliseconds. */
export interface Took {
  readonly p50: number
  readonly p95: number
}

/** How long one page, or all of a kind, took at each size, in the order of the sizes. */
export interface Timed {
  readonly name: string
  /** Whether the design has a goal for it. */
  readonly hasGoal: boolean
  readonly ms: readonly Took[]
}

export interface PageFigures extends Timed {
  /** What one visit costs the node at each size: the median of each. */
  readonly cost: readonly Cost[]
}

/** What was measured: each page, and all visits of a kind together, each page as often as every other. */
export interface Figures {
  readonly pages: readonly PageFigures[]
  readonly together: readonly Timed[]
}

/** Section 12 of the design: the largest beside the smallest, and the time of the server. */
export const goals = { ratio: 1.5, ms: 100 } as const

/** The table as it stands in a README, in Markdown. */
export function tableOf(sizes: readonly number[], pages: readonly Timed[]): string {
  const head = [
    'p50 / p95, ms',
    ...sizes.map((size) => `${size.toLocaleString('en')} requests`),
    'ratio of p95',
    '',
  ]
  const rows = pages.map(({ name, hasGoal, ms }) => [
    name,
    ...ms.map(({ p50, p95 }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`),
    ratioOf(ms).toFixed(2),
    hasGoal ? (isMet(ms) ? 'met' : '**not met**') : '',
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What one visit costs: statements, rows that they gave, and milliseconds of the processor of the node. */
export function costsOf(sizes: readonly number[], pages: readonly PageFigures[]): string {
  const head = [
    'statements / rows / processor ms',
    ...sizes.map((size) => `${size.toLocaleString('en')} requests`),
  ]
  const rows = pages.map(({ name, cost }) => [
    name,
    ...cost.map(({ statements, rows: given, cpuMs }) => `${statements} / ${given} / ${cpuMs.toFixed(1)}`),
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** The p95 at the largest size as a multiple of that at the smallest. */
export function ratioOf(ms: readonly Took[]): number {
  const [first, last] = [ms[0], ms.at(-1)]
  return first === undefined || last === undefined ? 1 : last.p95 / first.p95
}

export function isMet(ms: readonly Took[]): boolean {
  return ratioOf(ms) <= goals.ratio && ms.every(({ p95 }) => p95 < goals.ms)
}
