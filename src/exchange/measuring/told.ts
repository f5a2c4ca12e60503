import type { GaugeName } from './metricNames.ts'

/** A number of this moment. */
export interface Value {
  readonly name: GaugeName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A number, where there is one. */
export function told(name: GaugeName, value: number | null, labels: Value['labels'] = {}): Value[] {
  return value === null ? [] : [{ name, labels, value }]
}

/** 1 where it is so, else 0. */
export function flag(name: GaugeName, isSo: boolean, labels: Value['labels'] = {}): Value[] {
  return told(name, isSo ? 1 : 0, labels)
}

/** How long something has been so; null: it is not, or it is not known since when. */
export function secondsBetween(since: Date | null, at: Date): number | null {
  return since === null ? null : Math.max(0, (at.getTime() - since.getTime()) / 1_000)
}
