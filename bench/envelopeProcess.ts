import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { HttpClaim } from '../src/envelope/httpClaim.ts'
import {
  checkBody,
  checkClaim,
  readRequestClaim,
  readResponseClaim,
  signRequest,
  signResponse,
} from '../src/envelope/httpSignature.ts'
import { httpKeyOf } from '../src/envelope/httpPeer.ts'
import { open } from '../src/envelope/open.ts'
import { openReceipt } from '../src/envelope/receipt.ts'
import { seal } from '../src/envelope/seal.ts'
import { sign } from '../src/envelope/sign.ts'
import { verify } from '../src/envelope/verify.ts'
import { messageIn, receiptIn } from '../src/exchange/stored.ts'
import { validateMessage } from '../src/message/validate.ts'
import { encryptionKeyFor } from '../src/trust/list.ts'
import { serve } from './child.ts'
import type { Means } from './cryptography.ts'
import { type LoopOptions, type LoopResult, closedLoop } from './latency.ts'
import { type Kept, readMeans } from './means.ts'
import { type Answer, listen, post } from './posting.ts'
import type { Trace, Traces } from './traces.ts'
import type { Side } from './world.ts'

// One side of Rogatory's envelope and nothing more: each message alone in a signed post, signed, encrypted, judged by schema and
// certificate, answered with a signed receipt. Nothing is kept, as those that it is set beside keep nothing.

export interface EnvelopeSetup extends Kept {
  readonly side: Side
  readonly traces: Traces
}

const contentType = 'application/jose'
let own: Means | undefined
let trace: Trace | undefined
let url = ''
let peerUrl = ''

function theMeans(): { readonly means: Means; readonly trace: Trace } {
  if (own === undefined || trace === undefined) throw new Error('nothing is set up')
  return { means: own, trace }
}

function isOfPeer(claim: HttpClaim, body: Buffer, { peer, status }: Means, now: Date): boolean {
  const found = httpKeyOf(peer, Buffer.from(claim.keyId, 'base64url').toString('hex'), now, status)
  return found.ok && checkClaim(claim, found.key, now).ok && checkBody(claim, body).ok
}

async function receive(body: Buffer, headers: IncomingHttpHeaders): Promise<Answer> {
  const { means, trace } = theMeans()
  const now = new Date()
  const asked = { method: 'POST', targetUri: url, contentType }
  const claimed = readRequestClaim(asked, headers)
  assert(claimed.ok)
  assert(isOfPeer(claimed.claim, body, means, now))
  const opened = await open(body.toString('latin1'), means.decryptionKeys)
  assert(opened.ok)
  const verified = await verify('message', opened.jws, means.peer, now, means.status)
  assert(verified.ok && validateMessage(verified.value).ok)
  const time = new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString()
  const receipt = { ...receiptIn(trace.message).receipt, message: verified.digest, time }
  const { jws } = await sign('receipt', receipt, means.signer, now)
  const answer = Buffer.from(jws, 'latin1')
  const to = { method: asked.method, targetUri: asked.targetUri, signature: String(headers.signature) }
  const fields = signResponse({ status: 200, contentType, body: answer, to }, means.http.signer, now)
  return { headers: { 'content-type': contentType, ...fields }, body: answer }
}

async function exchange(draft: object): Promise<void> {
  const { means, trace } = theMeans()
  const now = new Date()
  const valid = validateMessage(draft)
  const recipient = encryptionKeyFor(means.peer, now)
  assert(valid.ok && recipient !== null)
  const { jws, digest } = await sign('message', valid.message, means.signer, now)
  const body = Buffer.from(await seal(jws, recipient), 'latin1')
  const asked = { method: 'POST', targetUri: peerUrl, contentType }
  const fields = signRequest(
    { ...asked, body },
    means.http.signer,
    now,
    randomBytes(16).toString('base64url'),
  )
  const answer = await post(peerUrl, { 'content-type': contentType, ...fields }, body)
  const to = { method: asked.method, targetUri: peerUrl, signature: fields.signature }
  const claimed = readResponseClaim({ status: 200, contentType, to }, answer.headers)
  assert(claimed.ok)
  assert(isOfPeer(claimed.claim, answer.body, means, now))
  const { id, request, from_state: from } = trace.message
  const sent = { digest, id, request, from, to: means.peer.state }
  const at = new Date()
  const receipt = await openReceipt(answer.body.toString('latin1'), sent, means.peer, at, means.status)
  assert(receipt.ok, receipt.ok ? '' : receipt.code)
}

const calls = {
  /** Returns the address that the other side posts to. */
  async introduce({ side, traces, ...kept }: EnvelopeSetup): Promise<string> {
    own = (await readMeans(kept, side)).means
    trace = traces[side]
    url = await listen(receive)
    return url
  },
  meet(other: string): Promise<void> {
    peerUrl = other
    return Promise.resolve()
  },
  async load(options: LoopOptions): Promise<LoopResult> {
    const draft = messageIn(theMeans().trace.message)
    return await closedLoop(options, () => exchange(draft))
  },
}

export type EnvelopeCalls = typeof calls

serve(calls)
