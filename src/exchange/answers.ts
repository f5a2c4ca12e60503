import { stateOf } from '../message/stateOf.ts'
import { openReceipt } from '../envelope/receipt.ts'
import type { Receipt } from '../message/generated/types.ts'
import { type RefusalCode, refusalCodes } from '../message/refusal.ts'
import { hash } from 'node:crypto'
import { findAnswered } from '../store/askings.ts'
import type { Trx } from '../store/database.ts'
import { inTransaction } from '../store/failures.ts'
import { noteNotOpened } from '../store/desk.ts'
import type { Judged } from '../store/messages.ts'
import type { Delivery } from '../store/outbox.ts'
import type { MessageRow } from '../store/tables.ts'
import { write } from '../store/write.ts'
import { isFinal } from '../message/finality.ts'
import type { OpenRecord } from './judge.ts'
import type { Node } from './node.ts'
import { doubtAnswered } from './doubt.ts'
import { contraryIn, keepContrary } from './contrary.ts'
import { placeWaiting } from './placing.ts'
import { lockRecords, measureRows, rowOf } from './records.ts'
import { type Trail, openTrailOf } from './trail.ts'

/** One delivery and the line that the peer answered. */
export interface Answered {
  readonly delivery: Delivery
  readonly line: string
}

/** A delivery that is to be tried again, and why. */
export interface Unsettled {
  readonly delivery: Delivery
  readonly code: RefusalCode
  readonly detail: string
}

/** What a post has come to. */
export interface Settlement {
  readonly unsettled: readonly Unsettled[]
  /** What the peer may have forgotten by now that it answered, for it has asked since: it is posted again at once. */
  readonly forgotten: readonly Delivery[]
  /** The peer does not speak what its list, as we have it, says that it speaks. */
  readonly isListOutdated: boolean
}

type Acceptance = Extract<Receipt, { event: 'relayAcceptance' }>
type Rejection = Extract<Receipt, { event: 'relayRejection' }>

type Reading =
  | { readonly kind: 'accepted'; readonly receipt: Acceptance; readonly jws: string; readonly digest: string }
  | { readonly kind: 'rejected'; readonly receipt: Rejection; readonly jws: string; readonly digest: string }
  | {
      readonly kind: 'unsettled'
      readonly code: RefusalCode
      readonly detail: string
      readonly isReceipt: boolean
    }

/**
 * Settles deliveries to one peer by its answers, in one transaction: an acceptance gives a pending message its place, a
 * final refusal ends it, both leave the outbox. Tells what is to be tried again. If the process dies before the
 * commit, the same bytes go out again and the peer gives the same receipts again. An answer to what was posted before the peer asked what this node has settles
 * nothing (`store/askings.ts`).
 */
export async function settle(node: Node, peer: string, answered: readonly Answered[]): Promise<Settlement> {
  if (answered.length === 0) return { unsettled: [], forgotten: [], isListOutdated: false }
  return await inTransaction(node.db, (trx) => settleTogether(node, trx, peer, answered))
}

async function settleTogether(
  node: Node,
  trx: Trx,
  peer: string,
  answered: readonly Answered[],
): Promise<Settlement> {
  const now = node.now()
  const anywhere = answered.map(({ delivery }) => ({
    message: { request: delivery.request, basis: { sequence: 0, head: '' } },
  }))
  const locked = await lockRecords(trx, anywhere, false, peer)
  const { messages: rows, asking } = await findAnswered(
    trx,
    peer,
    answered.map(({ delivery }) => delivery.digest),
  )
  const records = new Map([...locked].map(([id, { record }]) => [id, record]))
  const unsettled: Unsettled[] = []
  const forgotten: Delivery[] = []
  const judged: Judged[] = []
  const fresh: MessageRow[] = []
  const delivered: string[] = []
  const read = async ({ delivery, line }: Answered) => {
    const row = rows.get(delivery.digest)
    // Another worker, after a lease that ran out, may have settled it already.
    if (row?.receipt !== null)
      return { delivery, line, row, reading: null, contrary: await contraryIn(node, row, line, now) }
    return { delivery, line, row, reading: await readAnswer(node, row, line, now) }
  }
  const trail = openTrailOf(node, locked, now)
  // Receipts are opened side by side; what follows from them is then done in order.
  const readings = await Promise.all(answered.map(read))
  for (const { delivery, line, row, reading, contrary } of readings) {
    if (reading === null) {
      if (row !== undefined && contrary !== null) await keepContrary(trx, trail, row, contrary, now)
      delivered.push(delivery.digest)
      continue
    }
    // It has asked since, and was told that this has no receipt.
    if (reading.kind !== 'unsettled' && delivery.asking !== asking) {
      forgotten.push(delivery)
      continue
    }
    if (reading.kind !== 'accepted')
      node.meter.refused('peer', reading.kind === 'rejected' ? reading.receipt.code : reading.code)
    if (reading.kind === 'unsettled') {
      unsettled.push({ delivery, code: reading.code, detail: reading.detail })
      if (reading.isReceipt) auditRefusedReceipt(trail, delivery, line, reading.code)
      continue
    }
    delivered.push(delivery.digest)
    if (reading.kind === 'rejected') {
      judged.push(rejected(trail, delivery, row, reading))
      if (row.sequence !== null) tellEnded(node, row, reading.receipt.code)
    } else if (row.status === 'pending') fresh.push({ ...row, receipt: reading.jws })
    else judged.push(acknowledged(trail, delivery, row, reading))
  }
  const placed = await placeWaiting(node, trx, trail, records, fresh)
  await writeSettled(node, trx, { now, locked, placed, judged, delivered, trail })
  await noteNotOpened(
    trx,
    unopenedOf(
      readings.flatMap(({ row, reading }) => (reading === null ? [] : row)),
      judged,
      records,
    ),
    now,
  )
  const isListOutdated = readings.some(
    ({ reading }) => reading !== null && codeOf(reading) === 'SCHEMA_UNKNOWN',
  )
  return { unsettled, forgotten, isListOutdated }
}

function codeOf(reading: Reading): string | null {
  if (reading.kind === 'accepted') return null
  return reading.kind === 'rejected' ? reading.receipt.code : reading.code
}

/** What was said there has its place for good and does not count at the other side: nothing said after it does, and only people can help. */
function tellEnded(
  { log }: Node,
  { request, digest, sequence, to_authority }: MessageRow,
  code: string,
): void {
  const about = { peer: stateOf(to_authority), request, message: digest, sequence, code }
  log.error(
    about,
    'the other node has refused for good what has its place in a record: the record cannot go on',
  )
}

/** Requests that are not opened yet and of which a message was refused now. */
function unopenedOf(
  rows: readonly MessageRow[],
  judged: readonly Judged[],
  records: ReadonlyMap<string, OpenRecord>,
): readonly string[] {
  const refused = new Set(judged.flatMap(({ status, digest }) => (status === 'refused' ? [digest] : [])))
  return rows
    .filter(({ digest, request }) => refused.has(digest) && records.get(request)?.state === null)
    .map(({ request }) => request)
}

async function readAnswer(node: Node, row: MessageRow, line: string, now: Date): Promise<Reading> {
  if (line.startsWith('{')) {
    const refusal = readRefusal(line)
    doubtAnswered(node, refusal.code, stateOf(row.to_authority))
    return refusal
  }
  const peer = node.trust.peer(stateOf(row.to_authority))
  if (peer === null) return { kind: 'unsettled', code: 'PEER_UNKNOWN', detail: '', isReceipt: false }
  const sent = { digest: row.digest, id: row.id, request: row.request, from: node.state, to: peer.list.state }
  const opened = await openReceipt(line, sent, peer.list, now, node.trust.statusNow)
  if (!opened.ok) {
    doubtAnswered(node, opened.code, peer.list.state)
    return { kind: 'unsettled', code: opened.code, detail: opened.detail ?? '', isReceipt: true }
  }
  const { receipt, digest } = opened
  if (receipt.event === 'relayAcceptance') return acceptance(row, receipt, line, digest)
  if (isFinal(receipt.code)) return { kind: 'rejected', receipt, jws: line, digest }
  return { kind: 'unsettled', code: codeIn(receipt.code), detail: receipt.reasons ?? '', isReceipt: false }
}

/** The keeper's own messages have their place already, so a receipt that names another is for another record. */
function acceptance(row: MessageRow, receipt: Acceptance, jws: string, digest: string): Reading {
  const fits = row.sequence === null || (row.sequence === receipt.sequence && row.head === receipt.head)
  if (fits) return { kind: 'accepted', receipt, jws, digest }
  return { kind: 'unsettled', code: 'RECEIPT_MISMATCH', detail: 'it names another place', isReceipt: true }
}

/** An unsigned answer settles nothing: anybody on the way could have given it. */
function readRefusal(line: string): Extract<Reading, { kind: 'unsettled' }> {
  const code = /^\{"code":"([A-Z_]{1,60})"/.exec(line)?.[1] ?? ''
  return { kind: 'unsettled', code: codeIn(code), detail: 'answered without a signature', isReceipt: false }
}

function codeIn(code: string): RefusalCode {
  return refusalCodes.find((known) => known === code) ?? 'RECEIPT_INVALID'
}

function auditRefusedReceipt(
  trail: Trail,
  { request, peer_state, digest }: Delivery,
  line: string,
  code: RefusalCode,
): void {
  const event = 'receipt.refused'
  trail.about(request, { event, peer: peer_state, message: digest, digest: hash('sha256', line), code })
}

function rejected(
  trail: Trail,
  delivery: Delivery,
  row: MessageRow,
  reading: Extract<Reading, { kind: 'rejected' }>,
): Judged {
  const { code } = reading.receipt
  const { peer_state: peer, digest: message } = delivery
  trail.about(row.request, { event: 'message.rejected', peer, message, receipt: reading.digest, code })
  // A keeper's message has its place for good; the peer's refusal of it stands beside it.
  const status = row.sequence === null ? 'refused' : row.status
  const refusal = row.sequence === null ? code : null
  return { digest: row.digest, status, sequence: row.sequence, head: row.head, receipt: reading.jws, refusal }
}

function acknowledged(
  trail: Trail,
  delivery: Delivery,
  row: MessageRow,
  reading: Extract<Reading, { kind: 'accepted' }>,
): Judged {
  const { peer_state: peer, digest: message } = delivery
  const { sequence } = reading.receipt
  trail.about(row.request, { event: 'receipt.received', peer, message, receipt: reading.digest, sequence })
  return { ...row, receipt: reading.jws }
}

interface Settled {
  readonly now: Date
  readonly locked: Awaited<ReturnType<typeof lockRecords>>
  readonly placed: Awaited<ReturnType<typeof placeWaiting>>
  readonly judged: readonly Judged[]
  readonly delivered: readonly string[]
  readonly trail: Trail
}

async function writeSettled(node: Node, trx: Trx, settled: Settled): Promise<void> {
  const { now, locked, placed, judged, delivered, trail } = settled
  const moved: OpenRecord[] = [...placed.records.values()]
  const rows = moved.flatMap((record) => {
    const before = locked.get(record.request)
    return before === undefined ? [] : [rowOf(node, before, record, null, now)]
  })
  await write(trx, {
    now,
    moved: rows,
    measures: moved.flatMap(measureRows),
    judged: [...judged, ...placed.judged],
    delivered,
    audit: trail.audit(),
  })
}
