import { stateOf } from '../message/stateOf.ts'
import { hash } from 'node:crypto'
import { open } from '../envelope/open.ts'
import { type GatedJws, gateJws } from '../envelope/gate.ts'
import { verifyGated } from '../envelope/verify.ts'
import type { Authority, Message, TrustList } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, refuse } from '../message/refusal.ts'
import { validateMessage, versionRefusal } from '../message/validate.ts'
import { authorityOf, speakerOf } from '../trust/list.ts'
import { doubtBrought } from './doubt.ts'
import { isUuid } from './identifiers.ts'
import type { Entry } from './judge.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import type { Arrived } from './receive.ts'

/** A message whose sender, shape and address are proven; what it does is still to be judged. */
export interface Admitted extends Entry {
  readonly jws: string
  readonly peer: TrustList
  /** Who speaks, as the list of its State has it. */
  readonly author: Authority
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
  /** Where it says it belongs, where that can be read: its author may have signed later ones that name it. */
  readonly claim?: Claim
}

/** The request that something signed names, and its author's message before it. */
export interface Claim {
  readonly request: string
  readonly previous: string | null
}

export type Admission = (Admitted & { readonly kind: 'admitted' }) | Misfit | Stranger

/**
 * Opens one line of a post: decrypt, find the sender's list by the certificate named in the signature, verify,
 * validate, compare who speaks with who signed and who posted. Touches no database.
 *
 * What says that it is of another State than the list that verifies it is a stranger's: nothing of it is kept, so that the list of a State
 * that has copied the certificates of another settles nothing of what that other has signed.
 */
export async function admit(node: Node, { line, from }: Arrived, now: Date): Promise<Admission> {
  const stranger = (refusal: Refusal): Stranger => ({
    kind: 'stranger',
    refusal,
    digest: hash('sha256', line),
  })
  const opened = await open(line, node.decryptionKeys)
  if (!opened.ok) return stranger(opened)
  const { jws } = opened
  const gated = gateJws('message', jws)
  if (!gated.ok) return stranger(gated)
  let last = stranger(refuse('SIGNER_UNKNOWN'))
  // One list names a certificate, unless a State has copied another's into its own: that must not silence the other.
  for (const { list } of node.trust.bySigner(gated.certificateDigest)) {
    // What a State has signed is brought by its own node: nobody else's post can make it look late, or come again.
    if (!from.includes(list.state)) {
      last = stranger(refuse('SENDER_NOT_SIGNER'))
      continue
    }
    const admission = await admitFrom(node, { jws, gated }, list, now)
    if (!('ok' in admission)) return admission
    last = stranger(admission)
  }
  doubtBrought(node, last.refusal.code, from)
  return last
}

async function admitFrom(
  node: Node,
  { jws, gated }: { readonly jws: string; readonly gated: GatedJws },
  peer: TrustList,
  now: Date,
): Promise<(Admitted & { readonly kind: 'admitted' }) | Misfit | Refusal> {
  if (now.getTime() >= Date.parse(peer.nextUpdate)) return refuse('TRUST_LIST_EXPIRED')
  const verified = await verifyGated(jws, gated, peer, now, node.trust.statusNow)
  if (!verified.ok) return verified
  const { digest, signedAt, value } = verified
  if (isOfAnother(value, peer)) return refuse('SENDER_NOT_SIGNER', { pointer: '/from' })
  const misfit = { kind: 'misfit', digest, jws, peer, ...claimIn(value) } as const
  const valid = validateMessage(value)
  if (!valid.ok) return { ...misfit, refusal: valid }
  const { message, version } = valid
  const author = speakerOf(peer, message.from, now)
  const refusal =
    versionRefusal(message, version) ?? checkAddress(node, message, now) ?? checkTime(message, signedAt, now)
  if (refusal !== null) return { ...misfit, refusal, message }
  if (author === null) return { ...misfit, refusal: notNamedYet(message), message }
  return { kind: 'admitted', message, digest, jws, peer, author }
}

/**
 * Not for good, as where an authority has no competence here: its own node has let it speak, so perhaps the list that we have of its State
 * is older than its designation.
 */
function notNamedYet({ from }: Message): Refusal {
  const says = [particular('authorityInNoList', { authority: from })]
  return refuse('AUTHORITY_NOT_COMPETENT', { pointer: '/from', says })
}

/** Whether it says, whatever its shape is, that it is of another State: that State's own list is the one to judge it by. */
function isOfAnother(value: unknown, { state }: TrustList): boolean {
  if (typeof value !== 'object' || value === null || !('from' in value)) return false
  return typeof value.from === 'string' && stateOf(value.from) !== state
}

/** Read from what may have any shape; nothing but the place of its author's next message depends on it. */
export function claimIn(value: unknown): { claim?: Claim } {
  if (typeof value !== 'object' || value === null || !('request' in value)) return {}
  const { request } = value
  if (typeof request !== 'string' || !isUuid(request)) return {}
  const previous = 'previous' in value && typeof value.previous === 'string' ? value.previous : null
  return { claim: { request, previous } }
}

/** The message must be to an authority of ours; one with a place is judged there by who the parties of its record are. */
function checkAddress(node: Node, message: Message, now: Date): Refusal | null {
  if (stateOf(message.to) !== node.state) return refuse('NOT_FOR_US', { pointer: '/to' })
  if (hasPlace(message) || authorityOf(node.trust.own().list, message.to, now) !== null) return null
  return refuse('AUTHORITY_UNKNOWN', { pointer: '/to' })
}

/**
 * Whether the node that keeps the order has given it its place already. Nothing else can ever stand there, so a refusal for good would end
 * the record for both: it is not refused for what has become of our list or of the day since. It is taken at that place alone, behind the
 * head that it names, and once: whoever sends it again, or to a node that has no such record, or none any more, has nothing taken.
 */
function hasPlace({ sequence }: Message): boolean {
  return sequence !== undefined
}

/** `sentAt` is when it was signed, and that must not be longer ago than retries may last, but for what has its place. */
function checkTime(message: Message, signedAt: Date, now: Date): Refusal | null {
  const sentAtMs = Date.parse(message.sentAt)
  if (Math.floor(sentAtMs / 1000) * 1000 !== signedAt.getTime()) {
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt', says: [particular('signedAtOther', {})] })
  }
  if (hasPlace(message)) return null
  if (sentAtMs < now.getTime() - exchangeLimits.signedBehindMaxMs) {
    return refuse('TIME_OUT_OF_RANGE', { pointer: '/sentAt', says: [particular('signedLongAgo', {})] })
  }
  return null
}
