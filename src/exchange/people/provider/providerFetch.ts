import type { CustomFetch } from 'openid-client'
import { Agent, request } from 'undici'
import { type ClientTls, codeOfFailure, connectorTo } from '../../connector.ts'
import { providerLimits } from './limits.ts'

/** The provider was not reached, gave no whole answer in time, or is broken: nothing that it said is to be judged. */
export class ProviderUnreached extends Error {}

/** How the node asks the provider. */
export interface ProviderFetch {
  readonly fetch: CustomFetch
  readonly close: () => Promise<void>
}

/**
 * Asks the provider at its origins and nowhere else, by a certificate for that name where the address says `https`. An answer
 * has its time and its size, and a redirect is an answer like any other: it is not followed.
 *
 * @param tls - whom this node believes beside the roots of the system; a certificate of ours is not shown
 */
export function providerFetch(origins: readonly string[], tls: () => ClientTls): ProviderFetch {
  const { answerMs, answerBytesMax } = providerLimits
  const connect = connectorTo({
    tls: () => ({ pair: null, authorities: tls().authorities }),
    authoritiesOf: () => [],
    network: null,
    isProofWanted: true,
  })
  const agent = new Agent({
    connect,
    headersTimeout: answerMs,
    bodyTimeout: answerMs,
    connections: 8,
    pipelining: 0,
  })
  const answerOf: CustomFetch = async (url, { method, headers, body }) => {
    const { origin } = new URL(url)
    if (!origins.includes(origin)) throw new ProviderUnreached(`it is not asked at ${origin}`)
    const answer = await request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      dispatcher: agent,
      headers: { ...headers, 'user-agent': 'rogatory' },
      body: typeof body === 'string' || body instanceof URLSearchParams ? body.toString() : null,
      signal: AbortSignal.timeout(answerMs),
    })
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      // Leaving the loop lets the connection go.
      if (bytes > answerBytesMax) throw new ProviderUnreached('it answers more than is read')
      chunks.push(chunk)
    }
    const { statusCode } = answer
    if (statusCode >= 500 || statusCode === 429) throw new ProviderUnreached(`it answers ${statusCode}`)
    const type = answer.headers['content-type']
    return new Response(statusCode === 204 || statusCode === 304 ? null : Buffer.concat(chunks), {
      status: statusCode,
      headers: { 'content-type': typeof type === 'string' ? type : '' },
    })
  }
  return {
    async fetch(url, options) {
      try {
        return await answerOf(url, options)
      } catch (reason) {
        throw reason instanceof ProviderUnreached
          ? reason
          : new ProviderUnreached(`${codeOfFailure(reason)} ${String(reason)}`)
      }
    },
    close: () => agent.close(),
  }
}
