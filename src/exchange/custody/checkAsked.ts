import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { checkSealed } from './checkSealed.ts'

/** Has the sealed file of a deposit read where it lies, soon: a peer asked for it, and it is not there as it must be. */
export type CheckAsked = (deposit: string) => void

/**
 * Reads them one after another, each once in some minutes, however often a peer asks. What is found is in the tables, in the log and in
 * reports to the other States, as `checkSealed` leaves it. Where so many wait that no more are taken, the peer asks again.
 *
 * @param tickMs - milliseconds of a clock that never goes back
 */
export function askedChecker(node: Node, tickMs: () => number): CheckAsked {
  const lastMs = new Map<string, number>()
  let checking: Promise<void> = Promise.resolve()
  let waiting = 0
  const check = async (deposit: string): Promise<void> => {
    try {
      await checkSealed(node, deposit)
    } catch (reason) {
      // Where nothing can be read at all, that says nothing of this file, and it is asked for again.
      if (reason instanceof ExhibitStoreUnavailable) lastMs.delete(deposit)
      node.log.error(
        { deposit, reason: String(reason) },
        'a sealed file that a peer asked for cannot be read',
      )
    } finally {
      waiting -= 1
    }
  }
  return (deposit) => {
    const { doubtsEveryMs, doubtsAnsweredMax } = exchangeLimits.exhibits
    for (const [one, atMs] of lastMs) if (tickMs() - atMs >= doubtsEveryMs) lastMs.delete(one)
    if (lastMs.has(deposit) || waiting >= doubtsAnsweredMax) return
    lastMs.set(deposit, tickMs())
    waiting += 1
    checking = checking.then(() => check(deposit))
  }
}
