import { gateJws } from '../../envelope/gate.ts'
import { type GatedShort, gateShort } from '../../envelope/gateShort.ts'
import { type Verified, checkSigningTime, verifyGated } from '../../envelope/verify.ts'
import { verifyShort } from '../../envelope/short.ts'
import type { Carrier, CarrierReceipt, TrustList } from '../../message/generated/types.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { readStrict } from '../../message/strict.ts'
import { validateCarrier, validateCarrierReceipt } from '../../message/validate.ts'
import { listNaming } from '../listNaming.ts'
import type { Node } from '../node.ts'

/** Characters of a manifest: certificates and the header, with room to spare. */
export const manifestCharactersMax = 65_536

/** What stands before a short receipt in a QR code, so that whoever reads one knows what it is. */
const prefix = 'rogatory:carrier-receipt?'

/**
 * The manifest of a carrier that a peer has signed, as of the time when it did: the newest of its lists that names the
 * signer is the judge, and what is known against the certificate since. Refuses with what `verify` refuses, PEER_UNKNOWN,
 * MESSAGE_INVALID, SENDER_NOT_SIGNER, NOT_FOR_US or TIME_OUT_OF_RANGE.
 */
export async function openManifest(
  node: Node,
  jws: string,
): Promise<Result<{ carrier: Carrier; digest: string; peer: string }>> {
  const gated = gateJws('carrier', jws, manifestCharactersMax)
  if (!gated.ok) return gated
  const verified = await verifiedThen(node, gated, (list, at) =>
    verifyGated(jws, gated, list, at, node.trust.statusThen),
  )
  if (!verified.ok) return verified
  const valid = validateCarrier(verified.value)
  if (!valid.ok) return valid
  const { carrier } = valid
  const stranger = strangerIn(node, carrier, verified)
  return stranger ?? { ok: true, carrier, digest: verified.digest, peer: carrier.node }
}

/** The text of a short receipt, as it goes into a QR code. */
export function receiptText(jws: string): string {
  return prefix + jws
}

/** The receipt for a carrier as it was read from paper. Refuses with the same as `openManifest`. */
export async function openCarrierReceipt(
  node: Node,
  text: string,
): Promise<Result<{ receipt: CarrierReceipt; digest: string; jws: string }>> {
  // What was typed or copied may have been broken into lines.
  const jws = text.replaceAll(/\s/g, '').replace(prefix, '')
  const gated = gateShort(jws)
  if (!gated.ok) return gated
  const verified = await verifiedThen(node, gated, (list, at) =>
    verifyShort(jws, gated, list, at, node.trust.statusThen),
  )
  if (!verified.ok) return verified
  const valid = validateCarrierReceipt(verified.value)
  if (!valid.ok) return valid
  const { receipt } = valid
  return strangerIn(node, receipt, verified) ?? { ok: true, receipt, digest: verified.digest, jws }
}

/** The State that a manifest names as its author: nobody has verified it. Null where it names none. */
export function claimedNode(jws: string): string | null {
  const gated = gateJws('carrier', jws, manifestCharactersMax)
  return gated.ok ? nodeIn(gated.payload) : null
}

function nodeIn(payload: Buffer): string | null {
  const read = readStrict(payload)
  if (!read.ok || typeof read.value !== 'object' || read.value === null || Array.isArray(read.value))
    return null
  return typeof read.value.node === 'string' ? read.value.node : null
}

async function verifiedThen(
  node: Node,
  { certificateDigest, signedAt, payload }: Pick<GatedShort, 'certificateDigest' | 'signedAt' | 'payload'>,
  verified: (list: TrustList, at: Date) => Promise<Result<Verified>>,
): Promise<Result<Verified>> {
  const state = nodeIn(payload)
  if (state === null || node.trust.peer(state) === null)
    return refuse(state === node.state ? 'NOT_FOR_US' : 'PEER_UNKNOWN')
  const list = await listNaming(node.db, state, certificateDigest)
  if (list == null) return refuse('SIGNER_UNKNOWN')
  const time = checkSigningTime(signedAt, node.now())
  return time.ok ? await verified(list, signedAt) : time
}

function strangerIn(
  { state }: Pick<Node, 'state'>,
  { to, time }: { readonly to: string; readonly time: string },
  { signedAt }: Verified,
): Refusal | null {
  if (to !== state) return refuse('NOT_FOR_US', { pointer: '/to', expected: [state] })
  const isSigned = Math.floor(Date.parse(time) / 1000) * 1000 === signedAt.getTime()
  return isSigned ? null : refuse('TIME_OUT_OF_RANGE', { pointer: '/time' })
}
