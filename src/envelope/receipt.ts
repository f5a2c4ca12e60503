import assert from 'node:assert/strict'
import { isFinal } from '../message/finality.ts'
import type { Receipt, TrustList } from '../message/generated/types.ts'
import { type Result, refuse } from '../message/refusal.ts'
import { validateReceipt } from '../message/validate.ts'
import { type ChainCheck, checkChainOnce } from '../trust/checkCertificate.ts'
import { type StatusCheck, withoutRevocationLists } from '../trust/revocationStatus.ts'
import { verify } from './verify.ts'

/** What a sender knows of a message of its own, to hold a receipt against. */
export interface SentMessage {
  readonly digest: string
  /** Null: the text of the message was erased, and nobody can tell any more. */
  readonly id: string | null
  readonly request: string
  /** State codes: who sent it, and whose node is to answer for it. */
  readonly from: string
  readonly to: string
}

/** What a receipt may be held against: digest null is whichever message of that id. */
export type NamedMessage = Omit<SentMessage, 'digest'> & { readonly digest: string | null }

/** A receipt whose signature, shape and subject have been checked. */
export interface OpenedReceipt {
  readonly receipt: Receipt
  readonly digest: string
  readonly signedAt: Date
  readonly certificateDigest: string
}

/**
 * Opens the receipt for a message of ours against the trust list of the State that was to answer, as of `at`.
 * Refuses with what `verify` refuses, RECEIPT_INVALID, RECEIPT_MISMATCH where it is for another message, or
 * TIME_OUT_OF_RANGE where it says another time than its signature.
 */
export async function openReceipt(
  jws: string,
  sent: NamedMessage,
  list: TrustList,
  at: Date,
  status: StatusCheck = withoutRevocationLists,
  check: ChainCheck = checkChainOnce,
): Promise<Result<OpenedReceipt>> {
  assert(sent.to === list.state, 'the trust list is not of the State that was to answer')
  const verified = await verify('receipt', jws, list, at, status, check)
  if (!verified.ok) return verified
  const valid = validateReceipt(verified.value)
  if (!valid.ok) return { ...valid, code: 'RECEIPT_INVALID' }
  const answers = answersMessage(valid.receipt, sent)
  if (!answers.ok) return answers
  const { digest, signedAt, certificateDigest } = verified
  const saysAt = Math.floor(Date.parse(valid.receipt.time) / 1000) * 1000
  if (saysAt !== signedAt.getTime()) return refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
  return { ok: true, receipt: valid.receipt, digest, signedAt, certificateDigest }
}

/**
 * Whether no node that keeps to what it signs gives both of these receipts: one takes a message and the other refuses it for good, they
 * give it different places, or they take different messages under one id.
 */
export function excludes(one: Receipt, other: Receipt): boolean {
  if (one.event === 'relayAcceptance' && other.event === 'relayAcceptance') {
    if (one.message !== other.message) return one.messageId === other.messageId
    return one.sequence !== other.sequence || one.head !== other.head
  }
  const areFinal = [one, other].every(
    (receipt) => receipt.event === 'relayAcceptance' || isFinal(receipt.code),
  )
  return one.message === other.message && one.event !== other.event && areFinal
}

/** Judges whether a receipt is for that message and none other. Refuses with RECEIPT_MISMATCH and a pointer. */
export function answersMessage(receipt: Receipt, sent: NamedMessage): Result<object> {
  const pairs = [
    ['message', receipt.message, sent.digest],
    ['messageId', receipt.messageId, sent.id],
    ['request', receipt.request, sent.request],
    ['node', receipt.node, sent.to],
    ['to', receipt.to, sent.from],
  ] as const
  // A rejection of what had not the shape of a message knows neither its id nor its request; the digest it knows.
  const wrong = pairs.find(([, said, meant]) => said !== undefined && meant !== null && said !== meant)
  if (wrong === undefined) return { ok: true }
  return refuse('RECEIPT_MISMATCH', { pointer: `/${wrong[0]}`, expected: [wrong[2] ?? ''] })
}
