/** One place of two sequences beside each other: what stands in both, or in one of them alone. */
export type Aligned<Item> =
  | { readonly is: 'same'; readonly before: Item; readonly after: Item }
  | { readonly is: 'removed'; readonly before: Item }
  | { readonly is: 'added'; readonly after: Item }

/** Pairs that are compared at most, in a table of two octets each; beyond, what stands between is taken for exchanged as a whole. */
const cellsMax = 2_000_000

/**
 * Two sequences beside each other, by the longest that both have in common (the longest common subsequence of what remains between a
 * common beginning and a common end). What was taken away stands before what came for it.
 */
export function aligned<Item>(
  before: readonly Item[],
  after: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): readonly Aligned<Item>[] {
  const shortest = Math.min(before.length, after.length)
  const isSameAt = (one: number, other: number): boolean => {
    const [old, now] = [before[one], after[other]]
    return old !== undefined && now !== undefined && isSame(old, now)
  }
  let first = 0
  while (first < shortest && isSameAt(first, first)) first += 1
  let last = 0
  while (last < shortest - first && isSameAt(before.length - 1 - last, after.length - 1 - last)) last += 1
  const [old, now] = [before.slice(first, before.length - last), after.slice(first, after.length - last)]
  return [
    ...beside(before.slice(0, first), after.slice(0, first)),
    ...between(old, now, isSame),
    ...beside(before.slice(before.length - last), after.slice(after.length - last)),
  ]
}

function beside<Item>(before: readonly Item[], after: readonly Item[]): Aligned<Item>[] {
  return before.flatMap((one, place): Aligned<Item>[] => {
    const other = after[place]
    return other === undefined ? [] : [{ is: 'same', before: one, after: other }]
  })
}

function between<Item>(
  before: readonly Item[],
  after: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): Aligned<Item>[] {
  const width = after.length + 1
  if ((before.length + 1) * width > cellsMax) return exchanged(before, after)
  // How many are in common from each place on.
  const common = new Uint16Array((before.length + 1) * width)
  const at = (row: number, column: number): number => common[row * width + column] ?? 0
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const [one, other] = [before[row], after[column]]
      const isPair = one !== undefined && other !== undefined && isSame(one, other)
      common[row * width + column] = isPair
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  const found: Aligned<Item>[] = []
  let [row, column] = [0, 0]
  for (;;) {
    const [one, other] = [before[row], after[column]]
    if (one === undefined || other === undefined) break
    if (isSame(one, other)) {
      found.push({ is: 'same', before: one, after: other })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      found.push({ is: 'removed', before: one })
      row += 1
    } else {
      found.push({ is: 'added', after: other })
      column += 1
    }
  }
  return [...found, ...exchanged(before.slice(row), after.slice(column))]
}

function exchanged<Item>(before: readonly Item[], after: readonly Item[]): Aligned<Item>[] {
  return [
    ...before.map((one): Aligned<Item> => ({ is: 'removed', before: one })),
    ...after.map((one): Aligned<Item> => ({ is: 'added', after: one })),
  ]
}
