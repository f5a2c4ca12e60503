import { hash } from 'node:crypto'
import { type SecureContext, createSecureContext, rootCertificates } from 'node:tls'
import { exchangeLimits } from './limits.ts'

/** What is shown to a server that asks for a certificate, and whom it may have its own of beside the roots of the system; PEM. */
export interface TlsTerms {
  readonly pair: { readonly certificate: string; readonly key: string } | null
  readonly authorities: readonly string[]
}

/**
 * The contexts in which servers are spoken to by TLS 1.3: one for all who are to be spoken to alike, for each holds some megabyte and
 * takes 20 ms to make. The one that was not asked for longest is let go; what is still connected by it holds it.
 *
 * @param max - so many are kept
 */
export function tlsContexts(max: number = exchangeLimits.tlsContextsMax): (terms: TlsTerms) => SecureContext {
  const contexts = new Map<string, SecureContext>()
  return ({ pair, authorities }) => {
    const stamp = hash('sha256', JSON.stringify([pair, authorities]))
    const context =
      contexts.get(stamp) ??
      createSecureContext({
        minVersion: 'TLSv1.3',
        // A State may list an authority that another one has issued: it is trusted as listed.
        allowPartialTrustChain: true,
        ...(authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] }),
        ...(pair === null ? {} : { cert: pair.certificate, key: pair.key }),
      })
    // In the order in which they were asked for last.
    contexts.delete(stamp)
    contexts.set(stamp, context)
    const [oldest = ''] = contexts.keys()
    if (contexts.size > max) contexts.delete(oldest)
    return context
  }
}
