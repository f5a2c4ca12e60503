import { countOfEach } from './countOfEach.ts'

/** How much a gatherer takes at once. */
export interface GatherLimits {
  readonly itemsMax: number
  readonly batchesAtOnceMax: number
  /** So many items or more that wait are divided among the batches that may begin; absent: one takes all that it may. */
  readonly dividedFrom?: number
  /** Items that may wait; above it `gather` answers null at once, so that a flood costs no memory. */
  readonly waitingMax: number
  /** The same of one sender, so that nobody takes the places of all others; absent: as many as of all. */
  readonly waitingOfOneMax?: number
}

/** Hands one item over; resolves with its own result, or null when too many wait already. */
export type Gather<Item, Outcome> = (item: Item) => Promise<Outcome> | null

/**
 * Gathers what waits: items that arrive while a batch is being handled go together into the next one. A single
 * item with nobody before it is handled at once, so waiting never costs a quiet node anything.
 *
 * @param handle - handles a batch and returns one outcome an item, in the same order; when it rejects, all the
 * items of that batch reject and no other.
 * @param senderOf - whose an item is; absent: nobody's in particular
 */
export function gatherer<Item, Outcome>(
  handle: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  limits: GatherLimits,
  senderOf: (item: Item) => string = () => '',
): Gather<Item, Outcome> {
  interface Waiting {
    readonly item: Item
    readonly resolve: (outcome: Outcome) => void
    readonly reject: (reason: unknown) => void
  }
  const waiting: Waiting[] = []
  /** Of those that wait, by sender. */
  const ofOne = countOfEach()
  let running = 0
  /** Of those that run: batches that have taken what they handle. */
  let taken = 0
  const { itemsMax, batchesAtOnceMax, dividedFrom = Infinity, waitingOfOneMax = Infinity } = limits

  const take = (): Waiting[] => {
    const free = batchesAtOnceMax - taken
    taken += 1
    const batch = waiting.splice(
      0,
      waiting.length < dividedFrom ? itemsMax : Math.min(itemsMax, Math.ceil(waiting.length / free)),
    )
    for (const { item } of batch) ofOne.fewer(senderOf(item))
    return batch
  }

  const run = async (): Promise<void> => {
    running += 1
    // One turn of the event loop lets what arrived together be handled together.
    await new Promise(setImmediate)
    const batch = take()
    start()
    try {
      // Another run, begun in the same turn, may have taken them all.
      const outcomes = batch.length === 0 ? [] : await handle(batch.map(({ item }) => item))
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]
        if (outcome === undefined) reject(new Error('a batch returned fewer outcomes than it had items'))
        else resolve(outcome)
      })
    } catch (reason) {
      for (const { reject } of batch) reject(reason)
    } finally {
      running -= 1
      taken -= 1
      start()
    }
  }

  const start = (): void => {
    if (waiting.length > 0 && running < batchesAtOnceMax) void run()
  }

  return (item) => {
    const sender = senderOf(item)
    if (waiting.length >= limits.waitingMax || ofOne.of(sender) >= waitingOfOneMax) return null
    ofOne.more(sender)
    return new Promise<Outcome>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      start()
    })
  }
}
