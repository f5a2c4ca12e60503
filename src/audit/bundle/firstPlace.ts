/**
 * The first place of an ordered row from which on something is so, found by halves; the length of the row where it is so nowhere.
 *
 * @param isSo - false up to some place, and true from there on
 */
export function firstPlace<Item>(row: readonly Item[], isSo: (item: Item) => boolean): number {
  let [low, high] = [0, row.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = row[middle]
    if (item !== undefined && !isSo(item)) low = middle + 1
    else high = middle
  }
  return low
}
