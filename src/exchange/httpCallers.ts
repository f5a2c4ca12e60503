import type { KeyObject } from 'node:crypto'
import { httpSignatureLimits } from '../envelope/httpClaim.ts'
import { httpKeyOf } from '../envelope/httpPeer.ts'
import {
  type HttpResponse,
  type SignatureFields,
  checkBody,
  checkClaim,
  readRequestClaim,
  signResponse,
} from '../envelope/httpSignature.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import { countOfEach } from './countOfEach.ts'
import { exchangeLimits } from './limits.ts'
import type { Node } from './node.ts'
import { peerTurns } from './peerTurns.ts'

/** Who makes a request: proven by its head alone, before a byte of its body is read. */
export interface Caller {
  /** The States whose lists name the key: one, unless another has copied its certificate. */
  readonly states: readonly string[]
  /** Says that the request is over. */
  readonly end: () => void
  /** Refuses with HTTP_DIGEST_MISMATCH a body that is not the one that was signed. */
  readonly checkBody: (body: Uint8Array) => Result<object>
  /** The fields that sign what it is answered, bound to this very request. */
  readonly signAnswer: (answer: Omit<HttpResponse, 'to'>) => SignatureFields
}

/** The head of a request, as it came; `path` with its query. */
export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly contentType?: string
  /** What its body has at most, as far as the head says it. */
  readonly bytesMax: number
}

/** Refuses with HTTP_SIGNATURE_*, SIGNER_UNKNOWN, CERTIFICATE_* or NODE_BUSY. */
export type IdentifyCaller = (
  head: RequestHead,
  fields: Readonly<Record<string, unknown>>,
) => Result<{ caller: Caller }>

/**
 * Tells the peer's node that makes a request from everybody else (RFC 9421; security page, section 3.6): no database
 * is asked and nothing is decrypted. A nonce counts once in ten minutes, in this process: the same request again would
 * get the same receipts, so that another process that takes it does no harm.
 */
export function httpCallers(
  node: Pick<Node, 'httpSigner' | 'trust' | 'now' | 'machineNow' | 'listsInDoubt'>,
): IdentifyCaller {
  const nonces = nonceMemory(node.machineNow)
  const turnOf = peerTurns(() => performance.now())
  return (head, fields) => {
    const targetUri = node.trust.own().list.node.url.replace(/\/$/, '') + head.path
    const { method, contentType } = head
    const read = readRequestClaim(
      { method, targetUri, ...(contentType === undefined ? {} : { contentType }) },
      fields,
    )
    if (!read.ok) return read
    const { claim } = read
    const digest = Buffer.from(claim.keyId, 'base64url').toString('hex')
    const known = keyIn(node, digest)
    if (!known.ok) return known
    const held = checkClaim(claim, known.key, node.machineNow())
    if (!held.ok) return held
    const peer = known.states.join(' ')
    const nonce = `${claim.keyId} ${claim.nonce ?? ''}`
    // What somebody repeats takes nothing of the share of whose it was; what is beyond that share is not remembered.
    const fresh = nonces.mayTake(nonce, peer)
    if (!fresh.ok) return fresh
    const turn = turnOf(peer, head.bytesMax)
    if (!turn.ok) return turn
    nonces.take(nonce, peer)
    const to = { method, targetUri, signature: String(fields.signature) }
    return {
      ok: true,
      caller: {
        states: known.states,
        end: turn.end,
        checkBody: (body) => checkBody(claim, body),
        signAnswer: (answer) => signResponse({ ...answer, to }, node.httpSigner, node.machineNow()),
      },
    }
  }
}

/** The key of the certificate with this digest, and the States in whose lists it is good now. */
function keyIn(
  { trust, now, listsInDoubt }: Pick<Node, 'trust' | 'now' | 'listsInDoubt'>,
  digest: string,
): Result<{ key: KeyObject; states: readonly string[] }> {
  let last: Refusal = refuse('SIGNER_UNKNOWN')
  let found: { key: KeyObject; states: string[] } | undefined
  // A State that copies another's certificate into its own list must not silence the other, nor speak for it.
  for (const { list } of trust.byHttpSigner(digest)) {
    const checked = httpKeyOf(list, digest, now(), trust.statusNow)
    // A peer that comes back after days has a newer list of revoked certificates than the one that is here.
    if (!checked.ok && checked.code === 'CERTIFICATE_STATUS_UNKNOWN') listsInDoubt.add(list.state)
    if (!checked.ok) last = checked
    else found = { key: checked.key, states: [...(found?.states ?? []), list.state] }
  }
  return found === undefined ? last : { ok: true, ...found }
}

interface NonceMemory {
  /** Refuses with HTTP_SIGNATURE_REPLAYED what is remembered, and with NODE_BUSY what no more fits, of this peer or of all. */
  mayTake(nonce: string, peer: string): Result<object>
  take(nonce: string, peer: string): void
}

/** Remembers nonces as long as a request with them could be taken again, and no more of them than fit: of all, and of one peer. */
function nonceMemory(now: () => Date): NonceMemory {
  const taken = new Map<string, { readonly peer: string; readonly untilMs: number }>()
  const ofPeer = countOfEach()
  const forgetOld = (): void => {
    const nowMs = now().getTime()
    for (const [old, { peer, untilMs }] of taken) {
      if (untilMs > nowMs) break
      taken.delete(old)
      ofPeer.fewer(peer)
    }
  }
  return {
    mayTake(nonce, peer) {
      forgetOld()
      if (taken.has(nonce)) return refuse('HTTP_SIGNATURE_REPLAYED')
      const { all, ofOnePeer } = exchangeLimits.noncesMax
      const isFull = taken.size >= all || ofPeer.of(peer) >= ofOnePeer
      return isFull ? refuse('NODE_BUSY') : { ok: true }
    },
    take(nonce, peer) {
      taken.set(nonce, { peer, untilMs: now().getTime() + httpSignatureLimits.nonceSeconds * 1000 })
      ofPeer.more(peer)
    },
  }
}
