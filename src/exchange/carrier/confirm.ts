import type { CarrierReceipt } from '../../message/generated/types.ts'
import { limits } from '../../message/limits.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { append } from '../../store/audit.ts'
import {
  type CarriedMessage,
  carriedMessages,
  findCarrier,
  saveCarrierReceipt,
} from '../../store/carriers/carriers.ts'
import { inTransaction } from '../../store/failures.ts'
import { lockRequests } from '../../store/requests.ts'
import type { Node } from '../node.ts'
import { refusalNoted } from '../refusedActs.ts'
import { openTrail } from '../trail.ts'
import { openCarrierReceipt } from './manifest.ts'
import type { SettlingOrder } from './settle.ts'

/** What a receipt on paper says. */
export interface ConfirmedCarrier {
  readonly receipt: CarrierReceipt
  /** Messages of which it is known now that they were accepted, and whose own receipts are still to come. */
  readonly messages: number
  /** Whether it was known before. */
  readonly isAgain: boolean
}

const atOnce = 1_000

/**
 * Takes the text of a receipt from paper: it says of the messages on a carrier that the peer has accepted them. Each stays in the
 * outbox until its own receipt comes, which alone gives it its place. Refuses, as the log tells, with CARRIER_UNKNOWN, RECEIPT_MISMATCH or what
 * `openCarrierReceipt` refuses.
 */
export async function confirmCarrier(
  node: Node,
  text: string,
  order: SettlingOrder,
): Promise<Result<ConfirmedCarrier>> {
  const { person, authority } = order
  const act = { actor: { person, role: 'officer', authority }, wanted: 'carrier confirm' }
  return await refusalNoted(node, act, confirmed(node, text, order))
}

async function confirmed(node: Node, text: string, order: SettlingOrder): Promise<Result<ConfirmedCarrier>> {
  const opened = await openCarrierReceipt(node, text)
  if (!opened.ok) return opened
  const { receipt, digest, jws } = opened
  const row = await findCarrier(node.db, receipt.carrier)
  if (row?.own !== true) return refuse('CARRIER_UNKNOWN', { detail: receipt.carrier })
  if (row.peer_state !== receipt.node) return refuse('SENDER_NOT_SIGNER', { pointer: '/node' })
  // Nobody can have had the disk before it was written.
  if (Date.parse(receipt.time) < row.made_at.getTime() - limits.clockSkewMs)
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
  const messages: CarriedMessage[] = []
  let last = 0
  for (;;) {
    const some = await carriedMessages(node.db, receipt.carrier, last, atOnce)
    messages.push(...some)
    last = some.at(-1)?.place ?? last
    if (some.length < atOnce) break
  }
  const { accepted, refused, places } = receipt.messages
  if (accepted + refused !== last || (places !== undefined && places.length !== refused))
    return refuse('RECEIPT_MISMATCH', { pointer: '/messages', expected: [String(last)] })
  // Where it is not said which were refused, it is not known of one that it was accepted.
  const isKnown = refused === 0 || places !== undefined
  const waiting = messages.filter(
    ({ place, isReceipted }) => isKnown && !isReceipted && places?.includes(place) !== true,
  )
  const isAgain = row.receipt === jws
  // An older one says nothing that the one that is here does not say.
  const isNewer = row.receipt === null || timeOf(row.receipt) < Date.parse(receipt.time)
  if (!isAgain && isNewer) await keep(node, { receipt, digest, jws }, order, waiting)
  return { ok: true, receipt, messages: waiting.length, isAgain }
}

function timeOf(jws: string): number {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')
  return Date.parse((JSON.parse(payload) as CarrierReceipt).time)
}

async function keep(
  node: Node,
  {
    receipt,
    digest,
    jws,
  }: { readonly receipt: CarrierReceipt; readonly digest: string; readonly jws: string },
  { person, authority }: SettlingOrder,
  waiting: readonly CarriedMessage[],
): Promise<void> {
  const actor = { person, role: 'officer', authority }
  const { node: peer, carrier, messages, exhibits } = receipt
  await inTransaction(node.db, async (trx) => {
    const locked = await lockRequests(
      trx,
      waiting.map(({ request }) => request),
    )
    const trail = await openTrail(node, trx, [...locked.keys()], node.now())
    await saveCarrierReceipt(trx, carrier, jws, node.now())
    trail.add({
      event: 'carrier.confirmed',
      actor,
      peer,
      digest: carrier,
      receipt: digest,
      count: messages.accepted,
      details: { ...exhibits, refused: messages.refused },
    })
    for (const { digest: message, request } of waiting)
      if (locked.has(request))
        trail.about(request, { event: 'receipt.onPaper', actor, peer, message, receipt: digest })
    await append(trx, trail.audit())
  })
}
