/**
 * Does work on items side by side, at most so many at once, and gives what came of it in the order of the items. What is
 * begun ends before this ends, also where one fails; then the first failure in order is thrown.
 */
export async function* inOrder<Item, Done>(
  items: Iterable<Item>,
  atOnceMax: number,
  work: (item: Item) => Promise<Done>,
): AsyncGenerator<Done> {
  const running: Promise<Done>[] = []
  try {
    for (const item of items) {
      const begun = work(item)
      // It is looked at in its turn; until then its failure is nobody's.
      begun.catch(() => undefined)
      running.push(begun)
      if (running.length < atOnceMax) continue
      const [first] = running
      if (first !== undefined) yield await first
      void running.shift()
    }
    while (running.length > 0) {
      const [first] = running
      if (first !== undefined) yield await first
      void running.shift()
    }
  } finally {
    await Promise.allSettled(running)
  }
}
