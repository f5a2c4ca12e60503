import assert from 'node:assert/strict'
import { type KeyObject, randomBytes } from 'node:crypto'
import type { Trace } from './traces.ts'
import { receiptIn } from '../src/exchange/stored.ts'
import {
  type HttpSigner,
  checkBody,
  checkClaim,
  readRequestClaim,
  signRequest,
} from '../src/envelope/httpSignature.ts'
import { open, type DecryptionKeys } from '../src/envelope/open.ts'
import { openReceipt } from '../src/envelope/receipt.ts'
import { seal } from '../src/envelope/seal.ts'
import { type Signer, sign } from '../src/envelope/sign.ts'
import { verify } from '../src/envelope/verify.ts'
import type { TrustList } from '../src/message/generated/types.ts'
import type { StatusCheck } from '../src/trust/revocationStatus.ts'
import { validateMessage } from '../src/message/validate.ts'
import { encryptionKeyFor } from '../src/trust/list.ts'

// The cryptography of an exchange alone: what both sides compute for one message, with nothing stored or sent.

/** What a side has to compute with: its own keys, and the trust lists of both. */
export interface Means {
  readonly signer: Signer
  readonly decryptionKeys: DecryptionKeys
  readonly peer: TrustList
  /** What the peer's lists of revoked certificates say. */
  readonly status: StatusCheck
  /** The key that signs requests and answers, and its public half. */
  readonly http: { readonly signer: HttpSigner; readonly key: KeyObject }
}

/** What the asking side does before it stores: judge the shape, canonicalise, sign, seal. Returns the sealed message. */
export async function computeSending(
  { signer, peer }: Pick<Means, 'signer' | 'peer'>,
  message: object,
): Promise<string> {
  const now = new Date()
  const valid = validateMessage(message)
  const key = encryptionKeyFor(peer, now)
  assert(valid.ok && key !== null)
  const { jws } = await sign('message', valid.message, signer, now)
  return await seal(jws, key)
}

/** What the answering side does: open, verify, judge the shape, sign the receipt. */
export async function computeReceiving(
  { signer, decryptionKeys, peer, status }: Means,
  trace: Trace,
  jwe: string,
): Promise<void> {
  const now = new Date()
  const opened = await open(jwe, decryptionKeys)
  assert(opened.ok)
  const verified = await verify('message', opened.jws, peer, now, status)
  assert(verified.ok)
  assert(validateMessage(verified.value).ok)
  await sign('receipt', receiptIn(trace.message).receipt, signer, now)
}

/** What the asking side does with the answer: verify the receipt and hold it against the message. */
export async function computeSettling(
  { peer, status }: Pick<Means, 'peer' | 'status'>,
  { message }: Trace,
): Promise<void> {
  const { digest, id, request, from_state: from, receipt } = message
  const opened = await openReceipt(
    receipt ?? '',
    { digest, id, request, from, to: peer.state },
    peer,
    new Date(),
    status,
  )
  assert(opened.ok)
}

/** What either side does for a post, however many messages it carries: one signs it and checks the answer, the other the reverse. */
export function computeCarrying({ http }: Pick<Means, 'http'>, lines: readonly string[]): void {
  const now = new Date()
  const request = { method: 'POST', targetUri: 'http://127.0.0.1/bench', contentType: 'text/plain' }
  const body = Buffer.from(lines.join('\n'), 'latin1')
  const fields = signRequest({ ...request, body }, http.signer, now, randomBytes(16).toString('base64url'))
  const read = readRequestClaim(request, fields)
  assert(read.ok && checkClaim(read.claim, http.key, now).ok && checkBody(read.claim, body).ok)
}
