import type { KeyObject } from 'node:crypto'
import {
  type HttpRequest,
  type HttpResponse,
  type SignatureFields,
  checkBody,
  checkClaim,
  readResponseClaim,
  signRequest,
} from '../envelope/httpSignature.ts'
import { httpSignatureLimits } from '../envelope/httpClaim.ts'
import { httpKeyOf } from '../envelope/httpPeer.ts'
import { type Refusal, type Result, refuse } from '../message/refusal.ts'
import type { OpenedTrustList } from '../trust/succession.ts'
import type { Node } from './node.ts'

/** Signs what this node asks of its peers, and tells whether an answer is signed by the peer that was asked (RFC 9421). */
export interface HttpCaller {
  readonly sign: (request: HttpRequest) => SignatureFields
  /** Refuses with HTTP_SIGNATURE_*, HTTP_DIGEST_MISMATCH, SIGNER_UNKNOWN or CERTIFICATE_*. */
  readonly check: (response: HttpResponse, fields: Readonly<Record<string, unknown>>) => Result<object>
  /**
   * Whether an answer was given by another clock (its `Date`, RFC 9110 section 6.6.1): a request that is signed by this one
   * is not believed there, and nobody may tell a stranger why.
   */
  readonly isOfAnotherClock: (fields: Readonly<Record<string, unknown>>) => boolean
}

export function httpCaller(
  node: Pick<Node, 'httpSigner' | 'trust' | 'now' | 'machineNow' | 'random' | 'listsInDoubt'>,
): HttpCaller {
  return {
    sign: (request) =>
      signRequest(
        request,
        node.httpSigner,
        node.machineNow(),
        Buffer.from(node.random(16)).toString('base64url'),
      ),
    isOfAnotherClock({ date }) {
      const differenceMs = Math.abs(Date.parse(String(date)) - node.machineNow().getTime())
      return differenceMs > httpSignatureLimits.skewSeconds * 1_000
    },
    check: (response, fields) => {
      const read = readResponseClaim(response, fields)
      if (!read.ok) return read
      const { claim } = read
      const digest = Buffer.from(claim.keyId, 'base64url').toString('hex')
      const isAsked = (url: string) => response.to.targetUri.startsWith(`${url.replace(/\/$/, '')}/`)
      const named = node.trust.byHttpSigner(digest).filter(({ list }) => isAsked(list.node.url))
      if (named.length === 0) doubt(node, isAsked)
      const key = keyIn(node, named, digest)
      if (!key.ok) return key
      const held = checkClaim(claim, key.key, node.machineNow())
      return held.ok ? checkBody(claim, response.body) : held
    },
  }
}

/**
 * The key of the certificate with this digest by any of the lists that name it for who was asked: a State that copies another's address
 * and certificate into its own list must not silence the other.
 */
function keyIn(
  { trust, now, listsInDoubt }: Pick<Node, 'trust' | 'now' | 'listsInDoubt'>,
  named: readonly OpenedTrustList[],
  digest: string,
): Result<{ key: KeyObject }> {
  let last: Refusal = refuse('SIGNER_UNKNOWN')
  for (const { list } of named) {
    const key = httpKeyOf(list, digest, now(), trust.statusNow)
    if (key.ok) return key
    if (key.code === 'CERTIFICATE_STATUS_UNKNOWN') listsInDoubt.add(list.state)
    last = key
  }
  return last
}

/** Whoever answers there with another key may have published it since: its list is asked for. */
function doubt(
  { trust, listsInDoubt }: Pick<Node, 'trust' | 'listsInDoubt'>,
  isAsked: (url: string) => boolean,
): void {
  for (const state of trust.peers) {
    const url = trust.peer(state)?.list.node.url
    if (url !== undefined && isAsked(url)) listsInDoubt.add(state)
  }
}
