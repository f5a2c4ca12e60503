/**
 * Works on all of them, so many at a time, each begun in its turn. What is begun ends before this ends; then the first failure is
 * thrown.
 *
 * @param items - of an iterator, those that nobody else has taken from it when their turn comes
 */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  atOnceMax: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value)
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnceMax }, lane))
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

/** What came of work on each of them, in their order, so many at a time. What is begun ends before this ends. */
export async function eachSideBySide<Item, Done>(
  items: readonly Item[],
  atOnceMax: number,
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = []
  await sideBySide([...items.entries()], atOnceMax, async ([place, item]) => {
    done[place] = await work(item)
  })
  return done
}
