import { hash } from 'node:crypto'
import { awaitedLater } from '../envelope/awaitedLater.ts'
import { beginSigning } from '../envelope/sign.ts'
import type { Receipt } from '../message/generated/types.ts'
import { type Refusal, type RefusalCode, refuse } from '../message/refusal.ts'
import type { MessageRow, NewRefusalRow } from '../store/tables.ts'
import type { Admission, Admitted, Claim, Misfit, Stranger } from './admit.ts'
import type { Answer, Batch } from './batch.ts'
import { announcedBy, linksOf } from './exhibits/handOver.ts'
import { isFinal } from '../message/finality.ts'
import { givenBy } from './onwardOrigins.ts'
import { uuidV7 } from './identifiers.ts'
import { exchangeLimits } from './limits.ts'
import { type OpenRecord, judgeReceived, withRefused } from './judge.ts'
import { erasedRefusal } from './records.ts'
import { unreadAnswer } from './unread.ts'

type Rejection = Extract<Receipt, { event: 'relayRejection' }>

/** What a stranger is told, whatever was wrong. */
export const publicRefusal = '{"code":"ENVELOPE_INVALID"}'

/** What anybody is told where nothing can be recorded; unsigned, for it settles nothing. */
export const unavailable = '{"code":"NODE_UNAVAILABLE"}'

/** What anybody is told for whom this node finds no time now; unsigned as well. */
export const busy = '{"code":"NODE_BUSY"}'

/** What a peer is told while this node may say nothing that binds it; unsigned as well: the sender keeps the message and asks again. */
const unwitnessedAnswer = '{"code":"NODE_UNWITNESSED"}'

/**
 * Answers one message of the batch, after those before it. Signatures are made side by side: what is judged next rests on the
 * identity of a receipt alone.
 */
export function answer(batch: Batch, admission: Admission): Answer {
  if (admission.kind === 'stranger') return answerStranger(batch, admission)
  const before = batch.refused.get(nameOf(admission.peer.state, admission.digest))
  if (before !== undefined) return before
  const { message } = admission
  const known = message === undefined ? undefined : batch.known.get(nameOf(admission.peer.state, message.id))
  if (known !== undefined) {
    // The same bytes again get the same receipt again, even those that would come too late for a first time.
    if (known.digest === admission.digest && known.receipt !== null) return known.receipt
    if (!batch.isUnwitnessed) return equivocation(batch, admission, known.digest)
  }
  if (batch.isUnwitnessed) return answerUnwitnessed(batch)
  if (batch.awaited.has(admission.peer.state)) return unavailable
  if (admission.kind === 'misfit') return answerMisfit(batch, admission)
  const record = recordFor(batch, admission)
  const judgement = isClosedTo(batch, admission) ?? judgeReceived(record, admission, admission.author)
  if (!judgement.ok) return reject(batch, admission, inOrder(batch, { ...admission, refusal: judgement }))
  return accept(batch, admission, judgement.record)
}

/** What a State has said, by the id that it gave it or by its digest: another that has copied its certificate has said none of it. */
export function nameOf(state: string, id: string): string {
  return `${state} ${id}`
}

/** A record that does not exist cannot remember that its opening message was refused; the refusals do. */
function recordFor(batch: Batch, { message, peer }: Admitted): OpenRecord {
  const record = batch.records.get(message.request)
  if (record === undefined) throw new Error('the record of a message in the batch is not open')
  const { previous } = message
  const followsRefused =
    record.state === null && previous !== undefined && batch.refused.has(nameOf(peer.state, previous))
  return followsRefused ? { ...record, lastOfOther: previous } : record
}

/**
 * A record of which the two nodes hold different ones, or whose contents were erased, takes nothing more; a third State
 * learns nothing of that. Without its contents nothing else could tell that a third State is no party to it.
 */
function isClosedTo({ locked }: Batch, { message, peer }: Admitted): Refusal | null {
  const row = locked.get(message.request)?.row
  if (row?.closed == null) return null
  if (row.counterpart_state !== peer.state)
    return row.erased_at === null ? null : refuse('NOT_A_PARTY', { pointer: '/from' })
  if (row.closed === 'RECORD_ERASED') return erasedRefusal(row)
  return refuse('RECORD_CLOSED', { detail: `this node cannot make the two records one (${row.closed})` })
}

/** The record that this message names, where it exists and its sender is the other party to it. */
function recordOfParty(batch: Batch, { peer, ...signed }: Admitted | Misfit): OpenRecord | null {
  const claim = claimOf(signed)
  if (claim === null) return null
  const { request } = claim
  const party = batch.locked.get(request)?.row?.counterpart_state ?? batch.openings.get(request)?.peer.state
  return party === peer.state ? (batch.records.get(request) ?? null) : null
}

function claimOf({ message, ...signed }: Pick<Misfit, 'message' | 'claim'>): Claim | null {
  if (message === undefined) return signed.claim ?? null
  return { request: message.request, previous: message.previous ?? null }
}

/**
 * A refusal for good counts as a judgement of the message, and the author's next one names it as coming before. So
 * none is given while an earlier message of that author has not been judged: it would be overtaken for ever.
 */
function inOrder(batch: Batch, misfit: Pick<Misfit, 'refusal'> & (Admitted | Misfit)): Refusal {
  const { refusal } = misfit
  const record = recordOfParty(batch, misfit)
  if (record?.keeper !== true || !isFinal(refusal.code)) return refusal
  if (claimOf(misfit)?.previous === record.lastOfOther) return refusal
  return refuse('RECORD_GAP', { expected: [String(record.place.sequence + 1)] })
}

function answerMisfit(batch: Batch, misfit: Misfit): Answer {
  const unread = unreadAnswer(batch.node, misfit, recordOfParty(batch, misfit))
  if (unread === null) return reject(batch, misfit, inOrder(batch, misfit))
  tellRefused(batch, misfit.refusal.code)
  return unread
}

function tellRefused({ node, codes }: Batch, code: RefusalCode): void {
  node.meter.refused('node', code)
  codes.add(code)
}

function answerStranger(batch: Batch, stranger: Stranger): string {
  tellRefused(batch, stranger.refusal.code)
  batch.unopened.push(stranger)
  return publicRefusal
}

/** Tells in the log of what could not be opened; nobody makes it long by sending more of that. */
export function tellUnopened({ trail, unopened }: Batch): void {
  const event = 'envelope.refused'
  const beyond = unopened.slice(exchangeLimits.unopenedToldMax)
  for (const { digest, refusal } of unopened.slice(0, exchangeLimits.unopenedToldMax))
    trail.add({ event, digest, code: refusal.code })
  const last = beyond.at(-1)
  if (last === undefined) return
  const digest = hash('sha256', beyond.map((one) => one.digest).join(''))
  trail.add({ event, digest, code: last.refusal.code, count: beyond.length })
}

/** Nothing is kept of it: no promise is given of a log that nobody else can vouch for. */
function answerUnwitnessed(batch: Batch): string {
  tellRefused(batch, 'NODE_UNWITNESSED')
  return unwitnessedAnswer
}

function accept(batch: Batch, admitted: Admitted, record: OpenRecord): Answer {
  const { message, digest, peer, jws } = admitted
  const { sequence, head } = record.place
  const leaf = batch.trail.about(message.request, {
    event: 'message.received',
    peer: peer.state,
    message: digest,
    sequence,
  })
  if (batch.locked.get(message.request)?.row === null && !batch.openings.has(message.request)) {
    batch.openings.set(message.request, admitted)
  }
  batch.records.set(message.request, record)
  const receipt = give(batch, admitted, {
    ...receiptFrame(batch, admitted),
    event: 'relayAcceptance',
    sequence,
    head,
    state: record.state?.state ?? '',
    measures: measuresOf(record),
    log: { origin: batch.origin, leaf },
    messageId: message.id,
    request: message.request,
  })
  const row = {
    digest,
    id: message.id,
    request: message.request,
    direction: 'received' as const,
    type: message.type,
    from_authority: message.from,
    to_authority: message.to,
    from_state: peer.state,
    sequence,
    head,
    jws,
    sent_at: new Date(message.sentAt),
    stored_at: batch.now,
    status: 'placed' as const,
    refusal: null,
  }
  batch.messages.push(awaitedLater(receipt.then((receipt): MessageRow => ({ ...row, receipt }))))
  batch.entrusted.push(...givenBy(admitted))
  batch.announced.push(...announcedBy(message, peer.state, batch.now))
  batch.links.push(
    ...linksOf(message, digest, batch.node.state).map((link) => ({ ...link, state: peer.state })),
  )
  batch.known.set(nameOf(peer.state, message.id), { digest, receipt })
  return receipt
}

/** Refuses with a signed receipt. A final refusal is kept and counts as judged; another is only noted in the log. */
function reject(batch: Batch, refused: Admitted | Misfit, refusal: Refusal): Answer {
  const { digest, peer, jws, message } = refused
  tellRefused(batch, refusal.code)
  const claim = claimOf(refused)
  const record = recordOfParty(batch, refused)
  const event = { event: 'message.refused', peer: peer.state, message: digest, code: refusal.code } as const
  const leaf = record === null ? batch.trail.add(event) : batch.trail.about(record.request, event)
  const receipt = give(batch, refused, {
    ...receiptFrame(batch, refused),
    event: 'relayRejection',
    code: refusal.code,
    ...(refusal.expected === undefined ? {} : { expected: refusal.expected.slice(0, 100) }),
    ...(refusal.detail === undefined ? {} : { reasons: refusal.detail }),
    ...(refusal.pointer === undefined ? {} : { pointer: refusal.pointer }),
    ...(message === undefined ? {} : { messageId: message.id, request: message.request }),
    ...(record === null ? {} : standingOf(record)),
    log: { origin: batch.origin, leaf },
  })
  if (refusal.code === 'AUTHORITY_NOT_COMPETENT') batch.node.listsInDoubt.add(peer.state)
  if (!isFinal(refusal.code)) return receipt
  const row = {
    at: batch.now,
    from_state: peer.state,
    message_digest: digest,
    message_id: message?.id ?? null,
    request: claim?.request ?? null,
    code: refusal.code,
    detail: refusal.detail ?? '',
    // What came after the erasure is not kept either.
    bytes: isErased(batch, claim) ? null : jws,
  }
  batch.refusals.push(awaitedLater(receipt.then((receipt): NewRefusalRow => ({ ...row, receipt }))))
  batch.refused.set(nameOf(peer.state, digest), receipt)
  // A second message under one id comes before none; what counts is the order in which the first ones were judged.
  if (record !== null && claim?.previous === record.lastOfOther) {
    batch.records.set(record.request, withRefused(record, digest))
  }
  return receipt
}

function isErased({ locked }: Batch, claim: Claim | null): boolean {
  return claim !== null && (locked.get(claim.request)?.row?.erased_at ?? null) !== null
}

/** Where the record stands, so that whoever was refused by it can tell what it has not seen yet. */
function standingOf(record: OpenRecord): Pick<Rejection, 'sequence' | 'head' | 'state' | 'measures'> {
  const { sequence, head } = record.place
  if (record.state === null) return { sequence, head }
  return { sequence, head, state: record.state.state, measures: measuresOf(record) }
}

function measuresOf({ state }: OpenRecord): { id: string; state: string }[] {
  return (state?.measures ?? []).map(({ id, state: is }) => ({ id, state: is }))
}

/** Two messages under one id: the second is refused, both are kept, and together they prove it. */
function equivocation(batch: Batch, signed: Admitted | Misfit, first: string): Answer {
  const event = {
    event: 'equivocation.found',
    peer: signed.peer.state,
    digest: first,
    message: signed.digest,
    code: 'MESSAGE_ID_REUSED',
  } as const
  const record = recordOfParty(batch, signed)
  if (record === null) batch.trail.add(event)
  else batch.trail.about(record.request, event)
  return reject(batch, signed, refuse('MESSAGE_ID_REUSED'))
}

function receiptFrame(batch: Batch, { digest, peer }: Admitted | Misfit) {
  return {
    v: 1 as const,
    id: uuidV7(batch.now, batch.node.random(10)),
    node: batch.node.state,
    to: peer.state,
    message: digest,
    time: batch.now.toISOString(),
  }
}

function give(batch: Batch, signed: Admitted | Misfit, receipt: Receipt): Promise<string> {
  const { jws, digest } = beginSigning('receipt', receipt, batch.node.signer, batch.now)
  const event = {
    event: 'receipt.given',
    peer: signed.peer.state,
    message: signed.digest,
    receipt: digest,
    ...(receipt.event === 'relayAcceptance' ? { sequence: receipt.sequence } : { code: receipt.code }),
  } as const
  const record = recordOfParty(batch, signed)
  if (record === null) batch.trail.add(event)
  else batch.trail.about(record.request, event)
  return jws
}
