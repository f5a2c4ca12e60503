import { type GatedJws, gateJws } from '../../envelope/gate.ts'
import { openReceipt } from '../../envelope/receipt.ts'
import { checkSigningTime, verifyGated } from '../../envelope/verify.ts'
import type { Message, Receipt, TrustList } from '../../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { stateOf } from '../../message/stateOf.ts'
import { validateMessage } from '../../message/validate.ts'
import { speakerOf } from '../../trust/list.ts'
import type { StatusCheck } from '../../trust/revocationStatus.ts'
import { claimIn } from '../admit.ts'

/** A message of one side and the receipt of the other, both verified: what the two nodes had settled. */
export interface Settled {
  readonly digest: string
  readonly jws: string
  /** Whether this State has signed the message; else it has signed the receipt. */
  readonly own: boolean
  /** Null where it was refused and has not the shape of a message. */
  readonly message: Message | null
  /** Digest of its author's message before it. */
  readonly previous: string | null
  readonly receipt: Receipt
  readonly receiptJws: string
  readonly receiptDigest: string
  /** When this State signed its part. */
  readonly signedAt: Date
}

/** A State and its trust lists, the newest first. */
export interface Party {
  readonly state: string
  readonly lists: readonly TrustList[]
}

export interface Parties {
  readonly own: Party
  readonly peer: Party
  /** What is known since of certificates that were taken back. */
  readonly status: StatusCheck
}

/**
 * Opens what a peer hands back: a message with the receipt for it. Each is verified as of the time of the receipt, as it
 * was when it came first: signature, certificate, trust list, shape, parties, authority, and that the receipt is for
 * this message. By whom it is, the signatures tell.
 */
export async function openSettled(
  { own, peer, status }: Parties,
  request: string,
  { message: jws, receipt: receiptJws }: { readonly message: string; readonly receipt: string },
  now: Date,
): Promise<Result<{ settled: Settled }>> {
  const gated = gateJws('message', jws)
  if (!gated.ok) return gated
  const gatedReceipt = gateJws('receipt', receiptJws)
  if (!gatedReceipt.ok) return gatedReceipt
  const at = gatedReceipt.signedAt
  const time = checkSigningTime(at, now)
  if (!time.ok) return time
  const signed = { jws, gated, receiptJws, request, at, status }
  const byUs = await openOf(signed, own, peer)
  const opened = byUs.ok ? byUs : await openOf(signed, peer, own)
  if (!opened.ok) return opened
  const signedAt = byUs.ok ? gated.signedAt : at
  return { ok: true, settled: { ...opened.settled, own: byUs.ok, signedAt } }
}

interface Signed {
  readonly jws: string
  readonly gated: GatedJws
  readonly receiptJws: string
  readonly request: string
  readonly at: Date
  readonly status: StatusCheck
}

async function openOf(
  signed: Signed,
  author: Party,
  answerer: Party,
): Promise<Result<{ settled: Omit<Settled, 'own' | 'signedAt'> }>> {
  const { jws, gated, receiptJws, request, at, status } = signed
  return await byAnyOf(author.lists, async (list) => {
    const verified = await verifyGated(jws, gated, list, at, status)
    if (!verified.ok) return verified
    const { digest, value } = verified
    const valid = validateMessage(value)
    const message = valid.ok ? valid.message : null
    const sent = { digest, id: message?.id ?? '', request, from: author.state, to: answerer.state }
    const receipt = await byAnyOf(answerer.lists, (by) => openReceipt(receiptJws, sent, by, at, status))
    if (!receipt.ok) return receipt
    const claim = claimIn(value).claim
    if (claim?.request !== request)
      return refuse('REQUEST_UNKNOWN', { detail: 'it is about another request' })
    // What was refused may have been refused for just this.
    if (receipt.receipt.event === 'relayAcceptance') {
      if (!valid.ok) return valid
      const wrong = checkFrame(valid.message, list, { author, answerer, gated, at })
      if (wrong !== null) return wrong
    }
    const settled = {
      digest,
      jws,
      message,
      previous: claim.previous,
      receipt: receipt.receipt,
      receiptJws,
      receiptDigest: receipt.digest,
    }
    return { ok: true, settled }
  })
}

function checkFrame(
  message: Message,
  list: TrustList,
  {
    author,
    answerer,
    gated,
    at,
  }: { readonly author: Party; readonly answerer: Party; readonly gated: GatedJws; readonly at: Date },
): Refusal | null {
  if (stateOf(message.from) !== author.state) return refuse('SENDER_NOT_SIGNER', { pointer: '/from' })
  if (stateOf(message.to) !== answerer.state) return refuse('NOT_FOR_US', { pointer: '/to' })
  if (speakerOf(list, message.from, at) === null) return refuse('AUTHORITY_UNKNOWN', { pointer: '/from' })
  const sentAt = Math.floor(Date.parse(message.sentAt) / 1000) * 1000
  return sentAt === gated.signedAt.getTime() ? null : refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt' })
}

/** What holds by any of these lists; else what the newest says. */
async function byAnyOf<T extends object>(
  lists: readonly TrustList[],
  judge: (list: TrustList) => Promise<Result<T>>,
): Promise<Result<T>> {
  let newest: Result<T> | null = null
  for (const list of lists) {
    const judged = await judge(list)
    if (judged.ok) return judged
    newest ??= judged
  }
  return newest ?? refuse('PEER_UNKNOWN', { detail: 'there is no trust list of this State' })
}
