import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { formerLogs } from './formerLogs.ts'
import type { Severity } from './report.ts'
import { clockToleranceMs } from './trail.ts'
import type { CheckedBundle } from './verify.ts'

/** A head of another node's log that this node was shown, signed by that log. */
export interface ShownHead {
  /** Where it stands in the bundle. */
  readonly path: string
  readonly peer: string
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Digest of the message whose receipt promised what is in it; absent: it is of no proof. */
  readonly message?: string
  /** When this node cosigned it; absent: it did not. */
  readonly at?: Date
}

type FindIn = (bundle: string, severity: Severity, object: string, what: string) => void

/**
 * The log of `other` must have had each head that it showed to `one`, in a proof or to be cosigned: what it gave a receipt
 * for cannot go again, and there is no second past.
 */
export function compareShownHeads(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const { log } = other
  const former = new Map(formerLogs(log).map((ended) => [ended.origin, ended]))
  const beyond = one.shownHeads.find(({ peer, origin, size }) => {
    const ended = former.get(origin)
    return peer === other.own && ended?.end === 'closed' && size > ended.kept
  })
  if (beyond !== undefined) {
    const what = `${one.name} has (${beyond.path}) a head of ${beyond.origin} that goes beyond the last one, with which it was closed`
    find(other.name, 'fork', 'checkpoint', what)
  }
  findLoss(one, other, find)
  const heads = one.shownHeads
    .filter(({ peer, origin, size }) => {
      const end = origin === log.checkpoint.origin ? log.checkpoint.size : former.get(origin)?.kept
      // A longer one was shown after this bundle was made, or was lost with the log that has ended.
      return peer === other.own && end !== undefined && size <= end
    })
    .sort((a, b) => a.size - b.size)
  let range = emptyRange
  for (const { path, size, root } of heads) {
    range = append(range, log.entries.part(range.size, size).leaves())
    if (sameHash(rootOf(range), root)) continue
    const what = `${one.name} has (${path}) a head of ${size} entries, signed by this log, that it did not have`
    find(other.name, 'fork', 'checkpoint', what)
    return
  }
}

/** A log that goes on after a longer head of it was cosigned, and is shorter than that, has lost what it had. */
function findLoss(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const { checkpoint, entries } = other.log
  const lastMs = Date.parse(entries.last()?.entry.t ?? '')
  const lost = one.shownHeads.find(({ peer, origin, size, at }) => {
    const isOfIt = peer === other.own && origin === checkpoint.origin && size > checkpoint.size
    return isOfIt && at !== undefined && at.getTime() + clockToleranceMs < lastMs
  })
  if (lost === undefined) return
  const what = `${one.name} has (${lost.path}) a head of ${lost.size} entries that was cosigned before its last entry, and it has only ${checkpoint.size}`
  find(other.name, 'fork', 'checkpoint', what)
}
