import { isFinal } from '../../message/finality.ts'
import { firstPlace } from './firstPlace.ts'
import type { BundleLog } from './log.ts'
import type { RecordMessage } from './messages.ts'
import type { PlannedMessage } from './plan.ts'

/** A message and the receipt for it, by their digests, and the time that counts for balances. */
interface Receipted {
  readonly pair: readonly [message: string, receipt: string]
  readonly atMs: number
}

/** By peer, in the order of their times. */
type Receipts = ReadonlyMap<string, readonly Receipted[]>

/** All that can be balanced: gathered once, for a bundle has a balance for each night and peer. */
export interface Exchanged {
  readonly sent: readonly Receipts[]
  /** By the entries with which receipts were given, also those for what no record was opened for; and what was fetched back. */
  readonly received: readonly Receipts[]
}

export function exchangedIn({
  log,
  messages,
}: {
  readonly log: BundleLog
  readonly messages: readonly RecordMessage[]
}): Exchanged {
  const receipted = (isMeant: (planned: PlannedMessage) => boolean): Receipts =>
    byPeer(
      messages.flatMap(({ planned, receipt }) =>
        isMeant(planned) && planned.receipt !== null && receipt !== null
          ? [receiptedAt(planned.peer, planned.digest, planned.receipt.digest, receipt.time)]
          : [],
      ),
    )
  const given = log.entries.of('receipt.given').flatMap(({ entry: { peer, msg, receipt, code, t } }) => {
    const isOfIt = peer !== undefined && (code === undefined || isFinal(code))
    return isOfIt && msg !== undefined && receipt !== undefined ? [receiptedAt(peer, msg, receipt, t)] : []
  })
  return {
    sent: [receipted(({ own }) => own)],
    received: [byPeer(given), receipted(({ own, restored }) => restored === true && !own)],
  }
}

type OfPeer = Receipted & { readonly peer: string }

function receiptedAt(peer: string, message: string, receipt: string, time: string): OfPeer {
  return { peer, pair: [message, receipt], atMs: Date.parse(time) }
}

function byPeer(all: readonly OfPeer[]): Receipts {
  const found = new Map<string, OfPeer[]>()
  for (const one of all) {
    const known = found.get(one.peer)
    if (known === undefined) found.set(one.peer, [one])
    else known.push(one)
  }
  for (const ofPeer of found.values()) ofPeer.sort((a, b) => a.atMs - b.atMs)
  return found
}

/** The pairs of the time that a balance is of: after its beginning, and up to its end. */
export function within(
  receipts: Receipts,
  { peer, from, until }: { readonly peer: string; readonly from?: string; readonly until: string },
): Receipted['pair'][] {
  const all = receipts.get(peer) ?? []
  const start = from === undefined ? 0 : firstAfter(all, Date.parse(from))
  return all.slice(start, firstAfter(all, Date.parse(until))).map(({ pair }) => pair)
}

/** The place of the first that is later than a time. */
function firstAfter(all: readonly Receipted[], timeMs: number): number {
  return firstPlace(all, ({ atMs }) => atMs > timeMs)
}
