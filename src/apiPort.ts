import type { Config } from './config.ts'
import { admitAccess, noteRefusedAccess } from './exchange/accessTokens.ts'
import { auditAnswers } from './exchange/auditAnswers.ts'
import type { NodeLog } from './exchange/node.ts'
import { networkOf } from './exchange/networks.ts'
import { listen, stopListening } from './listening.ts'
import type { OpenNode } from './opening.ts'
import type { ApiServices } from './web/apiServices.ts'
import { createApi } from './web/apiApp.ts'
import { type PortTls, createPort } from './web/port.ts'
import { type Strangers, onlyFrom, strangersAtPort } from './web/strangers.ts'

/** The port for systems of the State's own, in service. */
export interface ApiPort {
  /** Where it listens. */
  readonly url: string
  close(): Promise<void>
}

const loopback = ['127.0.0.0/8', '::1/128'] as const

/** Listens where the configuration says, to who has a token; null where it says nowhere. */
export async function startApiPort(
  { api, proxyNetworks }: Config,
  { node, database, tls }: OpenNode,
  log: NodeLog,
): Promise<ApiPort | null> {
  if (api === undefined) return null
  const noted = (): void => {
    database.signals.notify('rogatory_audit')
  }
  const tlsNow = (): PortTls | null => ofServer(tls.port())
  const isTls = tlsNow() !== null
  const services: ApiServices = {
    strangers: strangersFor(proxyNetworks ?? [], isTls),
    admit: (token, scope) => admitAccess(node, token, scope),
    async noteRefused(refused) {
      await noteRefusedAccess(node, refused)
      noted()
    },
    audit: auditAnswers(node, noted),
    nowMs: () => performance.now(),
  }
  const app = createApi(services, ({ reason, path }) =>
    log.error({ path, reason: String(reason) }, 'a request broke'),
  )
  const server = createPort(app, services.strangers, tlsNow)
  const url = await listen(server, api, isTls)
  return { url, close: () => stopListening(server) }
}

/** Whoever asks here has a token: no certificate of a peer's server is asked for. */
function ofServer(port: PortTls | null): PortTls | null {
  return port === null ? null : { certificate: port.certificate, key: port.key }
}

/** In the clear nobody is heard but this machine and the proxies. */
function strangersFor(proxies: readonly string[], isTls: boolean): Strangers {
  const strangers = strangersAtPort(() => performance.now(), networkOf(proxies))
  return isTls ? strangers : onlyFrom(networkOf([...loopback, ...proxies]), strangers)
}
