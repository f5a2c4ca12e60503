import { firstPlace } from './firstPlace.ts'
import type { Mark } from './plan.ts'
import { clockToleranceMs } from './trail.ts'

/** How long after a list was accepted another process of the node may still have judged by the one before. */
const graceMs = 60_000

/**
 * The lists by which a node may have judged at an entry: the newest that its log tells of before, and those that had just been
 * replaced; the oldest first. There may be one for every day of many years, and this is asked for every signature.
 *
 * @param lists - in the order of the log
 */
export function newestAt<List extends Mark>(lists: readonly List[], { index, time }: Mark): readonly List[] {
  const end = firstPlace(lists, (list) => list.index >= index)
  const since = time.getTime() - graceMs
  let start = Math.max(0, end - 1)
  // The times of a log go back by no more than the tolerance, or that is a finding of its own.
  while (start > 0 && timeAt(lists, start) > since - clockToleranceMs) start -= 1
  return lists
    .slice(start, end)
    .filter((_, at) => start + at === end - 1 || timeAt(lists, start + at + 1) > since)
}

function timeAt(lists: readonly Mark[], place: number): number {
  return lists[place]?.time.getTime() ?? Infinity
}
