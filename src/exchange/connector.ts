import { type LookupFunction, isIP } from 'node:net'
import { buildConnector } from 'undici'
import type { RefusalCode } from '../message/refusal.ts'
import { type TrustDirectory, listsIn } from './directory.ts'
import { exchangeLimits } from './limits.ts'
import { type AddressesOf, type ResolveName, nameLookups } from './nameLookups.ts'
import type { Network } from './networks.ts'
import { type TlsTerms, tlsContexts } from './tlsContexts.ts'

/** What this node shows to any server that asks for a certificate, and whom it believes beside the roots of the system; PEM. */
export type ClientTls = TlsTerms

/** How this node reaches its peers. */
export interface Reach {
  /** Asked at each new connection, for the files may have been renewed. */
  readonly tls: () => ClientTls
  /** Authorities (PEM) that the server at this origin may have its certificate of as well, and no other server. */
  readonly authoritiesOf: (origin: string) => readonly string[]
  /** Where peers may be; null: anywhere. */
  readonly network: Network | null
  /** False where nobody is to prove anything by TLS: what is fetched proves itself. */
  readonly isProofWanted: boolean
}

/** A peer's address leads where this node does not go. */
const forbiddenAddress = 'PEER_ADDRESS_FORBIDDEN'

/**
 * Connects to peers: TLS 1.3 where their address says `https`, by a certificate for that name, without the session of
 * an earlier connection. The address that a name resolves to is judged and then connected to, so no second answer of
 * the name server comes between.
 *
 * @param resolve - how names are resolved; absent: as the system does it
 */
export function connectorTo(reach: Reach, resolve?: ResolveName): buildConnector.connector {
  const { network } = reach
  const contextOf = tlsContexts()
  const contextFor = (origin: string): ReturnType<typeof contextOf> => {
    const { pair, authorities } = reach.tls()
    return contextOf({ pair, authorities: [...authorities, ...reach.authoritiesOf(origin)] })
  }
  const lookup = lookupIn(network, nameLookups(resolve))
  return (options, callback) => {
    const { hostname, protocol, port } = options
    const bare = hostname.replace(/^\[(.*)\]$/, '$1')
    if (network !== null && isIP(bare) !== 0 && !network(bare)) {
      callback(forbidden(bare), null)
      return
    }
    const isTls = protocol === 'https:'
    const connect = buildConnector({
      timeout: exchangeLimits.connectMs,
      maxCachedSessions: 0,
      lookup,
      ...(isTls
        ? {
            secureContext: contextFor(originOf(hostname, port)),
            rejectUnauthorized: reach.isProofWanted,
          }
        : {}),
    })
    connect(options, callback)
  }
}

function originOf(hostname: string, port: string): string {
  return new URL(`https://${hostname}${port === '' ? '' : `:${port}`}`).origin
}

/** Resolves a name and refuses it where one of its addresses is outside: whoever answers for it means no good, or errs. */
function lookupIn(network: Network | null, addressesOf: AddressesOf): LookupFunction {
  return (hostname, options, done) => {
    addressesOf(hostname, options).then(
      (addresses) => {
        const outside = addresses.find(({ address }) => network?.(address) === false)
        const [first] = addresses
        if (outside !== undefined) done(forbidden(outside.address), [])
        else if (options.all === true || first === undefined) done(null, [...addresses])
        else done(null, first.address, first.family)
      },
      (reason: unknown) => done(reason as NodeJS.ErrnoException, []),
    )
  }
}

function forbidden(address: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`a peer may not be at ${address}`), { code: forbiddenAddress })
}

/**
 * The authorities of the States whose nodes are at an origin, as their lists name them. A list that was taken before its addresses were
 * looked at may have one that is none: that State alone is reached nowhere.
 */
export function authoritiesIn(trust: Pick<TrustDirectory, 'own' | 'peer' | 'peers'>): Reach['authoritiesOf'] {
  return (origin) =>
    listsIn(trust)
      .filter(({ list: { node } }) => URL.canParse(node.url) && new URL(node.url).origin === origin)
      .flatMap(({ list }) => list.certificateAuthorities.map(pemOf))
}

function pemOf(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** OpenSSL's words for a certificate that is not believed, Node's for a name that is not in it, and alerts of TLS. */
const tlsFailure =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|PATH_LENGTH_|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO)/

/**
 * The code of what kept a peer from being reached; `NODE_BUSY` where whoever answers there says so, which nobody has signed;
 * `NODE_UNAVAILABLE` for whatever else passes by itself.
 */
export function codeOfFailure(reason: unknown): RefusalCode {
  const code = errorCode(reason) ?? errorCode(reason instanceof Error ? reason.cause : null) ?? ''
  if (code === forbiddenAddress || code === 'CLOCK_DIFFERS' || code === 'NODE_BUSY') return code
  return tlsFailure.test(code) ? 'PEER_TLS_INVALID' : 'NODE_UNAVAILABLE'
}

function errorCode(reason: unknown): string | null {
  return reason instanceof Error && 'code' in reason && typeof reason.code === 'string' ? reason.code : null
}
