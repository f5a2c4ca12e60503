/** How long work of one thread may hold up everything else, in milliseconds. */
export interface TurnTimes {
  /** After so long, others have the thread before the next item. */
  readonly breathesMs: number
  /** What has not begun by then is left. */
  readonly endsMs: number
}

/**
 * Does something with each item, one after the other, on this thread; whatever else waits for the thread has its turn in between. The
 * first is always done.
 *
 * @returns what came of the items, in their order: fewer than were given where the time was over
 */
export async function eachInTurn<Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Outcome,
  { breathesMs, endsMs }: TurnTimes,
): Promise<Outcome[]> {
  const beganMs = performance.now()
  let breathedMs = beganMs
  const outcomes: Outcome[] = []
  for (const item of items) {
    const nowMs = performance.now()
    if (outcomes.length > 0 && nowMs - beganMs >= endsMs) break
    if (nowMs - breathedMs >= breathesMs) {
      await new Promise(setImmediate)
      breathedMs = performance.now()
    }
    outcomes.push(work(item))
  }
  return outcomes
}
