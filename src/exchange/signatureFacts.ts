import { stateOf } from '../message/stateOf.ts'
import { X509Certificate } from 'node:crypto'
import { gateJws } from '../envelope/gate.ts'
import { verify } from '../envelope/verify.ts'
import type { Node } from './node.ts'
import type { MessageRow } from '../store/tables.ts'
import { receiptIn } from './stored.ts'

/** Who signed a message or a receipt, when, and whether it still verifies; plain JSON. */
export interface SignatureFacts {
  readonly algorithm: string
  readonly signedAt: string
  /** SHA-256 of the certificate. */
  readonly certificate: string
  readonly subject: string
  /** When the certificate is valid by itself, RFC 3339. */
  readonly validFrom: string
  readonly validUntil: string
  /** `verified`, or the code for which it does not verify under the newest trust list of that State. */
  readonly check: string
  /** The instant as of which it was checked: when this node stored it, or that of a receipt. */
  readonly asOf: string
}

/** The signature of a stored message, checked again as of the time when it was stored; null where it has not the form of one. */
export async function signatureFacts(node: Node, row: MessageRow): Promise<SignatureFacts | null> {
  const { jws, from_authority, stored_at } = row
  return await factsOf(node, { kind: 'message', jws, state: stateOf(from_authority), at: stored_at })
}

/** That of the receipt of a stored message, as of the time that it says; null: there is none. */
export async function receiptSignature(node: Node, row: MessageRow): Promise<SignatureFacts | null> {
  if (row.receipt === null) return null
  const { node: state, time } = receiptIn(row).receipt
  return await factsOf(node, { kind: 'receipt', jws: row.receipt, state, at: new Date(time) })
}

interface Signed {
  readonly kind: 'message' | 'receipt'
  readonly jws: string
  /** State whose signature it is. */
  readonly state: string
  /** The instant as of which it is checked. */
  readonly at: Date
}

async function factsOf(node: Node, { kind, jws, state, at }: Signed): Promise<SignatureFacts | null> {
  const gated = gateJws(kind, jws)
  if (!gated.ok) return null
  const list = state === node.state ? node.trust.own() : node.trust.peer(state)
  const verified = list === null ? null : await verify(kind, jws, list.list, at, node.trust.statusThen)
  const certificate = new X509Certificate(gated.certificate)
  return {
    algorithm: gated.algorithm,
    signedAt: gated.signedAt.toISOString(),
    certificate: gated.certificateDigest,
    subject: certificate.subject.replaceAll('\n', ', '),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validUntil: new Date(certificate.validTo).toISOString(),
    check: verified === null ? 'PEER_UNKNOWN' : verified.ok ? 'verified' : verified.code,
    asOf: at.toISOString(),
  }
}
