/** Which groups are told together, because they are too small to be told one by one. */
export interface Pool {
  /** Places of the groups that have from 1 to less than the least number of cases. */
  readonly few: readonly number[]
  /** Places of larger ones that are told with them, so that no small one can be computed from what is told. */
  readonly hidden: readonly number[]
}

/**
 * Pools the groups that are too small, with as many more, the smallest first, as it takes: together they are not too
 * small, and each of them could have another number of cases, with the same sum, and with each below the least number
 * or not below it as it is told to be. Null: no choice does it, so the whole is not broken down.
 *
 * @param counts - cases of each group, each 1 or more
 * @param togetherOf - cases of the groups at these places together, where one case may stand in several
 */
export function poolOf(
  counts: readonly number[],
  small: number,
  togetherOf = (pooled: readonly number[]) => sumOf(counts, pooled),
): Pool | null {
  const places = counts.map((_, place) => place).sort((one, other) => of(counts, one) - of(counts, other))
  const few = places.filter((place) => of(counts, place) < small)
  if (few.length === 0) return { few: [], hidden: [] }
  for (let size = few.length; size <= places.length; size += 1) {
    const pooled = places.slice(0, size)
    const sum = togetherOf(pooled)
    // A large group is no more than all together: were that the least number, the large one would be told by it.
    const least = size > few.length ? small + 1 : small
    if (sum >= least && pooled.every((place) => canBeOther(place, pooled, counts, small)))
      return { few, hidden: places.slice(few.length, size) }
  }
  return null
}

function canBeOther(
  place: number,
  pooled: readonly number[],
  counts: readonly number[],
  small: number,
): boolean {
  const others = pooled.filter((one) => one !== place).map((one) => of(counts, one))
  const count = of(counts, place)
  return (
    (mayRise(count, small) && others.some((one) => mayFall(one, small))) ||
    (mayFall(count, small) && others.some((one) => mayRise(one, small)))
  )
}

function mayRise(count: number, small: number): boolean {
  return count !== small - 1
}

function mayFall(count: number, small: number): boolean {
  return count !== 1 && count !== small
}

function sumOf(counts: readonly number[], places: readonly number[]): number {
  return places.reduce((before, place) => before + of(counts, place), 0)
}

function of(counts: readonly number[], place: number): number {
  return counts[place] ?? 0
}
