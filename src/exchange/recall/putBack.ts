import type { Receipt } from '../../message/generated/types.ts'
import type { RefusalCode } from '../../message/refusal.ts'
import type { KnownMessage } from '../../store/messages.ts'
import type { MessageRow } from '../../store/tables.ts'
import { placeOfKeeper } from '../../workflow/record.ts'
import {
  type Entry,
  type Judgement,
  type OpenRecord,
  judgePlaced,
  judgeReceived,
  judgeSent,
} from '../judge.ts'
import { givenBy } from '../onwardOrigins.ts'
import { noteFiles } from './filesBack.ts'
import { type Restoring, knownAs } from './restoring.ts'
import type { Settled } from './settled.ts'

type Acceptance = Extract<Receipt, { event: 'relayAcceptance' }>
type Rejection = Extract<Receipt, { event: 'relayRejection' }>

/** Puts one settled message back where it belongs. Null, or the code of why it does not fit what this node has. */
export function putBack(restoring: Restoring, settled: Settled): RefusalCode | null {
  const conflict = putOne(restoring, settled)
  if (restoring.opening !== null) tellEarly(restoring)
  return conflict
}

/** What was refused in the record comes before its opening, and its entries follow that: before it there is no record that they could be of. */
function tellEarly({ early, trail, request }: Restoring): void {
  for (const event of early.splice(0)) trail.about(request, event)
}

function putOne(restoring: Restoring, settled: Settled): RefusalCode | null {
  const { receipt } = settled
  const known = knownAs(restoring, settled)
  if (receipt.event === 'relayAcceptance') return putAccepted(restoring, settled, receipt, known)
  if (known !== undefined && known.digest !== settled.digest) return 'MESSAGE_ID_REUSED'
  return settled.own
    ? putRefusedByPeer(restoring, settled, receipt, known)
    : putRefusedHere(restoring, settled, receipt)
}

function putAccepted(
  restoring: Restoring,
  settled: Settled,
  receipt: Acceptance,
  known: KnownMessage | undefined,
): RefusalCode | null {
  const { digest } = settled
  const { sequence } = receipt
  const { place, keeper } = restoring.record
  if (known !== undefined && known.digest !== digest) return 'MESSAGE_ID_REUSED'
  if (known?.status === 'refused' || restoring.refused.has(digest)) return 'RECORD_FORK'
  if (known?.status === 'placed') return known.sequence === sequence ? null : 'RECORD_FORK'
  if (sequence <= place.sequence) return 'RECORD_FORK'
  if (sequence === place.sequence + 1) return putPlaced(restoring, settled, receipt, known)
  // On the node that keeps the order, the place between was given to something that nobody has any more.
  if (keeper || !settled.own) return keeper ? 'RECORD_FORK' : 'RECORD_GAP'
  putWaiting(restoring, settled, known)
  return null
}

function putPlaced(
  restoring: Restoring,
  settled: Settled,
  { sequence, head }: Pick<Acceptance, 'sequence' | 'head'>,
  known: KnownMessage | undefined,
): RefusalCode | null {
  const { message, digest, previous, own, receiptJws: receipt, receiptDigest } = settled
  if (message === null) return 'MESSAGE_INVALID'
  const entry = { message, digest }
  const judgement = judge(restoring, entry, previous, own)
  if (!judgement.ok) return judgement.code
  if (judgement.record.place.head !== head) return 'RECORD_FORK'
  if (restoring.record.state === null && restoring.locked.row === null) restoring.opening = entry
  restoring.record = judgement.record
  noteFollowing(restoring, settled)
  const { peer, trail, request } = restoring
  const placed = { sequence, head, receipt, status: 'placed', refusal: null } as const
  if (known === undefined) {
    keep(restoring, settled, entry, placed)
    // What goes on to a third State is looked up by this; without it, what a peer gave would look like our own.
    if (!own) restoring.entrusted.push(...givenBy(entry))
    const event = own ? 'restored.sent' : 'restored.received'
    trail.about(request, { event, peer, message: digest, receipt: receiptDigest, sequence })
    return null
  }
  restoring.judged.push({ digest, ...placed })
  restoring.delivered.push(digest)
  trail.about(request, { event: 'message.placed', peer, message: digest, receipt: receiptDigest, sequence })
  return null
}

/** Judges it as when it came first; of what was refused before it, only the record of its refusal is left. */
function judge(restoring: Restoring, entry: Entry, previous: string | null, own: boolean): Judgement {
  const { record, refused } = restoring
  if (!own) {
    const lastOfOther = previous !== null && refused.has(previous) ? previous : record.lastOfOther
    return judgeReceived({ ...record, lastOfOther }, entry, null)
  }
  if (!record.keeper) return judgePlaced(record, entry)
  const view = { ...record, headAt: (sequence: number) => record.heads.get(sequence) ?? null }
  const place = placeOfKeeper(view, entry.message)
  return place.ok ? judgeSent(record, entry) : place
}

/** An own message that has a place behind one of the peer's that has not come yet: it waits for that, as before. */
function putWaiting(restoring: Restoring, settled: Settled, known: KnownMessage | undefined): void {
  const { message, digest, receiptJws: receipt } = settled
  if (message === null) return
  noteFollowing(restoring, settled)
  const waiting = { sequence: null, head: null, receipt, status: 'pending', refusal: null } as const
  if (known !== undefined) {
    if (known.receipt !== null) return
    restoring.judged.push({ digest, ...waiting })
    restoring.delivered.push(digest)
    return
  }
  const entry = { message, digest }
  noteOpening(restoring, settled, entry)
  keep(restoring, settled, entry, waiting)
  restoring.trail.about(restoring.request, { event: 'restored.sent', peer: restoring.peer, message: digest })
}

function putRefusedByPeer(
  restoring: Restoring,
  settled: Settled,
  { code }: Rejection,
  known: KnownMessage | undefined,
): RefusalCode | null {
  const { message, digest, receiptJws: receipt, receiptDigest } = settled
  if (message === null) return 'MESSAGE_INVALID'
  // Also of what a hearing that broke off has put back: nothing else tells what came after it.
  noteFollowing(restoring, settled)
  if (known !== undefined && known.receipt !== null) return null
  // The keeper's own message has its place for good; the refusal of the other node stands beside it.
  if (message.sequence !== undefined) {
    if (known !== undefined) return null
    const { place } = restoring.record
    if (message.sequence !== place.sequence + 1) return 'RECORD_FORK'
    return putPlaced(restoring, settled, headAfter(restoring.record, { message, digest }), known)
  }
  const { trail, request, peer } = restoring
  const refused = { sequence: null, head: null, receipt, status: 'refused', refusal: code } as const
  if (known !== undefined) {
    restoring.judged.push({ digest, ...refused })
    restoring.delivered.push(digest)
    trail.about(request, { event: 'message.rejected', peer, message: digest, receipt: receiptDigest, code })
    return null
  }
  const entry = { message, digest }
  noteOpening(restoring, settled, entry)
  restoring.refused.add(digest)
  keep(restoring, settled, entry, refused)
  trail.about(request, { event: 'restored.sent', peer, message: digest, receipt: receiptDigest, code })
  return null
}

function headAfter(record: OpenRecord, entry: Entry): Pick<Acceptance, 'sequence' | 'head'> {
  const judgement = judgeSent(record, entry)
  return judgement.ok ? judgement.record.place : { sequence: 0, head: '' }
}

function putRefusedHere(restoring: Restoring, settled: Settled, { code, reasons }: Rejection): null {
  const { digest, jws, message, receiptJws: receipt, receiptDigest } = settled
  noteFollowing(restoring, settled)
  if (restoring.refused.has(digest)) return null
  const { now, peer, request, trail, locked } = restoring
  restoring.refused.add(digest)
  restoring.refusals.push({
    at: now,
    from_state: peer,
    message_digest: digest,
    message_id: message?.id ?? null,
    request,
    code,
    detail: reasons ?? '',
    bytes: jws,
    receipt,
  })
  restoring.restored += 1
  const event = { event: 'restored.received', peer, message: digest, receipt: receiptDigest, code } as const
  if (locked.row === null && restoring.opening === null) restoring.early.push(event)
  else trail.about(request, event)
  return null
}

/** Messages of the side that does not keep the order name the one before; those of the keeper have a number. */
function noteFollowing({ following, record }: Restoring, { digest, previous, own }: Settled): void {
  if (own !== record.keeper) following.set(previous ?? '', digest)
}

/** By what the record is known until one of its messages has a place: the first that its author said, where that is among them. */
function noteOpening(restoring: Restoring, { previous }: Settled, entry: Entry): void {
  if (restoring.locked.row !== null) return
  if (restoring.opening === null || previous === null) restoring.opening = entry
}

type Standing = Pick<MessageRow, 'sequence' | 'head' | 'receipt' | 'status' | 'refusal'>

/** Takes a message back that is not known here, and with it what it says of files: its signed words are all that is left of that. */
function keep(restoring: Restoring, settled: Settled, entry: Entry, standing: Standing): void {
  restoring.messages.push({ ...rowOfSettled(restoring, settled, entry), ...standing })
  noteFiles(restoring, entry, settled.own)
  restoring.restored += 1
}

function rowOfSettled(
  { node, now, request, peer }: Restoring,
  { jws, own }: Settled,
  { message, digest }: Entry,
): Omit<MessageRow, keyof Standing> {
  return {
    digest,
    id: message.id,
    request,
    direction: own ? 'sent' : 'received',
    type: message.type,
    from_authority: message.from,
    to_authority: message.to,
    from_state: own ? node.state : peer,
    jws,
    sent_at: new Date(message.sentAt),
    stored_at: now,
  }
}
