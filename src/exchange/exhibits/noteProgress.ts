import type { ExhibitDepositRow } from '../../store/exhibits/exhibitTables.ts'
import { endProgress, saveProgress } from '../../store/exhibits/rules.ts'
import { tellFetching } from '../custody/fetchStatus.ts'
import type { Node } from '../node.ts'

/** Tells, for whoever looks, how far a file has come that is being fetched. */
export interface ProgressNote {
  /** The file is here up to so many bytes of its sealed form. */
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
  return {
    async here(bytes) {
      const elapsedMs = tickMs() - last.tickMs
      if (elapsedMs < everyMs) return
      const perSecond = Math.round(((bytes - last.bytes) * 1_000) / elapsedMs)
      last = { bytes, tickMs: tickMs() }
      const isFirst = !isNoted
      isNoted = true
      await saveProgress(node.db, { deposit, bytes, bytes_per_second: perSecond, seen_at: node.now() })
      // What is here at once is told as whole soon enough.
      if (isFirst) await tellFetching(node, row)
    },
    async end() {
      if (isNoted) await endProgress(node.db, deposit)
    },
  }
}
