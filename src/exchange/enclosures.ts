import { stateOf } from '../message/stateOf.ts'
import { digestOf } from '../envelope/digest.ts'
import { type GatedJws, gateJws } from '../envelope/gate.ts'
import { ownSignatureRefusal } from '../envelope/ownSignature.ts'
import { checkSigningTime, verifyGated } from '../envelope/verify.ts'
import type { EnclosedMessage, Message } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { validateMessage } from '../message/validate.ts'
import { authorityOf } from '../trust/list.ts'
import type { Admission } from './admit.ts'
import { listNaming } from './listNaming.ts'
import type { Node } from './node.ts'

/** A message of another record that was shown in this one. */
export interface Enclosure {
  readonly message: Message
  readonly digest: string
  readonly signedAt: Date
  /** False where this node has no trust list of its State: then nobody here can say whether it is genuine. */
  readonly verified: boolean
}

/** A message may show one that shows one, and so on; each is smaller than the one that shows it. */
export const enclosureDepthMax = 8

/** How many messages one may show with all that they show in turn: each is verified. */
const enclosuresMax = 50

/** How many more may be opened of those that one message shows. */
interface Budget {
  left: number
}

/** What a message that is shown is judged by. Whoever holds locks gives its own transaction. */
type Judging = Pick<Node, 'db' | 'trust'>

/** The messages that a message shows as their authors signed them. */
export function enclosedIn({ body }: Pick<Message, 'body'>): readonly EnclosedMessage[] {
  return 'enclosed' in body ? (body.enclosed ?? []) : []
}

/**
 * Verifies a message that is shown: its form and its shape, and, where this node has the trust lists of its State,
 * signature and authority as of the time when it was signed. The newest list that names the signer is the judge: it
 * knows of everything that came later. Nothing is looked up for what is not signed by the certificate that it brings, and what it shows in
 * turn is looked at last. Refuses with ENCLOSURE_INVALID; `detail` has the code of what does not hold.
 */
export async function openEnclosure(
  node: Judging,
  enclosed: EnclosedMessage,
  now: Date,
  depth = 1,
  budget: Budget = { left: enclosuresMax - 1 },
): Promise<Result<{ enclosure: Enclosure }>> {
  const { jws } = enclosed
  const gated = gateJws('message', jws)
  if (!gated.ok) return invalid(gated)
  const unsigned = await ownSignatureRefusal(jws, gated)
  if (unsigned !== null) return invalid(unsigned)
  const read = readStrict(gated.payload)
  if (!read.ok) return invalid(read)
  const valid = validateMessage(read.value)
  if (!valid.ok) return invalid(valid)
  const { message } = valid
  const refusal = placeRefusal(enclosed, message) ?? timeRefusal(message, gated, now)
  if (refusal !== null) return invalid(refusal)
  const verified = await isGenuine(node, jws, gated, message)
  if (!verified.ok) return invalid(verified)
  const nested = await enclosuresRefusal(node, message, now, depth + 1, budget)
  if (nested !== null) return invalid(nested)
  const { signedAt } = gated
  return { ok: true, enclosure: { message, digest: digestOf(jws), signedAt, verified: verified.known } }
}

/** The refusal of the first message shown that does not hold, with its place, or null. */
export async function enclosuresRefusal(
  node: Judging,
  message: Message,
  now: Date,
  depth = 1,
  budget: Budget = { left: enclosuresMax },
): Promise<Refusal | null> {
  for (const [place, enclosed] of enclosedIn(message).entries()) {
    const pointer = `/body/enclosed/${place}`
    if (depth > enclosureDepthMax)
      return refuse('ENCLOSURE_INVALID', { pointer, says: [particular('enclosedTooDeep', {})] })
    if (budget.left === 0) {
      const says = [particular('itemsMost', { member: 'enclosed', count: enclosuresMax })]
      return refuse('ENCLOSURE_INVALID', { pointer, says })
    }
    budget.left -= 1
    const opened = await openEnclosure(node, enclosed, now, depth, budget)
    if (!opened.ok) return { ...opened, pointer }
  }
  return null
}

/** What came, unless it shows something that does not hold: then it is a misfit of its author. */
export async function withEnclosuresChecked(
  node: Judging,
  admission: Admission,
  now: Date,
): Promise<Admission> {
  if (admission.kind !== 'admitted') return admission
  const { message } = admission
  const refusal = await enclosuresRefusal(node, message, now)
  if (refusal === null) return admission
  const claim = { request: message.request, previous: message.previous ?? null }
  return { ...admission, kind: 'misfit', refusal, claim }
}

function invalid({ code, detail }: Refusal): Refusal {
  return refuse('ENCLOSURE_INVALID', { detail: detail === undefined ? code : `${code}: ${detail}` })
}

/** Where it is said to stand is where it says itself that it stands, as far as it does. */
function placeRefusal({ record, sequence }: EnclosedMessage, message: Message): Refusal | null {
  const isThere =
    (record === undefined || record === message.request) &&
    (sequence === undefined || message.sequence === undefined || sequence === message.sequence)
  return isThere ? null : refuse('RECORD_FORK', { says: [particular('standsElsewhere', {})] })
}

function timeRefusal({ sentAt }: Message, { signedAt }: GatedJws, now: Date): Refusal | null {
  const isSigned = Math.floor(Date.parse(sentAt) / 1000) * 1000 === signedAt.getTime()
  if (!isSigned) return refuse('TIME_OUT_OF_RANGE', { says: [particular('signedAtOther', {})] })
  const time = checkSigningTime(signedAt, now)
  return time.ok ? null : time
}

async function isGenuine(
  node: Judging,
  jws: string,
  gated: GatedJws,
  { from }: Message,
): Promise<Result<{ known: boolean }>> {
  const { signedAt, certificateDigest } = gated
  const list = await listNaming(node.db, stateOf(from), certificateDigest)
  if (list === undefined) return { ok: true, known: false }
  if (list === null) return refuse('SIGNER_UNKNOWN')
  const verified = await verifyGated(jws, gated, list, signedAt, node.trust.statusThen)
  if (!verified.ok) return verified
  if (authorityOf(list, from, signedAt) === null) return refuse('AUTHORITY_UNKNOWN')
  return { ok: true, known: true }
}
