import { signReceipt } from '../envelope/receipt.ts'
import type { Receipt } from '../message/generated/types.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import type { Trx } from '../store/database.ts'
import { inTransaction, isConnectionError } from '../store/failures.ts'
import { type KnownMessage, findMessages } from '../store/messages.ts'
import { findRefusals } from '../store/refusals.ts'
import type { MessageRow, NewRefusalRow } from '../store/tables.ts'
import { write } from '../store/write.ts'
import { type Admission, type Admitted, type Misfit, type Stranger, admit } from './admit.ts'
import { uuidV7 } from './identifiers.ts'
import { type OpenRecord, judgeReceived, withRefused } from './judge.ts'
import type { Node } from './node.ts'
import { placeWaiting } from './placing.ts'
import { type LockedRecord, lockRecords, measureRows, rowOf } from './records.ts'
import { type Trail, openTrail } from './trail.ts'
import { isFinal } from './finality.ts'

/** What a stranger is told, whatever was wrong. */
export const publicRefusal = '{"code":"ENVELOPE_INVALID"}'

/** A batch while it is judged: everything that will be written in its one transaction. */
interface Batch {
  readonly node: Node
  readonly now: Date
  readonly trail: Trail
  readonly locked: ReadonlyMap<string, LockedRecord>
  readonly records: Map<string, OpenRecord>
  readonly openings: Map<string, Admitted>
  /** By sender and id: what is known, from the database or from earlier in this batch. */
  readonly known: Map<string, Pick<KnownMessage, 'digest' | 'receipt'>>
  /** Receipts of final refusals, by digest. */
  readonly refused: Map<string, string>
  readonly messages: MessageRow[]
  readonly refusals: NewRefusalRow[]
}

/**
 * Takes sealed messages, one a line, and returns as many answers in the same order: a signed receipt each, or one
 * public text for what no known State has signed. When an answer is returned, everything it says is on disk.
 *
 * @throws when the database cannot be reached: then nothing was taken and the sender tries again
 */
export async function receive(node: Node, lines: readonly string[]): Promise<string[]> {
  const now = node.now()
  const admissions = await Promise.all(lines.map((line) => admit(node, line, now)))
  return recordTogether(node, admissions, now)
}

/** Records a batch in one transaction; if that breaks, each message alone, so that a bad one spoils no other. */
async function recordTogether(node: Node, admissions: readonly Admission[], now: Date): Promise<string[]> {
  try {
    return await inTransaction(node.db, (trx) => record(node, trx, admissions, now))
  } catch (reason) {
    if (admissions.length === 1 || isConnectionError(reason)) throw reason
    node.log.error(
      { reason: String(reason), messages: admissions.length },
      'a batch broke; its messages go one by one',
    )
  }
  const answers: string[] = []
  for (const admission of admissions) {
    try {
      answers.push(...(await inTransaction(node.db, (trx) => record(node, trx, [admission], now))))
    } catch (reason) {
      if (isConnectionError(reason)) throw reason
      node.log.error({ reason: String(reason), digest: admission.digest }, 'a message broke its transaction')
      answers.push('{"code":"NODE_UNAVAILABLE"}')
    }
  }
  return answers
}

async function record(node: Node, trx: Trx, admissions: readonly Admission[], now: Date): Promise<string[]> {
  const batch = await openBatch(node, trx, admissions, now)
  const answers: string[] = []
  for (const admission of admissions) answers.push(await answer(batch, admission))
  const placed = await placeWaiting(node, trx, batch.trail, batch.records)
  await writeBatch(batch, trx, placed)
  return answers
}

async function openBatch(node: Node, trx: Trx, admissions: readonly Admission[], now: Date): Promise<Batch> {
  const admitted = admissions.filter((admission) => admission.kind === 'admitted')
  const locked = await lockRecords(trx, admitted, true)
  const signed = admissions.filter((admission) => admission.kind !== 'stranger')
  const names = admitted.map(({ message, peer }) => ({ from_state: peer.state, id: message.id }))
  const known = new Map((await findMessages(trx, names)).map((row) => [`${row.from_state} ${row.id}`, row]))
  const refused = await findRefusals(
    trx,
    signed.map(({ digest }) => digest),
  )
  return {
    node,
    now,
    locked,
    known,
    refused,
    trail: await openTrail(node, trx, [...locked.keys()], now),
    records: new Map([...locked].map(([id, { record }]) => [id, record])),
    openings: new Map(),
    messages: [],
    refusals: [],
  }
}

async function answer(batch: Batch, admission: Admission): Promise<string> {
  if (admission.kind === 'stranger') return answerStranger(batch, admission)
  const before = batch.refused.get(admission.digest)
  if (before !== undefined) return before
  if (admission.kind === 'misfit') return reject(batch, admission, admission.refusal)
  const name = `${admission.peer.state} ${admission.message.id}`
  const known = batch.known.get(name)
  if (known !== undefined) {
    // The same bytes again get the same receipt again; a message is only stored together with its receipt.
    if (known.digest === admission.digest && known.receipt !== null) return known.receipt
    return equivocation(batch, admission, known.digest)
  }
  const record = batch.records.get(admission.message.request)
  if (record === undefined) throw new Error('the record of a message in the batch is not open')
  const judgement = judgeReceived(record, admission)
  if (!judgement.ok) return reject(batch, admission, judgement)
  const receipt = await accept(batch, admission, judgement.record)
  batch.known.set(name, { digest: admission.digest, receipt })
  return receipt
}

function answerStranger(batch: Batch, stranger: Stranger): string {
  batch.trail.add({ event: 'envelope.refused', digest: stranger.digest, code: stranger.refusal.code })
  return publicRefusal
}

async function accept(batch: Batch, admitted: Admitted, record: OpenRecord): Promise<string> {
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
  const receipt = await give(batch, admitted, {
    ...receiptFrame(batch, admitted),
    event: 'relayAcceptance',
    sequence,
    head,
    state: record.state?.state ?? '',
    measures: (record.state?.measures ?? []).map(({ id, state }) => ({ id, state })),
    log: { origin: batch.node.logSigner.name, leaf },
    messageId: message.id,
    request: message.request,
  })
  batch.messages.push({
    digest,
    id: message.id,
    request: message.request,
    direction: 'received',
    type: message.type,
    from_authority: message.from,
    to_authority: message.to,
    from_state: peer.state,
    sequence,
    head,
    jws,
    sent_at: new Date(message.sentAt),
    stored_at: batch.now,
    receipt,
    status: 'placed',
    refusal: null,
  })
  return receipt
}

/** Refuses with a signed receipt. A final refusal is kept and counts as judged; another is only noted in the log. */
async function reject(batch: Batch, refused: Admitted | Misfit, refusal: Refusal): Promise<string> {
  const { digest, peer, jws, message } = refused
  const record = message === undefined ? undefined : batch.records.get(message.request)
  const isParty = record?.state != null
  const event = { event: 'message.refused', peer: peer.state, message: digest, code: refusal.code } as const
  const leaf =
    message !== undefined && isParty ? batch.trail.about(message.request, event) : batch.trail.add(event)
  const receipt = await give(batch, refused, {
    ...receiptFrame(batch, refused),
    event: 'relayRejection',
    code: refusal.code,
    ...(refusal.expected === undefined ? {} : { expected: refusal.expected.slice(0, 100) }),
    ...(refusal.detail === undefined ? {} : { reasons: refusal.detail }),
    ...(refusal.pointer === undefined ? {} : { pointer: refusal.pointer }),
    ...(message === undefined ? {} : { messageId: message.id, request: message.request }),
    log: { origin: batch.node.logSigner.name, leaf },
  })
  if (!isFinal(refusal.code)) return receipt
  batch.refusals.push({
    at: batch.now,
    from_state: peer.state,
    message_digest: digest,
    message_id: message?.id ?? null,
    request: message?.request ?? null,
    code: refusal.code,
    detail: refusal.detail ?? '',
    bytes: jws,
    receipt,
  })
  batch.refused.set(digest, receipt)
  if (record !== undefined && isParty) batch.records.set(record.request, withRefused(record, digest))
  return receipt
}

/** Two messages under one id: the second is refused, both are kept, and together they prove it. */
async function equivocation(batch: Batch, admitted: Admitted, first: string): Promise<string> {
  batch.trail.add({
    event: 'equivocation.found',
    peer: admitted.peer.state,
    digest: first,
    message: admitted.digest,
    code: 'MESSAGE_ID_REUSED',
  })
  return reject(
    batch,
    { ...admitted, kind: 'misfit', refusal: refuse('MESSAGE_ID_REUSED') },
    refuse('MESSAGE_ID_REUSED'),
  )
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

async function give(
  batch: Batch,
  { message, digest, peer }: Admitted | Misfit,
  receipt: Receipt,
): Promise<string> {
  const signed = await signReceipt(receipt, batch.node.signer, batch.now)
  const event = {
    event: 'receipt.given',
    peer: peer.state,
    message: digest,
    receipt: signed.digest,
    ...(receipt.event === 'relayAcceptance' ? { sequence: receipt.sequence } : { code: receipt.code }),
  } as const
  const isParty = message !== undefined && batch.records.get(message.request)?.state != null
  if (isParty) batch.trail.about(message.request, event)
  else batch.trail.add(event)
  return signed.jws
}

async function writeBatch(
  batch: Batch,
  trx: Trx,
  placed: Awaited<ReturnType<typeof placeWaiting>>,
): Promise<void> {
  const { node, now } = batch
  const changed = [...batch.locked.values()].flatMap((locked) => {
    const before = locked.record
    const after = placed.records.get(before.request) ?? batch.records.get(before.request)
    return after === undefined || after === before ? [] : [{ locked, after }]
  })
  const rows = changed.map(({ locked, after }) => ({
    isNew: locked.row === null,
    row: rowOf(node, locked, after, batch.openings.get(after.request) ?? null, now),
  }))
  await write(trx, {
    now,
    opened: rows.filter(({ isNew }) => isNew).map(({ row }) => row),
    moved: rows.filter(({ isNew }) => !isNew).map(({ row }) => row),
    measures: changed.flatMap(({ after }) => measureRows(after)),
    messages: batch.messages,
    judged: placed.judged,
    refusals: batch.refusals,
    audit: batch.trail.audit(),
  })
}
