import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { endProgress, saveProgress } from '../../store/exhibits/rules.ts'
import { tellFetching } from '../custody/fetchStatus.ts'
import type { Node } from '../node.ts'

/** Tells, for whoever looks, how far a file has come that is being fetched. */
export interface ProgressNote {
  /** So many bytes of its sealed form came over the network, wherever in it they stand. */
  readonly came: (bytes: number) => Promise<void>
  /** The file is here up to so many bytes of its sealed form, opened and hashed. */
  readonly here: (bytes: number) => Promise<void>
  /** It is not under way any more. */
  readonly end: () => Promise<void>
}

/** It is written so often; what is fetched faster is not written of at all. */
const everyMs = 2_000

/** @param tickMs - milliseconds of a clock that never goes back */
export function progressNote(node: Node, row: ExhibitDepositRow, tickMs: () => number): ProgressNote {
  const { id: deposit } = row
  let last = { bytes: 0, tickMs: tickMs() }
  let isNoted = false
  let arrivedBytes = 0
  /** What came twice, as a chunk did not open, counts once where all is here. */
  const note = async (): Promise<void> => {
    const elapsedMs = tickMs() - last.tickMs
    if (elapsedMs < everyMs) return
    const bytes = Math.min(arrivedBytes, row.sealed_bytes)
    const perSecond = Math.round(((bytes - last.bytes) * 1_000) / elapsedMs)
    last = { bytes, tickMs: tickMs() }
    const isFirst = !isNoted
    isNoted = true
    await saveProgress(node.db, { deposit, bytes, bytes_per_second: perSecond, seen_at: node.now() })
    // What is here at once is told as whole soon enough.
    if (isFirst) await tellFetching(node, row)
  }
  return {
    // On a slow line minutes pass before as much has come as is opened together.
    async came(bytes) {
      arrivedBytes += bytes
      await note()
    },
    async here(bytes) {
      arrivedBytes = Math.max(arrivedBytes, bytes)
      await note()
    },
    async end() {
      if (isNoted) await endProgress(node.db, deposit)
    },
  }
}
