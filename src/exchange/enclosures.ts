import { stateOf } from '../message/stateOf.ts'
import { digestOf } from '../envelope/digest.ts'
import { type GatedJws, gateJws } from '../envelope/gate.ts'
import { checkSigningTime, verifyGated } from '../envelope/verify.ts'
import type { EnclosedMessage, Message, TrustList } from '../message/generated/types.ts'
import { particular } from '../message/particular.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { readStrict } from '../message/strict.ts'
import { validateMessage } from '../message/validate.ts'
import { trustListHistory } from '../store/trustLists.ts'
import { authorityOf, signerOf } from '../trust/list.ts'
import type { Admission } from './admit.ts'
import type { Node } from './node.ts'
import { opened } from './trustKeeping.ts'

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

/** The messages that a message shows as their authors signed them. */
export function enclosedIn({ body }: Pick<Message, 'body'>): readonly EnclosedMessage[] {
  return 'enclosed' in body ? (body.enclosed ?? []) : []
}

/**
 * Verifies a message that is shown: its form and its shape, and, where this node has the trust lists of its State,
 * signature and authority as of the time when it was signed. The newest list that names the signer is the judge: it
 * knows of everything that came later. Refuses with ENCLOSURE_INVALID; `detail` has the code of what does not hold.
 */
export async function openEnclosure(
  node: Node,
  enclosed: EnclosedMessage,
  now: Date,
  depth = 1,
): Promise<Result<{ enclosure: Enclosure }>> {
  const { jws } = enclosed
  const gated = gateJws('message', jws)
  if (!gated.ok) return invalid(gated)
  const read = readStrict(gated.payload)
  if (!read.ok) return invalid(read)
  const valid = validateMessage(read.value)
  if (!valid.ok) return invalid(valid)
  const { message } = valid
  const refusal = placeRefusal(enclosed, message) ?? timeRefusal(message, gated, now)
  if (refusal !== null) return invalid(refusal)
  const nested = await enclosuresRefusal(node, message, now, depth + 1)
  if (nested !== null) return invalid(nested)
  const verified = await isGenuine(node, jws, gated, message)
  if (!verified.ok) return invalid(verified)
  const { signedAt } = gated
  return { ok: true, enclosure: { message, digest: digestOf(jws), signedAt, verified: verified.known } }
}

/** The refusal of the first message shown that does not hold, with its place, or null. */
export async function enclosuresRefusal(
  node: Node,
  message: Message,
  now: Date,
  depth = 1,
): Promise<Refusal | null> {
  for (const [place, enclosed] of enclosedIn(message).entries()) {
    const pointer = `/body/enclosed/${place}`
    if (depth > enclosureDepthMax)
      return refuse('ENCLOSURE_INVALID', { pointer, says: [particular('enclosedTooDeep', {})] })
    const opened = await openEnclosure(node, enclosed, now, depth)
    if (!opened.ok) return { ...opened, pointer }
  }
  return null
}

/** What came, unless it shows something that does not hold: then it is a misfit of its author. */
export async function withEnclosuresChecked(node: Node, admission: Admission, now: Date): Promise<Admission> {
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
  node: Node,
  jws: string,
  gated: GatedJws,
  { from }: Message,
): Promise<Result<{ known: boolean }>> {
  const { signedAt, certificateDigest } = gated
  const lists = await listsOf(node, stateOf(from))
  if (lists.length === 0) return { ok: true, known: false }
  const list = lists.find((one) => signerOf(one, certificateDigest) !== null)
  if (list === undefined) return refuse('SIGNER_UNKNOWN')
  const verified = await verifyGated(jws, gated, list, signedAt, node.trust.statusThen)
  if (!verified.ok) return verified
  if (authorityOf(list, from, signedAt) === null) return refuse('AUTHORITY_UNKNOWN')
  return { ok: true, known: true }
}

/** Every list of a State that this node has ever accepted, the newest first. */
async function listsOf(node: Node, state: string): Promise<readonly TrustList[]> {
  return (await trustListHistory(node.db, state)).map((row) => opened(row).list).reverse()
}
