import { Agent as PlainAgent } from 'node:http'
import { Agent as TlsAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { ClientTls } from '../connector.ts'

/** Connections to a collector of spans. */
export type CollectorAgent = PlainAgent | TlsAgent

/** Few are needed: what waits goes together. */
const terms = { keepAlive: true, maxSockets: 2 } as const

/**
 * Connects to a collector: over TLS it is believed as a server of a peer is, by the roots of Node.js and the authorities that the
 * settings name, and shown the certificate of this node where it asks for one.
 *
 * @param tls - asked at each new connection, for the files may have been renewed
 */
export function collectorAgent(endpoint: string, tls: () => ClientTls): CollectorAgent {
  return endpoint.startsWith('https:') ? new FollowingAgent(tls) : new PlainAgent(terms)
}

class FollowingAgent extends TlsAgent {
  readonly #tls: () => ClientTls

  constructor(tls: () => ClientTls) {
    super({ ...terms, maxCachedSessions: 0 })
    this.#tls = tls
  }

  override createConnection(
    options: Parameters<TlsAgent['createConnection']>[0],
    callback: Parameters<TlsAgent['createConnection']>[1],
  ): ReturnType<TlsAgent['createConnection']> {
    const { pair, authorities } = this.#tls()
    return super.createConnection(
      {
        ...options,
        ...(authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] }),
        ...(pair === null ? {} : { cert: pair.certificate, key: pair.key }),
      },
      callback,
    )
  }
}
