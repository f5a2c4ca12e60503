import { append, emptyRange, rootOf, sameHash } from '../tree.ts'
import { type NoteVerifier, encodeVerifierKey } from '../note.ts'
import { formerLogs } from './formerLogs.ts'
import { entryName } from './log.ts'
import { isKeyOf } from './sameStates.ts'
import type { FindIn } from './report.ts'
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
  /** The key with which that log has signed it. */
  readonly verifier: NoteVerifier
  /** Digest of the message whose receipt promised what is in it; absent: it is of no proof. */
  readonly message?: string
  /** When this node cosigned it; absent: it did not. */
  readonly at?: Date
}

/**
 * The log of `other` must have had each head that it showed to `one`, in a proof or to be cosigned: what it gave a receipt
 * for cannot go again, and there is no second past.
 */
export function compareShownHeads(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const { log } = other
  const former = new Map(formerLogs(log).map((ended) => [ended.origin, ended]))
  const shown = shownBy(one, other)
  const beyond = shown.find(({ origin, size }) => {
    const ended = former.get(origin)
    return ended?.end === 'closed' && size > ended.kept
  })
  if (beyond !== undefined) {
    const what = `${one.name} has (${beyond.path}) a head of ${beyond.origin} that goes beyond the last one, with which it was closed`
    find(other.name, 'fork', 'checkpoint', what)
  }
  findLoss(one, other, find)
  nameLost(one, other, find)
  const heads = shown
    .filter(({ origin, size }) => {
      const end = origin === log.checkpoint.origin ? log.checkpoint.size : former.get(origin)?.kept
      // A longer one was shown after this bundle was made, or was lost with the log that has ended.
      return end !== undefined && size <= end
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

/** Heads that two nodes, or one, were shown of one log must have one past: two of one size with other roots are a fork of whoever signed them. */
export function compareAmongShown(checked: readonly CheckedBundle[], find: FindIn): void {
  const first = new Map<string, { readonly bundle: string; readonly head: ShownHead }>()
  const told = new Set<string>()
  for (const { name, shownHeads } of checked)
    for (const head of shownHeads) {
      const log = encodeVerifierKey(head.verifier)
      const key = `${log} ${head.size}`
      const other = first.get(key)
      if (other === undefined) first.set(key, { bundle: name, head })
      else if (!sameHash(other.head.root, head.root) && !told.has(log)) {
        told.add(log)
        const what = `${head.peer} has signed another head of ${head.size} entries for ${head.origin} than the one that ${other.bundle} has (${other.head.path})`
        find(name, 'fork', head.path, what)
      }
    }
}

/** The heads of the other's logs that this one has, by a key that these logs have: anybody can sign heads with another. */
function shownBy({ shownHeads }: CheckedBundle, other: CheckedBundle): readonly ShownHead[] {
  return shownHeads.filter(
    ({ peer, origin, verifier }) => peer === other.own && isKeyOf(other.keys.get(origin) ?? [], verifier),
  )
}

/** What a log had that was lost with its database: its own word is how much is left, and this one knows how much there was. */
function nameLost(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  for (const { origin, end, kept, index } of formerLogs(other.log)) {
    const [longest] = shownBy(one, other)
      .filter((head) => head.origin === origin && head.size > kept)
      .sort((a, b) => b.size - a.size)
    if (end !== 'lost' || longest === undefined) continue
    const when = longest.at === undefined ? '' : `, cosigned at ${longest.at.toISOString()}`
    const what = `of ${origin} it has ${kept} entries left, and ${one.name} has (${longest.path}) a head of ${longest.size}${when}: entries ${kept} to ${longest.size - 1} of it are lost`
    find(other.name, 'incomplete', entryName(index), what)
  }
}

/** The longest head of the other's log that goes beyond its bundle; null where there is none. */
export function laterHead(one: CheckedBundle, other: CheckedBundle): ShownHead | null {
  const { origin, size } = other.log.checkpoint
  const [later] = shownBy(one, other)
    .filter((head) => head.origin === origin && head.size > size)
    .sort((a, b) => b.size - a.size)
  return later ?? null
}

/** A log that goes on after a longer head of it was cosigned, and is shorter than that, has lost what it had. */
function findLoss(one: CheckedBundle, other: CheckedBundle, find: FindIn): void {
  const { checkpoint, entries } = other.log
  const lastMs = Date.parse(entries.last()?.entry.t ?? '')
  const lost = shownBy(one, other).find(({ origin, size, at }) => {
    const isOfIt = origin === checkpoint.origin && size > checkpoint.size
    return isOfIt && at !== undefined && at.getTime() + clockToleranceMs < lastMs
  })
  if (lost === undefined) return
  const what = `${one.name} has (${lost.path}) a head of ${lost.size} entries that was cosigned before its last entry, and it has only ${checkpoint.size}`
  find(other.name, 'fork', 'checkpoint', what)
}
