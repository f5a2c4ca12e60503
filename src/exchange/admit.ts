import { hash } from 'node:crypto'
import { open } from '../envelope/open.ts'
import { gateJws } from '../envelope/gate.ts'
import { verify } from '../envelope/verify.ts'
import type { Message, TrustList } from '../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { validateMessage } from '../message/validate.ts'
import { authorityOf } from '../trust/list.ts'
import type { OpenedTrustList } from '../trust/succession.ts'
import type { Entry } from './judge.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'

/** A message whose sender, shape and address are proven; what it does is still to be judged. */
export interface Admitted extends Entry {
  readonly jws: string
  readonly peer: TrustList
}

/** Somebody's bytes were not taken; nothing in them may be believed. */
export interface Stranger {
  readonly kind: 'stranger'
  readonly refusal: Refusal
  /** SHA-256 of the line that came. */
  readonly digest: string
}

/** A peer has signed it, and it is not a message that this node can take. */
export interface Misfit {
  readonly kind: 'misfit'
  readonly refusal: Refusal
  readonly digest: string
  readonly jws: string
  readonly peer: TrustList
  /** The message, where at least its shape is right. */
  readonly message?: Message
}

export type Admission = (Admitted & { readonly kind: 'admitted' }) | Misfit | Stranger

/**
 * Opens one line of a post: decrypt, find the sender's list by the certificate named in the signature, verify,
 * validate, compare who speaks with who signed. Touches no database.
 */
export async function admit(node: Node, line: string, now: Date): Promise<Admission> {
  const stranger = (refusal: Refusal): Stranger => ({
    kind: 'stranger',
    refusal,
    digest: hash('sha256', line),
  })
  const opened = await open(line, node.decryptionKeys)
  if (!opened.ok) return stranger(opened)
  const { jws } = opened
  const sender = findSender(node, jws, now)
  if (!sender.ok) return stranger(sender)
  const peer = sender.sender.list
  const verified = await verify('message', jws, peer, now)
  if (!verified.ok) return stranger(verified)
  const { digest, signedAt } = verified
  const valid = validateMessage(verified.value)
  if (!valid.ok) return { kind: 'misfit', refusal: valid, digest, jws, peer }
  const { message } = valid
  const refusal = checkAddress(node, message, peer, now) ?? checkTime(message, signedAt, now)
  if (refusal !== null) return { kind: 'misfit', refusal, digest, jws, peer, message }
  return { kind: 'admitted', message, digest, jws, peer }
}

function findSender(node: Node, jws: string, now: Date): Result<{ sender: OpenedTrustList }> {
  const gated = gateJws('message', jws)
  if (!gated.ok) return gated
  const sender = node.trust.bySigner(gated.certificateDigest)
  if (sender === null) return refuse('SIGNER_UNKNOWN')
  if (now.getTime() >= Date.parse(sender.list.nextUpdate)) return refuse('TRUST_LIST_EXPIRED')
  return { ok: true, sender }
}

/** The message must speak for a State's authority that its signer's State lists, to an authority of ours. */
function checkAddress(node: Node, message: Message, peer: TrustList, now: Date): Refusal | null {
  if (stateOf(message.from) !== peer.state) return refuse('SENDER_NOT_SIGNER', { pointer: '/from' })
  if (stateOf(message.to) !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })
  if (authorityOf(peer, message.from, now) === null) return refuse('AUTHORITY_UNKNOWN', { pointer: '/from' })
  if (authorityOf(node.trust.own().list, message.to, now) === null) {
    return refuse('AUTHORITY_UNKNOWN', { pointer: '/to' })
  }
  return null
}

/** `sentAt` is when it was signed, and that must not be longer ago than retries may last. */
function checkTime(message: Message, signedAt: Date, now: Date): Refusal | null {
  const sentAtMs = Date.parse(message.sentAt)
  if (Math.floor(sentAtMs / 1000) * 1000 !== signedAt.getTime()) {
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt', detail: 'signed at another time than it says' })
  }
  if (sentAtMs < now.getTime() - exchangeLimits.signedBehindMaxMs) {
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt', detail: 'signed too long ago' })
  }
  return null
}

/** The State that an authority belongs to: `vn.spp` -> `VN`. */
export function stateOf(authority: string): string {
  return authority.slice(0, authority.indexOf('.')).toUpperCase()
}
