import { listUnchecked } from '../../store/exhibits/deposits.ts'
import { listDoubted, listDoubts } from '../../store/exhibits/reports.ts'
import { exchangeLimits } from '../limits.ts'
import { ExhibitStoreUnavailable } from '../../store/exhibits/exhibitStore.ts'
import { isOfDatabase } from '../../store/failures.ts'
import type { Node } from '../node.ts'
import { type CheckReason, checkSealed } from './checkSealed.ts'

const dayMs = 24 * 3_600_000

/** Reads sealed files again where they lie. */
export interface SealedChecker {
  /** One round; true where there may be more to do at once. */
  round(): Promise<boolean>
  /** Lets what is under way break off: it is read from its beginning another time. */
  stop(): void
}

/**
 * First the files of which peers have told that they are damaged there, each once in some minutes, however often they tell; then, in turn, those that were not read for long, so
 * many bytes of them within a day of this process.
 *
 * @param tickMs - milliseconds since whenever, by a clock that never goes back
 */
export function sealedChecker(node: Node, tickMs: () => number): SealedChecker {
  const stopping = new AbortController()
  const { signal } = stopping
  const day = { sinceMs: tickMs(), bytes: 0, unreadable: new Set<string>() }
  /** When files were last read because of what peers have told. */
  const doubted = new Map<string, number>()

  /** A disk that fails says nothing of the file, and keeps no other file from its turn. */
  const isStopping = (): boolean => signal.aborted
  const check = async (deposit: string, reason: CheckReason): Promise<void> => {
    if (isStopping() || day.unreadable.has(deposit)) return
    try {
      await checkSealed(node, deposit, { ...reason, signal })
    } catch (cause) {
      if (isStopping()) return
      // That says nothing of this file, nor of the next: all of them wait.
      if (cause instanceof ExhibitStoreUnavailable || isOfDatabase(cause)) throw cause
      day.unreadable.add(deposit)
      node.log.error({ deposit, reason: String(cause) }, 'a sealed file cannot be read')
    }
  }
  const answerDoubts = async (): Promise<number> => {
    const { checksPerRoundMax, doubtsEveryMs, doubtsAnsweredMax } = exchangeLimits.exhibits
    for (const [deposit, readMs] of doubted) if (tickMs() - readMs >= doubtsEveryMs) doubted.delete(deposit)
    const deposits = await listDoubted(node.db, [...day.unreadable, ...doubted.keys()], checksPerRoundMax)
    for (const deposit of deposits) {
      doubted.set(deposit, tickMs())
      const doubts = await listDoubts(node.db, deposit, doubtsAnsweredMax)
      const answers = doubts.map(({ digest, peer_state: peer }) => ({ peer, report: digest }))
      await check(deposit, { answers })
    }
    return deposits.length
  }
  const readInTurn = async (): Promise<void> => {
    const { checkEveryMs, checksPerRoundMax, checkBytesPerDayMax } = exchangeLimits.exhibits
    const since = new Date(node.machineNow().getTime() - checkEveryMs)
    for (const { id, sealed_bytes } of await listUnchecked(
      node.db,
      since,
      [...day.unreadable],
      checksPerRoundMax,
    )) {
      if (day.bytes >= checkBytesPerDayMax) return
      if (day.unreadable.has(id)) continue
      // One that is larger than the part of a day is read all the same.
      day.bytes += sealed_bytes
      await check(id, {})
    }
  }
  return {
    async round() {
      if (signal.aborted) return false
      if (tickMs() - day.sinceMs >= dayMs) {
        Object.assign(day, { sinceMs: tickMs(), bytes: 0 })
        day.unreadable.clear()
      }
      const doubts = await answerDoubts()
      await readInTurn()
      return doubts === exchangeLimits.exhibits.checksPerRoundMax && day.unreadable.size === 0
    },
    stop: () => stopping.abort(new Error('the node is being stopped')),
  }
}
