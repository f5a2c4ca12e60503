import type { Refusal } from './refusal.ts'

/** Several refusals of one order as one: the first, with the others beside it; null: there is none. */
export function together(found: readonly (Refusal | null)[]): Refusal | null {
  const [first, ...others] = found.flatMap((one) => (one === null ? [] : eachOf(one)))
  if (first === undefined) return null
  return others.length === 0 ? first : { ...first, others }
}

/** All that is wrong with an order, each as if it stood alone. */
export function eachOf({ others = [], ...first }: Refusal): readonly Refusal[] {
  return [first, ...others]
}
